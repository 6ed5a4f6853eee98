"""Education, training, work, capital: promise it, give it in parts, ask later whether it lasts. Outcomes, follower."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.kernel import rupiah
from gugus.kernel.ids import new_id
from gugus.law.lists import children, codes
from gugus.reintegration import queries, schedule
from gugus.reintegration.actions.moving import (
    BECAUSE,
    CannotReintegrate,
    kept,
    locked,
    must_not_be_ahead,
    must_run,
    told,
    written,
)
from gugus.reintegration.codes import Moment, SupportState
from gugus.reintegration.models import OutcomeAnswer, Reintegration, SupportPayment, SupportStep
from gugus.tasks.actions import finish_tasks_about, start_task

TASK = "reintegration_support"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Help:
    """What is promised. `amount` in rupiah, exact; `follow_up_on`: when somebody asks whether it still runs."""

    kind: str
    words: str
    payer: str = ""
    begins_on: date | None = None
    amount: Decimal | None = None
    follow_up_on: date | None = None


@transaction.atomic
def promise_support(
    *, one: Reintegration, help: Help, by: User, at: datetime, key: UUID | None = None
) -> SupportStep:  # fmt: skip
    """One thing that helps to stand on one's own feet. The same `key` twice gives the same one."""
    rows = SupportStep.objects.unscoped(because=BECAUSE)
    if key and (earlier := rows.filter(pk=key, reintegration=one).first()):
        return earlier
    must_run(one)
    reasons = _money(help.amount, "amount")
    if not help.words.strip():
        reasons.append(Reason("words_needed", _("Say what it is."), "words"))
    if help.begins_on and help.follow_up_on and help.follow_up_on < help.begins_on:
        reasons.append(Reason("before_begin", _("This lies before its beginning."), "follow_up_on"))
    if reasons:
        raise CannotReintegrate(reasons)
    step = SupportStep(
        id=key or new_id(), reintegration=one, case_id=one.case_id, kind=help.kind, words=help.words,
        payer=help.payer or None, begins_on=help.begins_on, amount=help.amount, follow_up_on=help.follow_up_on, by=by,
        at=at,
    )  # fmt: skip
    step.save(force_insert=True)
    if help.follow_up_on and by.agency_id == one.agency_id:
        _ask_later(step, one, by=by, at=at)
    told("reintegration.support_promised", one, by=by, at=at, changes={"kind": help.kind})
    return step


def _ask_later(step: SupportStep, one: Reintegration, *, by: User, at: datetime) -> None:
    case = one.case
    start_task(
        kind=TASK, about=step, within=case, agency=case.agency, assignee=case.manager,
        due_at=schedule.morning_of(step.follow_up_on, one.area_code), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def move_support(
    *,
    support: SupportStep,
    state: str,
    by: User,
    at: datetime,
    result: str = "",
    still_running: str = "",
    words: str = "",
    seen: int | None = None,
) -> SupportStep:
    """It runs, it is finished with a result, it was given up with a reason; or somebody asked whether it still runs."""
    fresh = _locked(support, seen)
    reasons = []
    if fresh.state in {SupportState.DONE, SupportState.GIVEN_UP} and state != fresh.state:
        reasons.append(Reason("ended", _("This support has ended already.")))
    if state == SupportState.DONE and not result:
        reasons.append(Reason("no_result", _("Choose a result."), "result"))
    if state == SupportState.GIVEN_UP and not words.strip():
        reasons.append(Reason("words_needed", _("Say why."), "words"))
    if reasons:
        raise CannotReintegrate(reasons)
    kept(
        fresh, state=state, result=result if state == SupportState.DONE else fresh.result,
        still_running=still_running or fresh.still_running, result_words=words or fresh.result_words,
    )  # fmt: skip
    if state in {SupportState.DONE, SupportState.GIVEN_UP} or still_running:
        finish_tasks_about(about=fresh, kind=TASK, by=by, at=at)
    changes = {"kind": fresh.kind, "state": state, "result": result, "still_running": still_running}
    told("reintegration.support_moved", fresh.reintegration, by=by, at=at, changes=changes)
    return fresh


@transaction.atomic
def pay_part(
    *, support: SupportStep, amount: Decimal, paid_on: date, by: User, at: datetime, key: UUID | None = None
) -> SupportPayment:
    """A part was paid. Parts never add up to more than was promised; a part is never changed."""
    fresh = _locked(support, None)
    rows = SupportPayment.objects.unscoped(because=BECAUSE).filter(support=fresh)
    if key and (earlier := rows.filter(pk=key).first()):
        return earlier
    reasons = _money(amount, "amount") + must_not_be_ahead(paid_on, fresh.reintegration, "paid_on", at)
    paid = rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    if fresh.amount is None:
        reasons.append(Reason("no_amount", _("No amount was promised here."), "amount"))
    elif not reasons and paid + amount > fresh.amount:
        left = fresh.amount - paid
        sentence = _("More than what is left: %(left)s.") % {"left": rupiah.written(left, get_language())}
        reasons.append(Reason("too_much", sentence, "amount"))
    if fresh.state == SupportState.GIVEN_UP:
        reasons.append(Reason("ended", _("This support has ended already.")))
    if reasons:
        raise CannotReintegrate(reasons)
    part = SupportPayment(
        id=key or new_id(), support=fresh, case_id=fresh.case_id, amount=amount, paid_on=paid_on, by=by, at=at
    )
    part.save(force_insert=True)
    kept(fresh, state=SupportState.RUNNING if fresh.state == SupportState.PLANNED else fresh.state)
    written("reintegration.support_paid", fresh.reintegration, by=by, at=at, changes={"amount": amount})
    return part


def _locked(support: SupportStep, seen: int | None) -> SupportStep:
    rows = SupportStep.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "reintegration__case").get(pk=support.pk)
    check_version(fresh, seen)
    return fresh


