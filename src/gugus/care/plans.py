"""Which plans there are, as far as they are open, with their goals, steps and services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.care import plan_rules
from gugus.care.codes import PlanState
from gugus.care.gate import PARTS, readable
from gugus.care.models import CarePlan, Goal, PlanStep, ServiceLine
from gugus.cases.models import Case
from gugus.cases.policies import Sight
from gugus.cases.queries import cases_for

BECAUSE = "the case came through its gate; only parts that the viewer reads are asked for"


@dataclass
class Read:
    """A plan as one viewer reads it: its open goals (with `open_steps`, each with `open_lines`) and how far it is."""

    plan: CarePlan
    goals: list[Goal]
    today: date
    progress: plan_rules.Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = plan_rules.progress(self.steps, self.today)

    @property
    def steps(self) -> list[PlanStep]:
        """All open steps, in the order of the goals."""
        return [step for goal in self.goals for step in goal.open_steps]

    @property
    def late(self) -> list[PlanStep]:
        """Steps whose day has passed."""
        return [one for one in self.steps if one.state == "open" and one.until_on < self.today]

    @property
    def review_is_late(self) -> bool:
        """Should it have been looked at by now?"""
        return self.plan.state == PlanState.ACTIVE and self.plan.review_on < self.today


def read(sight: Sight, plan: CarePlan, at: datetime) -> Read:
    """The goals, steps and services of a plan in the parts that the viewer reads. Three queries."""
    sections = readable(sight)
    today = timezone.localdate(at)
    lines = (
        ServiceLine.objects.visible_to(sight.viewer).filter(section__in=sections).select_related("provider")
    )
    steps = PlanStep.objects.unscoped(because=BECAUSE).filter(section__in=sections)
    steps = steps.select_related("by_agency", "data_key").prefetch_related(
        Prefetch("lines", queryset=lines.order_by("asked_at"), to_attr="open_lines")
    )
    rows = Goal.objects.unscoped(because=BECAUSE).filter(plan=plan, section__in=sections).order_by("number")
    goals = list(
        rows.select_related("data_key", "plan").prefetch_related(
            Prefetch("steps", queryset=steps.order_by("number"), to_attr="open_steps")
        )
    )
    for goal in goals:
        goal.progress = plan_rules.progress(goal.open_steps, today)
        goal.is_late = not goal.result and goal.until_on < today
        for step in goal.open_steps:
            step.is_late = step.state == "open" and step.until_on < today
    return Read(plan, goals, today)


def plans_of(sight: Sight) -> list[CarePlan]:
    """The versions that the viewer may know, the newest first. One query."""
    rows = CarePlan.objects.visible_to(sight.viewer).filter(case=sight.case)
    return list(rows.select_related("case", "person", "data_key", "agency").order_by("person", "-number"))


def work_list(viewer: Viewer, tab: str) -> QuerySet[CarePlan]:
    """One tab of the plans within reach: waiting, being carried out (the next review first), or earlier versions."""
    rows = CarePlan.objects.visible_to(viewer).filter(case__in=cases_for(viewer).values("pk"))
    if not any(viewer.has(one, Verb.SEE) for one in PARTS):
        return rows.none().admitted("no right in care")
    rows = rows.select_related("case", "person", "agency")
    if tab == "waiting":
        return rows.filter(state__in=plan_rules.COMING).order_by("-written_at", "pk")
    if tab == "active":
        return rows.filter(state=PlanState.ACTIVE).order_by("review_on", "pk")
    return rows.filter(state__in=plan_rules.ENDED).order_by("-ended_at", "pk")


def current(plans: list[CarePlan]) -> list[CarePlan]:
    """Of each person the version that counts, and the one that is being written or waits."""
    return [one for one in plans if one.state in {PlanState.ACTIVE, *plan_rules.COMING}]


def choosable_steps(case: Case, sections: list[str]) -> list[PlanStep]:
    """Steps of plans in force that a service can serve, with their goals."""
    rows = PlanStep.objects.unscoped(because=BECAUSE).filter(
        case=case, goal__plan__state=PlanState.ACTIVE, section__in=sections
    )
    rows = rows.exclude(state="not_done").select_related("goal__plan", "data_key")
    return list(rows.order_by("goal__plan", "goal__number", "number"))


def goal_of(plan: CarePlan, pk: UUID, sections: list[str]) -> Goal | None:
    """A goal of a plan that came through its gate, in the parts that the viewer reads."""
    rows = Goal.objects.unscoped(because=BECAUSE).filter(plan=plan, pk=pk, section__in=sections)
    return rows.select_related("plan", "data_key").first()


def step_of(plan: CarePlan, pk: UUID, sections: list[str]) -> PlanStep | None:
    """The same for a step."""
    rows = PlanStep.objects.unscoped(because=BECAUSE).filter(goal__plan=plan, pk=pk, section__in=sections)
    return rows.select_related("goal__plan", "goal__data_key", "data_key", "by_agency").first()


def waiting_for_approval(case: Case) -> int:
    """How many versions of a case wait for a supervisor."""
    rows = CarePlan.objects.unscoped(because="the case came through its gate").filter(case=case)
    return rows.filter(state=PlanState.WAITING, needs_approval=True, approved_at=None).count()


def was_planned(case: Case) -> bool:
    """Was a plan ever carried out?"""
    rows = CarePlan.objects.unscoped(because="the case came through its gate").filter(case=case)
    return rows.filter(state__in=plan_rules.PLANNED).exists()
