"""The only doors to plans, activities, imports and the reports of agencies."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.actionplan import rules
from gugus.actionplan.codes import PlanState, ReportState
from gugus.actionplan.models import Activity, Indicator, Load, PeriodReport, Plan
from gugus.kernel.ids import parse_ref
from gugus.taskforce.gate import sight_of
from gugus.taskforce.policies import Sight as ForceSight


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one plan."""

    force: ForceSight
    plan: Plan

    @cached_property
    def keeps(self) -> bool:
        """Does the viewer write for the task force: its secretariat, with the right to write plans?"""
        return self.force.host_refusal(Verb.WRITE) is None and self.force.may(Verb.DECIDE)

    @property
    def may_write(self) -> bool:
        """May the viewer add to the matrix?"""
        return self.keeps and self.plan.state in rules.WRITABLE | rules.REVISABLE

    @property
    def may_approve(self) -> bool:
        """The chair approves; the secretariat may only where the chair sits in no agency of its own."""
        return self.plan.state == PlanState.DRAFT and self.force.may(Verb.APPROVE)

    @property
    def may_export(self) -> bool:
        return self.force.may(Verb.EXPORT)


@dataclass(frozen=True)
class ReportSight:
    """How one viewer sees the report of an agency."""

    plan: Sight
    report: PeriodReport

    @cached_property
    def why_not_write(self) -> Refusal | None:
        """Why the viewer may not write it, or None: only the agency itself, while it is its turn."""
        viewer = self.plan.force.viewer
        if why := self.plan.force.refusal(Verb.WRITE):
            return why
        return None if self.report.agency_id == viewer.agency_id else OUT_OF_REACH

    @property
    def may_write(self) -> bool:
        return self.why_not_write is None and self.report.state in rules.MINE

    @property
    def may_read(self) -> bool:
        """Is there something to read: for the agency itself at once, for the others when it was handed in?"""
        own = self.report.agency_id == self.plan.force.viewer.agency_id
        return own or self.report.state not in rules.MINE

    @property
    def may_answer(self) -> bool:
        """May the viewer accept it or send it back?"""
        return self.report.state == ReportState.SUBMITTED and self.plan.keeps


def plan_for(viewer: Viewer, ref: str) -> Sight:
    """The plan with this reference. Hidden and missing look alike."""
    rows = Plan.objects.visible_to(viewer).filter(ref=parse_ref(ref) or ref[:14])
    related = ("task_force", "agency", "basis", "written_by", "approved_by", "follows")
    return _admitted(viewer, rows.select_related(*related).first())


def plan_to_keep(viewer: Viewer, ref: str) -> Sight:
    """The same for what is written for the task force: 403 for everybody but its secretariat."""
    return _kept(plan_for(viewer, ref))


def activity_for(viewer: Viewer, ref: str, *, keep: bool = False) -> tuple[Sight, Activity]:
    """An activity and how the viewer sees its plan."""
    rows = Activity.objects.visible_to(viewer).filter(ref=parse_ref(ref) or ref[:14])
    one = rows.select_related("plan__task_force", "programme__strategy", "agency").first()
    sight = _admitted(viewer, one and one.plan)
    return (_kept(sight) if keep else sight), one


def indicator_of(viewer: Viewer, one: Activity, key: UUID) -> Indicator:
    """An indicator of an activity that came through its gate."""
    indicator = Indicator.objects.visible_to(viewer).filter(activity=one, pk=key).first()
    if indicator is None:
        raise Http404
    indicator.activity = one
    return indicator


def load_for(viewer: Viewer, ref: str, key: UUID) -> tuple[Sight, Load]:
    """An import of a plan that the viewer keeps."""
    sight = plan_to_keep(viewer, ref)
    rows = Load.objects.visible_to(viewer).filter(plan=sight.plan, pk=key)
    load = rows.select_related("plan__task_force", "brought_by", "data_key").first()
    if load is None:
        raise Http404
    return sight, load


def report_for(viewer: Viewer, ref: str) -> ReportSight:
    """The report of an agency with this reference."""
    rows = PeriodReport.objects.visible_to(viewer).filter(ref=parse_ref(ref) or ref[:14])
    related = ("plan__task_force", "agency", "took_over_from", "submitted_by", "decided_by")
    report = rows.select_related(*related).first()
    return ReportSight(_admitted(viewer, report and report.plan), report)


def report_to_write(viewer: Viewer, ref: str) -> ReportSight:
    """The same for the agency that writes it; 403 for everybody else."""
    sight = report_for(viewer, ref)
    if sight.why_not_write:
        raise PermissionDenied(sight.why_not_write)
    return sight


def _admitted(viewer: Viewer, plan: Plan | None) -> Sight:
    if plan is None:
        raise Http404
    return Sight(sight_of(viewer, plan.task_force, section=Section.PLAN), plan)


def _kept(sight: Sight) -> Sight:
    if not sight.keeps:
        raise PermissionDenied(sight.force.host_refusal(Verb.DECIDE) or OUT_OF_REACH)
    return sight
