"""Screenings of the file, and which reports belong to it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q

from gugus.base.along import BECAUSE, Counted, Going, Held, Moves, Went
from gugus.screening.models import Assessment, CaseReport


def reports_of(held: Held) -> dict[str, set[UUID]]:
    """The reports of the cases, as far as the old agency answers for them."""
    rows = CaseReport.objects.unscoped(because=BECAUSE).filter(
        case__in=held.of("case"), report__agency=held.origin
    )
    return {"report": set(rows.values_list("report", flat=True))}


def _of(going: Going):
    rows = Assessment.objects.unscoped(because=BECAUSE)
    return rows.filter(Q(case__in=going.cases) | Q(report__in=going.reports))


def move_assessments(going: Going) -> Iterable[Went]:
    """Begun and decided ones. Who decided stands in each as before."""
    rows = _of(going)
    refs = list(rows.values_list("ref", flat=True))
    rows.filter(agency=going.origin).update(agency=going.target, version=F("version") + 1)
    return [Went("assessment", ref) for ref in refs]


GATHERS = (reports_of,)
COUNTS = (Counted("screenings", lambda going: _of(going).count()),)
MOVES = (Moves("screening.Assessment", move_assessments),)
STAYS = {
    "screening.CaseReport": "joins a report and a case that both go",
    "screening.EvidenceItem": "hangs on its screening",
    "screening.Conversion": "hangs on its screening",
    "screening.IdentificationDecision": "history: which body decided what on which day",
    "screening.NoteDraft": "unfinished words of one writer; only the writer reads them, and only in one's own file",
}
