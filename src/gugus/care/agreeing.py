"""A plan is handed in, signed or refused, approved or sent back, and begins."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.care import plan_rules
from gugus.care.codes import PlanState, Signer
from gugus.care.models import CarePlan, CareRule, PlanSignature, PlanStep, ServiceLine
from gugus.care.planning import (
    BECAUSE,
    CannotPlan,
    draft_locked,
    latest_review,
    plan_locked,
    saved,
    told,
)
from gugus.care.reviewing import start_review_task
from gugus.cases.actions import must_be_open
from gugus.consent.queries import born_of
from gugus.consent.rules import is_child
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.tasks.actions import finish_tasks_about, start_task


@dataclass(frozen=True, slots=True)
class Signed:
    """What somebody said to a plan, and how it was written down. `name` and `words` are sealed."""

    signer: str
    agrees: bool
    form: str
    signed_on: date
    name: str = ""
    words: str = ""
    child_view: str = ""
    no_guardian: str = ""


@transaction.atomic
def hand_in(*, plan: CarePlan, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """The draft is complete: from now on it waits for the survivor's word, and for a supervisor where the agency wants
    it. Its goals and steps stay as they are.
    """
    draft = draft_locked(plan, seen=seen)
    if reasons := _incomplete(draft, at):
        raise CannotPlan(reasons)
    draft.state, draft.finished_at, draft.finished_by = PlanState.WAITING, at, by
    draft.needs_approval = approval_needed(draft.agency_id)
    saved(draft, "state", "finished_at", "finished_by", "needs_approval")
    start_task(
        kind="plan_sign", about=draft, within=draft.case, agency=draft.agency, assignee=by, by=by, at=at
    )
    if draft.needs_approval:
        start_task(kind="plan_approve", about=draft, within=draft.case, agency=draft.agency, by=by, at=at)
        announce("plan.handed_in", about=draft, at=at)
    return told("plan.handed_in", draft, by=by, at=at, changes={"needs_approval": draft.needs_approval})


@transaction.atomic
def take_back(*, plan: CarePlan, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """A version that nobody signed or approved yet is a draft again."""
    waiting = _waiting(plan, seen=seen)
    if waiting.approved_at or waiting.signatures.exists():
        words = _("Somebody signed or approved this version already. Write a new version.")
        raise CannotPlan([Reason("signed_already", words)])
    waiting.state = PlanState.DRAFT
    saved(waiting, "state")
    _settle_tasks(waiting, by=by, at=at)
    return told("plan.taken_back", waiting, by=by, at=at)


@transaction.atomic
def sign(*, plan: CarePlan, said: Signed, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """Keep what the survivor, or whoever decides for them, said. With the last yes the plan begins; a no ends it."""
    waiting = _waiting(plan, seen=seen)
    child = counts_as_child(waiting.person, at)
    if reasons := _wrong(waiting, said, child, at):
        raise CannotPlan(reasons)
    row = PlanSignature(
        plan=waiting, case_id=waiting.case_id, signer=said.signer, agrees=said.agrees, form=said.form,
        child_view=said.child_view, no_guardian=said.no_guardian, name=said.name or None, words=said.words or None,
        signed_on=said.signed_on, recorded_by=by, recorded_at=at, data_key=waiting.data_key,
    )  # fmt: skip
    row.save(force_insert=True)
    _follow(waiting, child, by=by, at=at)
    changes = {"signer": said.signer, "agrees": said.agrees, "state": waiting.state}
    return told("plan.signed", waiting, by=by, at=at, changes=changes)


@transaction.atomic
def approve_plan(*, plan: CarePlan, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """A supervisor says yes; nobody approves what they wrote or handed in themselves."""
    waiting = _waiting(plan, seen=seen)
    if reasons := _not_by(waiting, by):
        raise CannotPlan(reasons)
    waiting.approved_at, waiting.approved_by = at, by
    saved(waiting, "approved_at", "approved_by")
    finish_tasks_about(about=waiting, kind="plan_approve", by=by, at=at)
    _follow(waiting, counts_as_child(waiting.person, at), by=by, at=at)
    announce("plan.approved", about=waiting, at=at)
    return told("plan.approved", waiting, by=by, at=at, changes={"state": waiting.state})


@transaction.atomic
def send_back(*, plan: CarePlan, words: str, by: User, at: datetime, seen: int | None = None) -> CarePlan:
    """A supervisor says no, and why. The version stays as it was; the next one begins with it."""
    waiting = _waiting(plan, seen=seen)
    reasons = _not_by(waiting, by)
    if not words.strip():
        reasons.append(Reason("reason_needed", _("Say what must change."), "words"))
    if reasons:
        raise CannotPlan(reasons)
    waiting.state, waiting.return_words, waiting.ended_at = PlanState.RETURNED, words.strip(), at
    saved(waiting, "state", "return_words", "ended_at")
    _settle_tasks(waiting, by=by, at=at)
    announce("plan.returned", about=waiting, at=at)
    return told("plan.returned", waiting, by=by, at=at)


def approval_needed(agency_id) -> bool:
    """Does the agency want its plans approved?"""
    row = CareRule.objects.unscoped(because="one's own agency's rule").filter(agency_id=agency_id).first()
    return row is not None and row.plan_approval


def counts_as_child(person: Person, at: datetime) -> bool:
    """Must a guardian sign? In doubt yes: whoever may be a child is treated as one."""
    return is_child(born_of(person), person.birth_year, timezone.localdate(at)) is not False


def _follow(plan: CarePlan, child: bool, *, by: User, at: datetime) -> None:
    """Go on as far as what was said allows: begin, end, or wait for the next word."""
    said = [plan_rules.Said(one.signer, one.agrees, one.child_view) for one in plan.signatures.all()]
    yes = plan_rules.agreed(said, is_child=child)
    if yes is None:
        return saved(plan)
    finish_tasks_about(about=plan, kind="plan_sign", by=by, at=at)
    if not yes:
        plan.state, plan.ended_at = PlanState.REFUSED, at
        saved(plan, "state", "ended_at")
        finish_tasks_about(about=plan, kind="plan_approve", by=by, at=at)
        announce("plan.refused", about=plan, at=at)
    elif plan.needs_approval and plan.approved_at is None:
        saved(plan)
    else:
        _begin(plan, by=by, at=at)
    return None


def _begin(plan: CarePlan, *, by: User, at: datetime) -> None:
    """It takes the place of the version before; services of a step go over to its copy."""
    rows = CarePlan.objects.unscoped(because=BECAUSE).filter(case_id=plan.case_id, person_id=plan.person_id)
    for old in rows.filter(state=PlanState.ACTIVE).select_for_update(of=("self",)):
        old.state, old.ended_at = PlanState.REPLACED, at
        saved(old, "state", "ended_at")
        finish_tasks_about(about=old, kind="plan_review", by=by, at=at)
    plan.state, plan.active_at = PlanState.ACTIVE, at
    saved(plan, "state", "active_at")
    steps = PlanStep.objects.unscoped(because=BECAUSE).filter(goal__plan=plan, came_from__isnull=False)
    for step in steps:
        lines = ServiceLine.objects.unscoped(
            because="the case's owner keeps its lines with the step they serve"
        )
        lines.filter(case_id=plan.case_id, step_id=step.came_from_id).update(step=step)
    start_review_task(plan, by=by, at=at)
    announce("plan.active", about=plan, at=at)


def _waiting(plan: CarePlan, *, seen: int | None) -> CarePlan:
    waiting = plan_locked(plan, seen=seen)
    must_be_open(waiting.case)
    if waiting.state != PlanState.WAITING:
        raise CannotPlan([Reason("not_waiting", _("This version does not wait for anybody now."))])
    return waiting


def _incomplete(draft: CarePlan, at: datetime) -> list[Reason]:
    today = timezone.localdate(at)
    goals = list(draft.goals.prefetch_related("steps"))
    reasons = []
    if not goals:
        reasons.append(Reason("no_goal", _("A plan needs at least one goal.")))
    for goal in goals:
        if not goal.steps.all():
            words = _("Goal %(number)d has no step yet.") % {"number": goal.number}
            reasons.append(Reason("no_step", words))
        if goal.until_on < today:
            words = _("The day of goal %(number)d has passed.") % {"number": goal.number}
            reasons.append(Reason("goal_in_the_past", words))
    if draft.review_on is None or draft.review_on < today:
        reasons.append(Reason("no_review", _("Say when the plan is looked at again."), "review_on"))
    elif draft.review_on > (latest := latest_review(at)):
        words = _("By the clock a plan is looked at again on %(day)s at the latest.") % {"day": latest}
        reasons.append(Reason("review_too_late", words, "review_on"))
    return reasons


def _wrong(plan: CarePlan, said: Signed, child: bool, at: datetime) -> list[Reason]:
    reasons = []
    if said.signed_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "signed_on"))
    if said.signed_on < timezone.localdate(plan.finished_at):
        words = _("This lies before the day on which the plan was handed in.")
        reasons.append(Reason("before_plan", words, "signed_on"))
    for_children = {Signer.GUARDIAN, Signer.OFFICIAL}
    if child and said.signer in for_children and not said.child_view:
        reasons.append(Reason("no_child_view", _("Say what the child itself wants."), "child_view"))
    if not child and said.signer in for_children:
        words = _("A grown person decides alone, or a representative does.")
        reasons.append(Reason("not_a_child", words, "signer"))
    if child and said.signer == Signer.REPRESENTATIVE:
        reasons.append(Reason("a_child", _("For a child a parent or guardian signs."), "signer"))
    if said.signer == Signer.OFFICIAL and not said.no_guardian:
        reasons.append(Reason("no_reason", _("Say why no guardian decides."), "no_guardian"))
    if said.signer in {Signer.GUARDIAN, Signer.REPRESENTATIVE} and not said.name.strip():
        reasons.append(Reason("no_name", _("Say who signed."), "name"))
    return reasons


def _not_by(plan: CarePlan, by: User) -> list[Reason]:
    reasons = []
    if not plan.needs_approval or plan.approved_at is not None:
        reasons.append(Reason("needs_none", _("This version does not wait for an approval.")))
    if by.pk in {plan.written_by_id, plan.finished_by_id}:
        reasons.append(Reason("own_plan", _("Nobody approves a plan that they wrote themselves.")))
    return reasons


def _settle_tasks(plan: CarePlan, *, by: User, at: datetime) -> None:
    for kind in ("plan_sign", "plan_approve"):
        finish_tasks_about(about=plan, kind=kind, by=by, at=at)
