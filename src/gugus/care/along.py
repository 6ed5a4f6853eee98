"""Service lines that the old owner wrote: the new owner arranges and finishes them. Providers keep their own."""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.care.models import ServiceLine
from gugus.care.rules import OPEN


def _of(going: Going):
    return ServiceLine.objects.unscoped(because=BECAUSE).filter(case__in=going.cases)


def move_lines(going: Going) -> Iterable[Went]:
    """Open and ended ones; who wrote a line stands in it as before."""
    rows = _of(going).filter(agency=going.origin)
    refs = list(rows.values_list("ref", flat=True))
    rows.update(agency=going.target, version=F("version") + 1)
    return [Went("service", ref) for ref in refs]


def lines_kept(going: Going) -> dict[str, list[dict]]:
    """What the old agency did itself, for its own account: services by code and day, nobody named."""
    rows = _of(going).filter(agency=going.origin).order_by("asked_at")
    return {
        "services": [
            {
                "ref": one.ref, "service": one.service, "state": one.state, "result": one.result,
                "asked_on": one.asked_at.date().isoformat(),
                "done_on": one.done_on.isoformat() if one.done_on else "",
            }
            for one in rows
        ]
    }  # fmt: skip


COUNTS = (Counted("services", lambda going: _of(going).filter(state__in=OPEN).count()),)
KEEPS = (lines_kept,)
MOVES = (Moves("care.ServiceLine", move_lines),)
