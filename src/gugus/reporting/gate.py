"""The only doors to a report, its chapters, what arrived from below and the signed files."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.kernel.ids import parse_ref
from gugus.reporting import rules
from gugus.reporting.codes import ENDED, TO_WRITE, WRITABLE, ChapterState, State
from gugus.reporting.models import (
    Chapter,
    ChapterFigure,
    ForceReport,
    KnownSender,
    ReportParcel,
    UpwardReport,
)
from gugus.taskforce.gate import force_for, force_to_keep, sight_of
from gugus.taskforce.policies import ONLY_THE_SECRETARIAT
from gugus.taskforce.policies import Sight as ForceSight

HOLDS = ("task_force__parent", "agency", "replaces", "prepared_by", "approved_by", "final_by", "data_key")


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one report. `force` is the sight of its task force."""

    viewer: Viewer
    report: ForceReport
    force: ForceSight

    def refusal(self, verb: Verb) -> Refusal | None:
        """Why not as a member, or None."""
        return self.force.refusal(verb)

    @property
    def is_host(self) -> bool:
        """Does the viewer's agency keep the secretariat today?"""
        return self.force.host

    @cached_property
    def may_plan(self) -> bool:
        """May the viewer plan, merge, freeze and send in the name of the task force?"""
        return self.force.host_refusal(Verb.WRITE) is None and self.refusal(Verb.DECIDE) is None

    @cached_property
    def may_approve(self) -> bool:
        """Does the viewer approve reports here, and did somebody else merge this one?"""
        may = self.refusal(Verb.APPROVE) is None and not self.viewer.read_only
        return may and rules.two_people(self.report.prepared_by_id, self.viewer.user_id)

    def writes(self, agency: Agency | None) -> bool:
        """Is a chapter of this agency the viewer's to write: as that office, its successor, or the secretariat?"""
        if self.refusal(Verb.WRITE) is not None:
            return False
        return self.is_host or (agency is not None and today_successor(agency).pk == self.viewer.agency_id)

    def is_own(self, agency: Agency | None) -> bool:
        """The same without the secretariat's right: only where the chapter is owed by the viewer's own office."""
        ours = agency is not None and today_successor(agency).pk == self.viewer.agency_id
        return ours and self.refusal(Verb.WRITE) is None

    def may_write(self, chapter: Chapter) -> bool:
        """May the viewer type into this chapter now? The secretariat until the merge, an agency until it hands in."""
        if self.report.state not in WRITABLE or chapter.state == ChapterState.LEFT_OUT:
            return False
        if self.is_host:
            return self.may_plan
        return (
            self.report.state == State.WRITING and chapter.state in TO_WRITE and self.writes(chapter.agency)
        )


def report_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> Sight:
    """The report with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = ForceReport.objects.visible_to(viewer).select_related(*HOLDS)
    report = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if report is None:
        raise Http404
    return Sight(viewer, report, sight_of(viewer, report.task_force, section=Section.ACCOUNT, verb=verb))


def report_to_plan(viewer: Viewer, ref: str) -> Sight:
    """The same for what is done in the name of the task force."""
    sight = report_for(viewer, ref)
    if why := sight.force.host_refusal(Verb.WRITE) or sight.refusal(Verb.DECIDE):
        raise PermissionDenied(why)
    return sight


def report_to_approve(viewer: Viewer, ref: str) -> Sight:
    """The same for whoever approves reports of the task force."""
    return report_for(viewer, ref, verb=Verb.APPROVE)


def chapter_of(sight: Sight, pk: UUID) -> Chapter:
    """A chapter of the report that came through its gate."""
    chapter = sight.report.chapters.select_related("agency", "data_key", "written_by").filter(pk=pk).first()
    if chapter is None:
        raise Http404
    chapter.report = sight.report
    return chapter


def chapter_to_write(sight: Sight, pk: UUID) -> Chapter:
    """The same for typing into it."""
    chapter = chapter_of(sight, pk)
    if not sight.writes(chapter.agency):
        raise PermissionDenied(sight.refusal(Verb.WRITE) or OUT_OF_REACH)
    return chapter


def chapter_to_change(sight: Sight, pk: UUID) -> Chapter:
    """The same while it may be changed: what an agency handed in waits for the secretariat."""
    chapter = chapter_to_write(sight, pk)
    if not sight.may_write(chapter):
        raise PermissionDenied(OUT_OF_REACH)
    return chapter


def figure_of(chapter: Chapter, pk: UUID) -> ChapterFigure:
    """A figure that the chapter shows."""
    found = chapter.figures.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.chapter = chapter
    return found


def force_to_report(viewer: Viewer, ref: str) -> ForceSight:
    """A task force in whose name the viewer begins a report, takes signed files and names senders."""
    sight = force_to_keep(viewer, ref, section=Section.ACCOUNT, verb=Verb.DECIDE)
    if why := sight.refusal(Verb.WRITE):
        raise PermissionDenied(why)
    return sight


def force_to_see(viewer: Viewer, ref: str) -> ForceSight:
    """A task force whose reports the viewer reads."""
    return force_for(viewer, ref, section=Section.ACCOUNT)


@dataclass(frozen=True)
class UpSight:
    """How one viewer sees a report that went up. `receives`: on the side that got it."""

    viewer: Viewer
    upward: UpwardReport
    force: ForceSight
    receives: bool

    @cached_property
    def may_answer(self) -> bool:
        """May the viewer confirm, acknowledge or send back for the higher task force?"""
        return self.receives and self.force.host_refusal(Verb.DECIDE) is None and not self.viewer.read_only


def upward_for(viewer: Viewer, ref: str) -> UpSight:
    """A report that went up, for either side."""
    rows = UpwardReport.objects.visible_to(viewer).select_related(
        "task_force", "from_force", "report", "sent_by", "answered_by", "data_key"
    )
    upward = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if upward is None:
        raise Http404
    try:
        return UpSight(
            viewer, upward, sight_of(viewer, upward.task_force, section=Section.ACCOUNT), receives=True
        )
    except Http404:
        if upward.from_force is None:
            raise
        return UpSight(
            viewer, upward, sight_of(viewer, upward.from_force, section=Section.ACCOUNT), receives=False
        )


def upward_to_answer(viewer: Viewer, ref: str) -> UpSight:
    """The same for answering it."""
    sight = upward_for(viewer, ref)
    if not sight.may_answer:
        raise PermissionDenied(sight.force.refusal(Verb.DECIDE) or ONLY_THE_SECRETARIAT)
    return sight


def parcel_for(sight: Sight) -> ReportParcel:
    """The signed file of a final report, for the secretariat."""
    if why := sight.force.host_refusal(Verb.EXPORT):
        raise PermissionDenied(why)
    rows = ReportParcel.objects.visible_to(sight.viewer).select_related("data_key", "report")
    parcel = rows.filter(report=sight.report).first()
    if parcel is None or sight.report.state not in ENDED:
        raise Http404
    return parcel


def sender_of(force: ForceSight, pk: UUID) -> KnownSender:
    """An installation whose reports the task force takes."""
    found = KnownSender.objects.visible_to(force.viewer).filter(task_force=force.force, pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_late(chapter: Chapter, today: date) -> bool:
    """Has its day passed without the agency handing it in?"""
    asked = chapter.report.state != State.DRAFT
    return rules.is_late(chapter.state, chapter.due_on, today, asked=asked)