def _money(amount: Decimal | None, field: str) -> list[Reason]:
    if amount is None:
        return []
    if amount <= 0:
        return [Reason("negative", _("An amount is more than nothing."), field)]
    if amount != amount.quantize(CENT):
        return [Reason("not_exact", _("Two decimals at most."), field)]
    return []


@transaction.atomic
def ask_outcomes(
    *, one: Reintegration, moment: str, answers: Mapping[str, str], asked_on: date, by: User, at: datetime
) -> int:
    """How the indicators stand now: {indicator: code of its scale}. Each is asked once per moment; returns how many."""
    must_run(one)
    known = [each.code for each in codes("reintegration_outcomes") if not each.parent]
    reasons = must_not_be_ahead(asked_on, one, "asked_on", at)
    if moment not in Moment.values:
        reasons.append(Reason("no_code", _("Choose when."), "moment"))
    if moment in queries.moments_asked(one):
        reasons.append(Reason("asked_already", _("Outcomes of this moment are written already."), "moment"))
    rows = []
    for indicator in known:
        scale = [each.code for each in children("reintegration_outcomes", indicator)]
        if answers.get(indicator) not in scale:
            reasons.append(Reason("no_answer", _("Choose what fits best."), indicator))
            continue
        rows.append(OutcomeAnswer(
            reintegration=one, case_id=one.case_id, moment=moment, indicator=indicator,
            level=scale.index(answers[indicator]), asked_on=asked_on, by=by, at=at,
        ))  # fmt: skip
    if reasons:
        raise CannotReintegrate(reasons)
    try:
        with transaction.atomic():
            OutcomeAnswer.objects.bulk_create(rows)
    except IntegrityError:
        words = _("Outcomes of this moment are written already.")
        raise CannotReintegrate([Reason("asked_already", words, "moment")]) from None
    written("reintegration.outcomes_asked", one, by=by, at=at, changes={"moment": moment})
    return len(rows)


@transaction.atomic
def choose_follower(
    *, one: Reintegration, follower: Agency | None, by: User, at: datetime, seen: int | None = None
) -> Reintegration:
    """Which agency visits: one to which this section of the case is open, or one's own again (None)."""
    fresh = locked(one, seen=seen)
    must_run(fresh)
    if follower is not None and follower.pk not in {each.pk for each in queries.followers(fresh.case, at)}:
        words = _("This part of the case is not open to that agency. Refer first.")
        raise CannotReintegrate([Reason("not_open", words, "follower")])
    kept(fresh, follower=follower)
    changes = {"follower": follower.slug if follower else ""}
    told("reintegration.follower_chosen", fresh, by=by, at=at, changes=changes)
    return fresh
