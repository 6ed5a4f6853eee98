"""The only door to service lines, assessments and plans, and to writing them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.care.codes import AssessmentState
from gugus.care.models import CarePlan, NeedsAssessment, ServiceLine
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.policies import Sight, sight_of

# The parts of a case in which somebody's situation and plan are written down.
PARTS = (Section.CARE, Section.HEALTH, Section.JUSTICE)


def line_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> ServiceLine:
    """The line with this reference. Hidden and missing look alike; a closed case or section hides it."""
    rows = ServiceLine.objects.visible_to(viewer).filter(ref=ref)
    line = rows.select_related(
        "case__agency", "person", "provider", "agency", "referral", "data_key", "step__goal__plan"
    ).first()
    if line is None:
        raise Http404
    sight = sight_of(viewer, line.case, at)
    if sight.refusal(Verb.SEE, Section(line.section), FieldClass.SENSITIVE):
        raise Http404
    if verb != Verb.SEE and not may_change(sight, line):
        raise PermissionDenied(
            sight.refusal(verb, Section(line.section)) or sight.refusal(verb, Section.CARE) or OUT_OF_REACH
        )
    return line


def may_change(sight: Sight, line: ServiceLine) -> bool:
    """Who wrote a line changes it; the agency that answers for the case changes every line."""
    if line.agency_id != sight.viewer.agency_id and not sight.is_ours:
        return False
    return sight.may(Verb.WRITE, Section(line.section)) or (
        sight.is_ours and sight.may(Verb.WRITE, Section.CARE)
    )


def sight_to_serve(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> Sight:
    """A case on whose care the viewer may work: one's own, or one opened with the section care or health."""
    sight = case_sight_for(viewer, ref, at=at)
    if not any(sight.may(verb, one) for one in (Section.CARE, Section.HEALTH)):
        raise PermissionDenied(sight.refusal(verb, Section.CARE))
    return sight


def readable(sight: Sight) -> list[str]:
    """The parts whose domains, goals and steps the viewer reads."""
    return [one.value for one in PARTS if sight.may(Verb.SEE, one, FieldClass.SENSITIVE)]


def writable(sight: Sight) -> list[str]:
    """The parts that the viewer may assess: what one reads and may write; in one's own case the right in care suffices,
    because the case manager writes down what a doctor said.
    """
    ours = sight.is_ours and sight.may(Verb.WRITE, Section.CARE)
    return [one for one in readable(sight) if ours or sight.may(Verb.WRITE, Section(one))]


def may_begin(sight: Sight) -> bool:
    """May the viewer write an assessment in this case now? Whoever works on care, for the domains open to them."""
    runs = sight.case.state not in {"closed", "archived"}
    return runs and sight.may(Verb.WRITE, Section.CARE) and bool(writable(sight))


def sight_of_needs(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """A case whose assessments and plan are open to the viewer in at least one part."""
    sight = case_sight_for(viewer, ref, at=at)
    if not readable(sight) or (verb != Verb.SEE and not writable(sight)):
        raise PermissionDenied(sight.refusal(verb, Section.CARE) or OUT_OF_REACH)
    return sight


def assessment_for(
    viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime
) -> tuple[NeedsAssessment, Sight]:
    """An assessment and how the viewer sees its case. Only the agency that writes a draft reads and changes it."""
    rows = NeedsAssessment.objects.visible_to(viewer).filter(ref=ref)
    found = rows.select_related("case__agency", "person", "agency", "assessor", "finished_by", "data_key",
                                "corrects").first()  # fmt: skip
    if found is None:
        raise Http404
    sight = sight_of(viewer, found.case, at)
    if not readable(sight):
        raise Http404
    if verb != Verb.SEE and (not writable(sight) or found.agency_id != viewer.agency_id):
        raise PermissionDenied(sight.refusal(verb, Section.CARE) or OUT_OF_REACH)
    if found.state == AssessmentState.DRAFT and not writable(sight):
        raise Http404
    return found, sight


def sight_to_plan(viewer: Viewer, ref: str, *, at: datetime) -> Sight:
    """A case of one's own agency whose plan the viewer may write."""
    sight = case_sight_for(viewer, ref, at=at)
    if not may_plan(sight):
        raise PermissionDenied(sight.refusal(Verb.WRITE, Section.CARE) or OUT_OF_REACH)
    return sight


def may_plan(sight: Sight) -> bool:
    """Plans are written where the case is answered for."""
    return sight.is_ours and sight.may(Verb.WRITE, Section.CARE) and sight.may(
        Verb.SEE, Section.CARE, FieldClass.SENSITIVE
    )  # fmt: skip


def may_approve(sight: Sight) -> bool:
    """Plans are approved by supervisors of the agency that answers for the case."""
    return sight.is_ours and sight.may(Verb.APPROVE, Section.CARE)


def plan_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> tuple[CarePlan, Sight]:
    """A plan and how the viewer sees its case. `verb` WRITE and APPROVE are for the agency of the case alone."""
    rows = CarePlan.objects.visible_to(viewer).filter(ref=ref)
    plan = rows.select_related(
        "case__agency", "person", "agency", "data_key", "follows__data_key", "written_by", "finished_by",
        "approved_by",
    ).first()  # fmt: skip
    if plan is None:
        raise Http404
    sight = sight_of(viewer, plan.case, at)
    if not readable(sight):
        raise Http404
    allowed = {Verb.SEE: True, Verb.WRITE: may_plan(sight), Verb.APPROVE: may_approve(sight)}[verb]
    if not allowed:
        raise PermissionDenied(sight.refusal(verb, Section.CARE) or OUT_OF_REACH)
    return plan, sight
