"""The action plan: periods that agencies have not reported, reports that wait for the secretariat, plans to approve."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus.access.codes import Scope, Section, Verb
from gugus.actionplan.codes import PlanState, ReportState
from gugus.actionplan.models import Indicator, PeriodReport, Plan
from gugus.actionplan.rules import MINE
from gugus.kernel.periods import Period
from gugus.room.parts import SHOWN, Ask, Line, Owed, Pile, Told
from gugus.taskforce.policies import Sight

MOST_OWED = 200


def tell(sight: Sight, at: datetime) -> Told | None:
    """Seven queries."""
    viewer = sight.viewer
    if viewer.reach(Section.PLAN, Verb.SEE) < Scope.TASK_FORCE:
        return None
    rows = PeriodReport.objects.visible_to(viewer).filter(plan__task_force=sight.force)
    rows = rows.select_related("plan", "agency").order_by("due_at", "pk")
    return Told(piles=(_late(rows, at), _to_read(sight, rows), _to_approve(sight)), owed=_owed(rows, at))


def _late(rows: QuerySet[PeriodReport], at: datetime) -> Pile:
    late = rows.filter(state__in=MINE, due_at__lt=at)
    return Pile(
        "periods_late", Ask.LATE, _("Periods of the action plan not reported"), late.count(),
        reverse("actionplan:reports"), _("The agency named in each line."), _lines(late),
    )  # fmt: skip


def _to_read(sight: Sight, rows: QuerySet[PeriodReport]) -> Pile:
    handed = rows.filter(state=ReportState.SUBMITTED)
    return Pile(
        "periods_submitted", Ask.DECIDE, _("Reports of the action plan, to be accepted or sent back"), handed.count(),
        reverse("actionplan:reports"), _("The secretariat."), _lines(handed), yours=sight.host,
    )  # fmt: skip


def _to_approve(sight: Sight) -> Pile:
    """Drafts with something in their matrix: an empty one cannot be approved yet."""
    rows = Plan.objects.visible_to(sight.viewer).filter(task_force=sight.force, state=PlanState.DRAFT)
    lines_of = Indicator.objects.visible_to(sight.viewer).filter(
        plan=OuterRef("pk"), activity__dropped_at=None
    )
    rows = rows.filter(Exists(lines_of))
    lines = [
        Line(one.title, reverse("actionplan:detail", args=[one.ref]), f"{one.first_year}–{one.last_year}",
             timezone.localdate(one.written_at), _("written on"))
        for one in rows.order_by("written_at")[:SHOWN]
    ]  # fmt: skip
    return Pile(
        "plans_draft", Ask.DECIDE, _("Action plans to approve"), rows.count(), reverse("actionplan:list"),
        _("Whoever approves for the task force."), lines, yours=sight.may(Verb.APPROVE, Section.PLAN),
    )  # fmt: skip


def _lines(rows: QuerySet[PeriodReport]) -> list[Line]:
    return [
        Line(f"{one.plan.title}, {_said(one)}", reverse("actionplan:report", args=[one.ref]), one.agency.name,
             timezone.localdate(one.due_at), _("until"))
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _owed(rows: QuerySet[PeriodReport], at: datetime) -> list[Owed]:
    return [
        Owed(
            one.agency.name, _("Report of the action plan, %(period)s") % {"period": _said(one)},
            reverse("actionplan:report", args=[one.ref]), timezone.localdate(one.due_at), late=one.due_at < at,
        )
        for one in rows.filter(state__in=MINE)[:MOST_OWED]
    ]  # fmt: skip


def _said(one: PeriodReport) -> str:
    return Period.parse(one.period).words.in_language(get_language() or "id")
