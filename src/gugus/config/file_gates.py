"""The gates of the records that can have files: `files` lies below them and asks through the setting FILE_GATES."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.actionplan.gate import report_for as progress_for
from gugus.actionplan.gate import report_to_write as progress_to_write
from gugus.actionplan.models import PeriodReport
from gugus.agreements.gate import sight_for as agreement_sight_for
from gugus.agreements.models import Agreement
from gugus.care.gate import plan_for
from gugus.care.models import CarePlan
from gugus.cases.gate import case_for
from gugus.cases.models import Case
from gugus.consent.gate import ground_for
from gugus.consent.models import Ground
from gugus.followup.gate import sight_for as recommendation_sight_for
from gugus.followup.models import Recommendation
from gugus.intake.gate import report_for
from gugus.intake.models import Report
from gugus.meetings.gate import sight_for as meeting_sight_for
from gugus.meetings.gate import to_write as meeting_to_write
from gugus.meetings.models import Meeting
from gugus.people.models import Person
from gugus.repatriation.gate import minutes_for
from gugus.repatriation.gate import sight_for as return_sight_for
from gugus.repatriation.models import Handover, Repatriation
from gugus.restitution.gate import line_for
from gugus.restitution.gate import sight_for as claim_sight_for
from gugus.restitution.models import Claim, LedgerLine
from gugus.taskforce.gate import basis_for
from gugus.taskforce.models import LegalBasis


def report(viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime) -> tuple[Report, Report]:
    """A report and itself; its files are all in the section of reports."""
    if section != Section.REPORT:
        raise Http404
    found = report_for(viewer, ref, verb=verb, field_class=FieldClass.SENSITIVE, at=at)
    return found, found


def case(viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime) -> tuple[Case, Case]:
    """A case and itself, for a section that the viewer may see or write."""
    found = case_for(viewer, ref, verb=verb, section=section, field_class=FieldClass.SENSITIVE, at=at)
    return found, found


def agreement(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[Agreement, Agreement]:
    """A sharing agreement and itself; every party reads its scan and may add the copy that it signed."""
    if section != Section.AGREEMENT:
        raise Http404
    found = agreement_sight_for(viewer, ref, verb=verb).agreement
    return found, found


def meeting(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[Meeting, Meeting]:
    """A meeting of the task force and itself: members read its files, only its secretariat adds any."""
    if section != Section.MEETING:
        raise Http404
    found = (meeting_sight_for if verb == Verb.SEE else meeting_to_write)(viewer, ref, at=at).meeting
    return found, found


def ground(viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime) -> tuple[Ground, Person]:
    """The signed sheet of a consent; it lies with the person, in the section of consent."""
    if section != Section.CONSENT:
        raise Http404
    found, _sight = ground_for(viewer, ref, verb=verb, at=at)
    return found, found.person


def claim(viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime) -> tuple[Claim, Case]:
    """Evidence of losses and payments; it lies with the case, in the section of justice."""
    if section != Section.JUSTICE:
        raise Http404
    found = claim_sight_for(viewer, ref, verb=verb, at=at).claim
    return found, found.case


def ledgerline(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[LedgerLine, Case]:
    """Evidence of one cost or payment; it lies with the case, in the section of justice."""
    if section != Section.JUSTICE:
        raise Http404
    line, sight = line_for(viewer, ref, verb=verb, at=at)
    return line, sight.claim.case


def careplan(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[CarePlan, Case]:
    """The signed sheet of a plan; it lies in the case, in the section of care, for the agency that answers for it."""
    found, sight = plan_for(viewer, ref, verb=verb, at=at)
    if section != Section.CARE or not sight.is_ours:
        raise Http404
    return found, found.case


def repatriation(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[Repatriation, Repatriation]:
    """A return and itself; its papers lie in its own section, for whoever reads its words."""
    if section != Section.REPATRIATION:
        raise Http404
    sight = return_sight_for(viewer, ref, verb=verb, at=at)
    if not sight.reads_words:
        raise Http404
    return sight.repatriation, sight.repatriation


def handover(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[Handover, Repatriation]:
    """The scan of signed minutes; it lies with the first return of them that the viewer may see."""
    if section != Section.REPATRIATION:
        raise Http404
    sight = minutes_for(viewer, ref, at=at)
    if not sight.is_open or sight.via is None:
        raise Http404
    if verb != Verb.SEE and not sight.may_sign:
        raise Http404
    return sight.handover, sight.via.repatriation


def legalbasis(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[LegalBasis, LegalBasis]:
    """A regulation or decree and itself; every member reads it, the secretariat adds it."""
    if section != Section.TASKFORCE:
        raise Http404
    _sight, found = basis_for(viewer, ref, keep=verb != Verb.SEE)
    return found, found


def recommendation(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[Recommendation, Recommendation]:
    """The evidence of a recommendation; every member reads it, who answers for it adds it."""
    if section != Section.FOLLOWUP:
        raise Http404
    sight = recommendation_sight_for(viewer, ref)
    if verb != Verb.SEE and not sight.may_attach:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.recommendation, sight.recommendation


def periodreport(
    viewer: Viewer, ref: str, *, section: Section, verb: Verb, at: datetime
) -> tuple[PeriodReport, PeriodReport]:
    """Evidence of a progress report; members read it when it was handed in, its agency adds it while it writes."""
    if section != Section.PLAN:
        raise Http404
    sight = (progress_for if verb == Verb.SEE else progress_to_write)(viewer, ref)
    if verb == Verb.SEE and not sight.may_read:
        raise Http404
    if verb != Verb.SEE and not sight.may_write:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.report, sight.report
