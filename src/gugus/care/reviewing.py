"""A plan that is carried out: steps are done, goals reached, it is looked at again, and it ends."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.care.codes import PlanState, ReviewResult, StepState
from gugus.care.models import CarePlan, Goal, PlanReview, PlanStep
from gugus.care.planning import REVIEW_CLOCK, CannotPlan, latest_review, plan_locked, saved, told
from gugus.cases.actions import must_be_open
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about, start_task


@dataclass(frozen=True, slots=True)
class Seen:
    """What a review found. `next_on`: when the plan is looked at again."""

    on: date
    result: str
    next_on: date | None = None
    note: str = ""


@transaction.atomic
def mark_step(
    *,
    step: PlanStep,
    state: str,
    done_on: date | None,
    by: User,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> PlanStep:
    """A step was done on a day, will not be done, or is open after all."""
    plan = _active(step.goal.plan, seen=seen)
    _day_of(done_on if state == StepState.DONE else None, state == StepState.DONE, "done_on", at)
    step.state, step.result_words = state, words or None
    step.done_on, step.done_by = (done_on, by) if state == StepState.DONE else (None, None)
    step.save(update_fields=["state", "done_on", "done_by", "result_words"])
    saved(plan)
    changes = {"goal": step.goal.number, "step": step.number, "state": state}
    told("plan.step_marked", plan, by=by, at=at, changes=changes)
    return step


@transaction.atomic
def settle_goal(
    *,
    goal: Goal,
    result: str,
    result_on: date,
    by: User,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> Goal:
    """How a goal came out. It stays in view with the plan, and is not copied into the next version."""
    plan = _active(goal.plan, seen=seen)
    _day_of(result_on, True, "result_on", at)
    goal.result, goal.result_on, goal.result_words = result, result_on, words or None
    goal.save(update_fields=["result", "result_on", "result_words"])
    saved(plan)
    told("plan.goal_settled", plan, by=by, at=at, changes={"goal": goal.number, "result": result})
    return goal


@transaction.atomic
def review(*, plan: CarePlan, found: Seen, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """The plan was looked at; the clock of the next review begins."""
    plan = _active(plan, seen=seen)
    _day_of(found.on, True, "on", at)
    _next_fits(found, at)
    row = PlanReview(
        plan=plan, case_id=plan.case_id, on=found.on, result=found.result, next_on=found.next_on,
        note=found.note or None, by=by, at=at, data_key=plan.data_key,
    )  # fmt: skip
    row.save(force_insert=True)
    plan.review_on = found.next_on
    saved(plan, "review_on")
    finish_tasks_about(about=plan, kind="plan_review", by=by, at=at)
    start_review_task(plan, by=by, at=at)
    return told("plan.reviewed", plan, by=by, at=at, changes={"result": found.result})


@transaction.atomic
def end_plan(*, plan: CarePlan, code: str, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """It is not carried out any more, for a coded reason."""
    plan = _active(plan, seen=seen)
    if not code:
        raise CannotPlan([Reason("no_code", _("Choose a reason."), "code")])
    plan.state, plan.code, plan.ended_at = PlanState.ENDED, code, at
    saved(plan, "state", "code", "ended_at")
    finish_tasks_about(about=plan, kind="plan_review", by=by, at=at)
    announce("plan.ended", about=plan, at=at)
    return told("plan.ended", plan, by=by, at=at, changes={"code": code})


def start_review_task(plan: CarePlan, *, by: User | None, at: datetime) -> None:
    """Somebody looks at the plan again on its day (to its end), by the clock at the latest."""
    ends = datetime.combine(plan.review_on + timedelta(days=1), time.min) - timedelta(seconds=1)
    start_task(
        kind="plan_review", about=plan, within=plan.case, agency=plan.agency, assignee=plan.case.manager,
        clock=REVIEW_CLOCK, due_at=timezone.make_aware(ends), by=by, at=at,
    )  # fmt: skip


def _active(plan: CarePlan, *, seen: int | None) -> CarePlan:
    plan = plan_locked(plan, seen=seen)
    must_be_open(plan.case)
    if plan.state != PlanState.ACTIVE:
        raise CannotPlan([Reason("not_active", _("This version of the plan is not being carried out."))])
    return plan


def _day_of(day: date | None, needed: bool, field: str, at: datetime) -> None:
    if day is None:
        if needed:
            raise CannotPlan([Reason("no_day", _("Say on which day."), field)])
        return
    if day > timezone.localdate(at):
        raise CannotPlan([Reason("in_the_future", _("This lies in the future."), field)])


def _next_fits(found: Seen, at: datetime) -> None:
    today, latest = timezone.localdate(at), latest_review(at)
    if found.result not in ReviewResult.values:
        raise CannotPlan([Reason("no_result", _("Choose a result."), "result")])
    if found.next_on is None or found.next_on <= today:
        raise CannotPlan([Reason("no_review", _("Say when the plan is looked at again."), "next_on")])
    if found.next_on > latest:
        words = _("By the clock a plan is looked at again on %(day)s at the latest.") % {"day": latest}
        raise CannotPlan([Reason("review_too_late", words, "next_on")])
