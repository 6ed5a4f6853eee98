"""Write a plan: a new version, its goals and steps. Everything here happens to a draft."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.care.codes import Doer, PlanState, StepState
from gugus.care.instruments import instrument_on
from gugus.care.models import CarePlan, Goal, PlanStep
from gugus.cases.actions import must_be_open, own_row
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.law.assessing import Domain
from gugus.tasks.clocks import clock_on, runs_out

REVIEW_CLOCK = "plan_review"
BECAUSE = "the case or the plan came through its gate"


class CannotPlan(Cannot):
    """The plan cannot be written or go on like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal as somebody writes it down."""

    domain: str
    words: str
    measure: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Doing:
    """A step as somebody writes it down. `by_agency` only where an agency does it."""

    words: str
    until_on: date
    doer: str = Doer.AGENCY
    by_agency: Agency | None = None


@transaction.atomic
def start_plan(*, case: Case, party: Party, by: User, at: datetime, key: UUID | None = None) -> CarePlan:
    """A draft; it begins with what the person's plan says now. Who opens another one goes on with the one that is
    being written. The same `key` twice gives the same draft.
    """
    rows = CarePlan.objects.unscoped(because=BECAUSE).filter(case=case)
    if key and (earlier := own_row(rows, key, written_by=by)):
        return earlier
    must_be_open(_locked_case(case))
    if party.case_id != case.pk or party.until_at is not None or party.role == "accused":
        raise CannotPlan([Reason("not_in_case", _("This person has no role in the case."), "party")])
    mine = rows.filter(person_id=party.person_id)
    if coming := mine.filter(state__in=[PlanState.DRAFT, PlanState.WAITING]).first():
        return coming
    before = mine.select_related("data_key").order_by("-number").first()
    made = CarePlan(
        id=key or new_id(), case=case, person_id=party.person_id, agency_id=case.agency_id,
        number=before.number + 1 if before else 1, follows=before, words=before.words if before else None,
        review_on=latest_review(at), written_by=by, written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    if before is not None:
        _copy(before, made)
    record("plan.begun", about=made, within=case, by=by, at=at, changes={"number": made.number})
    return made


@transaction.atomic
def change_plan(
    *, plan: CarePlan, words: str, review_on: date | None, by: User, at: datetime, seen: int | None = None
) -> CarePlan:
    """What stands on top of a draft, and when it is looked at."""
    draft = draft_locked(plan, seen=seen)
    draft.words, draft.review_on = words or None, review_on
    saved(draft, "words", "review_on")
    return told("plan.written", draft, by=by, at=at)


@transaction.atomic
def add_goal(*, plan: CarePlan, aim: Aim, by: User, at: datetime, seen: int | None = None) -> Goal:
    """One more goal of a draft."""
    draft = draft_locked(plan, seen=seen)
    domain = _domain(aim, at)
    goal = Goal(
        plan=draft, case_id=draft.case_id, number=_next(draft.goals), domain=domain.code, section=domain.section,
        words=aim.words, measure=aim.measure or None, until_on=aim.until_on, data_key=draft.data_key,
    )  # fmt: skip
    goal.save(force_insert=True)
    saved(draft)
    told("plan.goal_added", draft, by=by, at=at, changes={"goal": goal.number, "domain": goal.domain})
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, aim: Aim, by: User, at: datetime, seen: int | None = None) -> Goal:
    """Other words, another measure or day, another domain; the steps of the goal follow its domain."""
    draft = draft_locked(goal.plan, seen=seen)
    domain = _domain(aim, at)
    goal.domain, goal.section = domain.code, domain.section
    goal.words, goal.measure, goal.until_on = aim.words, aim.measure or None, aim.until_on
    goal.save(update_fields=["domain", "section", "words", "measure", "until_on"])
    goal.steps.update(section=domain.section)
    saved(draft)
    told("plan.goal_changed", draft, by=by, at=at, changes={"goal": goal.number})
    return goal


@transaction.atomic
def drop_goal(*, goal: Goal, by: User, at: datetime, seen: int | None = None) -> None:
    """A goal of a draft goes with its steps."""
    draft = draft_locked(goal.plan, seen=seen)
    number = goal.number
    goal.steps.all().delete()
    goal.delete()
    saved(draft)
    told("plan.goal_dropped", draft, by=by, at=at, changes={"goal": number})


@transaction.atomic
def add_step(*, goal: Goal, doing: Doing, by: User, at: datetime, seen: int | None = None) -> PlanStep:
    """One more step towards a goal of a draft."""
    draft = draft_locked(goal.plan, seen=seen)
    _fits(goal, doing)
    step = PlanStep(
        goal=goal, case_id=draft.case_id, number=_next(goal.steps), section=goal.section, words=doing.words,
        doer=doing.doer, by_agency=doing.by_agency, until_on=doing.until_on, data_key=draft.data_key,
    )  # fmt: skip
    step.save(force_insert=True)
    saved(draft)
    told("plan.step_added", draft, by=by, at=at, changes={"goal": goal.number, "step": step.number})
    return step


@transaction.atomic
def change_step(*, step: PlanStep, doing: Doing, by: User, at: datetime, seen: int | None = None) -> PlanStep:
    """Other words, somebody else, another day."""
    draft = draft_locked(step.goal.plan, seen=seen)
    _fits(step.goal, doing)
    step.words, step.doer, step.by_agency, step.until_on = (
        doing.words, doing.doer, doing.by_agency, doing.until_on,
    )  # fmt: skip
    step.save(update_fields=["words", "doer", "by_agency", "until_on"])
    saved(draft)
    told("plan.step_changed", draft, by=by, at=at, changes={"goal": step.goal.number, "step": step.number})
    return step


@transaction.atomic
def drop_step(*, step: PlanStep, by: User, at: datetime, seen: int | None = None) -> None:
    """A step of a draft goes."""
    draft = draft_locked(step.goal.plan, seen=seen)
    numbers = {"goal": step.goal.number, "step": step.number}
    step.delete()
    saved(draft)
    told("plan.step_dropped", draft, by=by, at=at, changes=numbers)


def read_plan(*, plan: CarePlan, by: User, at: datetime) -> None:
    """Somebody read a plan; the trail of the case keeps it."""
    record("plan.read", about=plan, within=Case(pk=plan.case_id), by=by, at=at)


def print_plan(*, plan: CarePlan, by: User, at: datetime) -> None:
    """The paper twin left the printer."""
    record("plan.printed", about=plan, within=Case(pk=plan.case_id), by=by, at=at)


def latest_review(at: datetime) -> date:
    """The last local day on which a plan is looked at again, by the clock in force. Raises NoClock."""
    return timezone.localdate(runs_out(clock_on(REVIEW_CLOCK, timezone.localdate(at)), at))


def plan_locked(plan: CarePlan, *, seen: int | None) -> CarePlan:
    """The plan, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = CarePlan.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "case__agency", "person", "agency").get(pk=plan.pk)
    check_version(fresh, seen)
    return fresh


