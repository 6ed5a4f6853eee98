"""What the old owner's agreements opened closes; the new owner's agreements open by themselves (`case.changed`)."""

from collections.abc import Iterable

from gugus.access.models import Grant
from gugus.agreements.models import Agreement
from gugus.base.along import BECAUSE, Going, Moves, Went


def end_openings(going: Going) -> Iterable[Went]:
    """An agreement binds its parties; the new owner may be none of them."""
    kind = Agreement._meta.model_name
    rows = Grant.objects.unscoped(because=BECAUSE).filter(because_kind=kind, ended_at=None)
    rows.filter(record_id__in=going.records).update(ended_at=going.at)
    return ()


MOVES = (Moves("access.Grant", end_openings),)
STAYS = {
    "agreements.Agreement": "between two offices, about no single file",
    "agreements.Signatory": "an office that signed",
}
