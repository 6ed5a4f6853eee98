"""What the old owner wrote goes along: its service lines, assessments and the plan. Providers keep their own."""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.care.models import CarePlan, NeedsAssessment, PlanStep, ServiceLine
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


def move_assessments(going: Going) -> Iterable[Went]:
    """Finished ones as they are; a draft is gone on with by the new owner, unless it has one of its own."""
    rows = NeedsAssessment.objects.unscoped(because=BECAUSE).filter(case__in=going.cases)
    theirs = rows.filter(agency=going.target, state="draft").values("person", "case")
    mine = rows.filter(agency=going.origin)
    taken = {(one["person"], one["case"]) for one in theirs}
    went = [one for one in mine if one.state != "draft" or (one.person_id, one.case_id) not in taken]
    rows.filter(pk__in=[one.pk for one in went]).update(agency=going.target, version=F("version") + 1)
    return [Went("needsassessment", one.ref) for one in went]


def move_plans(going: Going) -> Iterable[Went]:
    """Every version: the new owner carries on with the one that is being carried out."""
    rows = CarePlan.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, agency=going.origin)
    refs = list(rows.values_list("ref", flat=True))
    rows.update(agency=going.target, version=F("version") + 1)
    return [Went("careplan", ref) for ref in refs]


def move_steps(going: Going) -> Iterable[Went]:
    """What the old owner was still to do, the new one does."""
    rows = PlanStep.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, by_agency=going.origin)
    rows.filter(state="open").update(by_agency=going.target)
    return ()


COUNTS = (Counted("services", lambda going: _of(going).filter(state__in=OPEN).count()),)
KEEPS = (lines_kept,)
MOVES = (
    Moves("care.ServiceLine", move_lines),
    Moves("care.NeedsAssessment", move_assessments),
    Moves("care.CarePlan", move_plans),
    Moves("care.PlanStep", move_steps),
)
STAYS = {
    "care.CareRule": "what an agency requires of its own plans",
    "care.DomainScore": "hangs on its assessment",
    "care.Goal": "hangs on its plan",
    "care.PlanSignature": "hangs on its plan",
    "care.PlanReview": "hangs on its plan",
    "care.OpinionSheet": "figures about a provider; they name no case",
    "care.OpinionWords": "who asked reads it; the new owner may be the one that served",
}
