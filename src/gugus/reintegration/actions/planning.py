"""Rows of visits: k1 … kn by the schedule, one more by hand or by need; each is a task with a clock."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.kernel.ids import new_id
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.actions.moving import BECAUSE, CannotReintegrate, locked, must_run, told
from gugus.reintegration.codes import State, VisitState
from gugus.reintegration.models import MonitoringVisit, Reintegration
from gugus.tasks.actions import start_task
from gugus.tasks.clocks import NoClock, clock_on, runs_out

TASK = "reintegration_visit"
GRACE = timedelta(days=3)  # where no clock of visits is in force
FURTHEST = timedelta(days=400)


def plan_visits(one: Reintegration, *, by: User | None, at: datetime) -> list[MonitoringVisit]:
    """k1 … kn from the day of the reunion to the shortest end at least; the reintegration is locked."""
    intervals = queries.rules_of(one).days_of(one.risk)
    days = schedule.visit_days(one.reunited_on, intervals, one.minimum_until)
    return [put_visit(one, day, number, by=by, at=at) for number, day in enumerate(days, start=1)]


def put_visit(
    one: Reintegration, day: date, number: int, *, by: User | None, at: datetime, key: UUID | None = None
) -> MonitoringVisit:  # fmt: skip
    """The row and its task. Its deadline is fixed now: a clock that is changed later leaves it."""
    clock = _clock(one, at)
    morning = schedule.morning_of(day, one.area_code)
    due_at = runs_out(clock, morning, area_code=one.area_code) if clock else morning + GRACE
    visit = MonitoringVisit(
        id=key or new_id(), reintegration=one, case_id=one.case_id, number=number, planned_on=day, due_at=due_at,
        planned_by=by,
    )  # fmt: skip
    visit.save(force_insert=True)
    start_visit_task(visit, one, by=by, at=at)
    return visit


def start_visit_task(visit: MonitoringVisit, one: Reintegration, *, by: User | None, at: datetime) -> None:
    """Whoever answers for the case has the task; who follows for it gets one of its own from the worker."""
    case = one.case
    if by is not None and by.agency_id != case.agency_id:
        return  # the worker starts it in the name of the agency that answers
    start_task(
        kind=TASK, about=visit, within=case, agency=case.agency, assignee=case.manager, risk=one.risk,
        clock=rules.VISIT_CLOCK if _clock(one, at) else "", due_at=visit.due_at, by=by, at=at,
        title_params={"number": visit.number},
    )  # fmt: skip


def _clock(one: Reintegration, at: datetime):
    try:
        return clock_on(rules.VISIT_CLOCK, schedule.day_at(at, one.area_code), area_code=one.area_code)
    except NoClock:
        return None


def next_number(one: Reintegration) -> int:
    """The number after the last visit."""
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def doubts_about_day(one: Reintegration, day: date, at: datetime, field: str) -> list[Reason]:
    """A visit is planned for today or later, after the reunion, within a year."""
    reasons = []
    if day < schedule.day_at(at, one.area_code):
        reasons.append(Reason("in_the_past", _("Choose a day from today on."), field))
    if one.reunited_on is not None and day < one.reunited_on:
        reasons.append(Reason("before_reunion", _("This lies before the reunion."), field))
    if day > schedule.day_at(at, one.area_code) + FURTHEST:
        reasons.append(Reason("too_far", _("Plan within a year."), field))
    return reasons


def have_visit(
    one: Reintegration, day: date, *, by: User | None, at: datetime, key: UUID | None = None
) -> MonitoringVisit:  # fmt: skip
    """The planned visit on that day, or one more."""
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE)
    planned = rows.filter(reintegration=one, state=VisitState.PLANNED, planned_on=day).first()
    if planned is not None:
        return planned
    try:
        with transaction.atomic():
            return put_visit(one, day, next_number(one), by=by, at=at, key=key)
    except IntegrityError:  # somebody added one in the same moment
        if key and (earlier := rows.filter(pk=key, reintegration=one).first()):
            return earlier
        return put_visit(one, day, next_number(one), by=by, at=at, key=key)


@transaction.atomic
def add_visit(
    *, one: Reintegration, planned_on: date, by: User, at: datetime, key: UUID | None = None
) -> MonitoringVisit:
    """One more visit, because the risk or the person asks for it. The same `key` twice gives the same one."""
    fresh = locked(one) if by.agency_id == one.agency_id else one
    must_run(fresh, State.FOLLOWING)
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE)
    if key and (earlier := rows.filter(pk=key, reintegration=fresh).first()):
        return earlier
    if reasons := doubts_about_day(fresh, planned_on, at, "planned_on"):
        raise CannotReintegrate(reasons)
    visit = have_visit(fresh, planned_on, by=by, at=at, key=key)
    told(
        "reintegration.visit_planned", fresh, by=by, at=at, changes={"number": visit.number, "on": planned_on}
    )
    return visit
