"""Reports of the file, and those that were merged into them. Reporters keep their return codes."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Held, Moves, Went
from gugus.intake.models import Mention, Report


def merged(held: Held) -> dict[str, set[UUID]]:
    """A report takes along what was merged into it."""
    rows = Report.objects.unscoped(because=BECAUSE).filter(
        merged_into__in=held.of("report"), agency=held.origin
    )
    return {"report": set(rows.values_list("pk", flat=True))}


def mentioned(held: Held) -> dict[str, set[UUID]]:
    """Everybody known who is mentioned in the reports."""
    rows = Mention.objects.unscoped(because=BECAUSE).filter(report__in=held.of("report"))
    return {"person": set(rows.exclude(person=None).values_list("person", flat=True))}


def also_in(persons: set[UUID], held: Held, origin: UUID) -> set[UUID]:
    """Persons whom other reports of the old agency mention."""
    rows = Mention.objects.unscoped(because=BECAUSE).filter(
        person__in=persons, report__agency=origin, report__forgotten_at=None
    )
    return set(rows.exclude(report__in=held.of("report")).values_list("person", flat=True))


def move_reports(going: Going) -> Iterable[Went]:
    """The reports that led to the file; what reporters add from now on reaches the new owner."""
    rows = Report.objects.unscoped(because=BECAUSE).filter(pk__in=going.reports)
    rows.update(agency=going.target, version=F("version") + 1)
    return [Went("report", ref) for ref in rows.values_list("ref", flat=True)]


GATHERS = (merged, mentioned)
ELSEWHERE = (also_in,)
COUNTS = (Counted("reports", lambda going: len(going.reports)),)
MOVES = (Moves("intake.Report", move_reports),)
STAYS = {
    "intake.Mention": "hangs on its report",
    "intake.Addition": "hangs on its report",
    "intake.Passing": "from whom to whom a report was sent then",
}