def draft_locked(plan: CarePlan, *, seen: int | None) -> CarePlan:
    """The same, of a draft in an open case. Raises CannotPlan once it was handed in."""
    draft = plan_locked(plan, seen=seen)
    must_be_open(draft.case)
    if draft.state != PlanState.DRAFT:
        words = _("This version was handed in. Nobody changes it any more; write a new version.")
        raise CannotPlan([Reason("not_a_draft", words)])
    return draft


def saved(plan: CarePlan, *fields: str) -> None:
    """Save these fields and let everybody's open forms notice."""
    plan.version += 1
    plan.save(update_fields=[*fields, "version"])


def told(verb: str, plan: CarePlan, *, by: User | None, at: datetime, changes: dict[str, Any] | None = None):
    """One line in the trail; gives the plan back."""
    record(verb, about=plan, within=Case(pk=plan.case_id), by=by, at=at, changes=changes)
    return plan


def _domain(aim: Aim, at: datetime) -> Domain:
    return instrument_on(timezone.localdate(at)).domain(aim.domain)


def _fits(goal: Goal, doing: Doing) -> None:
    reasons = []
    if doing.doer == Doer.AGENCY and doing.by_agency is None:
        reasons.append(Reason("no_agency", _("Choose the agency that does it."), "by_agency"))
    if doing.doer != Doer.AGENCY and doing.by_agency is not None:
        reasons.append(Reason("agency_too_much", _("Leave the agency empty here."), "by_agency"))
    if doing.until_on > goal.until_on:
        reasons.append(Reason("after_goal", _("This lies after the day of the goal."), "until_on"))
    if reasons:
        raise CannotPlan(reasons)


def _next(rows: models.Manager) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _copy(before: CarePlan, made: CarePlan) -> None:
    """Goals without a result and their steps go over, done ones too: what was reached stays in view."""
    for goal in before.goals.select_related("data_key").prefetch_related("steps__data_key"):
        if goal.result:
            continue
        twin = Goal(
            plan=made, case_id=made.case_id, number=goal.number, domain=goal.domain, section=goal.section,
            words=goal.words, measure=goal.measure, until_on=goal.until_on, data_key=made.data_key,
        )  # fmt: skip
        twin.save(force_insert=True)
        for step in goal.steps.all():
            if step.state == StepState.NOT_DONE:
                continue
            copy = PlanStep(
                goal=twin, case_id=made.case_id, number=step.number, section=step.section, words=step.words,
                doer=step.doer, by_agency_id=step.by_agency_id, until_on=step.until_on, state=step.state,
                done_on=step.done_on, done_by_id=step.done_by_id, came_from=step, data_key=made.data_key,
            )  # fmt: skip
            copy.save(force_insert=True)


def _locked_case(case: Case) -> Case:
    rows = Case.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    return rows.get(pk=case.pk)
