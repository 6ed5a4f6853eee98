"""Holds on the records that go are kept by the new owner; what was agreed to and certified stays."""

from collections.abc import Iterable

from gugus.base.along import BECAUSE, Going, Moves, Went
from gugus.retention.models import Hold


def move_holds(going: Going) -> Iterable[Went]:
    """Nothing that must be kept is forgotten because it changed hands."""
    rows = Hold.objects.unscoped(because=BECAUSE).filter(
        record_id__in=going.records, agency=going.origin, released_at=None
    )
    refs = list(rows.values_list("ref", flat=True))
    rows.update(agency=going.target)
    return [Went("hold", ref) for ref in refs]


MOVES = (Moves("retention.Hold", move_holds),)
STAYS = {
    "retention.RetentionRule": "the agency's own periods; those of the new owner count from now on",
    "retention.Run": "what two people of an agency agreed to",
    "retention.Item": "a line of such a list; a record that went meanwhile is skipped",
    "retention.Certificate": "the proof of what went",
}
