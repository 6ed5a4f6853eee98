"""Several persons of one case, asked for in one go: one referral and one decision for each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.referrals import rules
from gugus.referrals.answering import accept_referral, decline_referral
from gugus.referrals.asking import CannotRefer, Wish, send_referral, write_referral
from gugus.referrals.codes import State, Together
from gugus.referrals.ending import revoke_referral
from gugus.referrals.models import Batch, Referral
from gugus.referrals.moving import CannotMove

MOST = 30  # persons in one go


@dataclass(frozen=True, slots=True)
class Ask:
    """One person of the batch, and perhaps another agency than the others'."""

    party: Party
    to_agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one person. `seen`: the version that the writer saw."""

    referral: Referral
    accepted: bool
    code: str = ""
    answer: str = ""
    proposed: Agency | None = None
    seen: int | None = None


@transaction.atomic
def write_batch(
    *,
    case: Case,
    asks: Sequence[Ask],
    wish: Wish,
    kind: Together,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Batch:
    """A draft for each person under one reference; all or none. The same `key` twice gives the same batch."""
    case = locked_case(case)
    rows = Batch.objects.unscoped(because="the same form was sent twice").filter(case=case, written_by=by)
    if key and (earlier := rows.filter(pk=key).first()):
        return earlier
    must_be_open(case)
    if reasons := _doubts_about(asks):
        raise CannotRefer(reasons)
    batch = Batch(id=key or new_id(), case=case, agency=case.agency, kind=kind, written_by=by, written_at=at)
    batch.save(force_insert=True)
    common = {"case": case, "by": by, "at": at, "batch": batch}
    _, reasons = _each(
        (ask.party.person.ref, partial(write_referral, party=ask.party, wish=_for(ask, wish), **common))
        for ask in asks
    )
    if reasons:
        raise CannotRefer(reasons)
    record("referral.batch_written", about=batch, within=case, by=by, at=at, changes=_facts(len(asks), kind))
    return batch


@transaction.atomic
def send_batch(*, batch: Batch, by: User, at: datetime) -> list[Referral]:
    """Send every draft of the batch in one transaction: all of them, or none and the reasons."""
    drafts = _members(batch).filter(state=State.DRAFT)
    sent, reasons = _each((one.ref, partial(send_referral, referral=one, by=by, at=at)) for one in drafts)
    if reasons:
        raise CannotRefer(reasons)
    if not sent:
        raise CannotMove([Reason("nothing_to_send", _("No draft is left here."))])
    record("referral.batch_sent", about=batch, within=Case(pk=batch.case_id), by=by, at=at,
           changes=_facts(len(sent), batch.kind))  # fmt: skip
    return sent


@transaction.atomic
def decide_batch(
    *, batch: Batch, decisions: Sequence[Decision], by: User, at: datetime, apart: bool = False
) -> list[Referral]:
    """Answer for some or all persons in one transaction, a yes or a no for each; who is not named keeps waiting.

    Answers that part a family with a child need `apart`: the receiver knows, and has spoken with the sender.
    """
    if not decisions:
        raise CannotMove([Reason("no_decision", _("Decide about one person at least."))])
    now = {one.referral.pk: one.accepted for one in decisions}
    ours = _members(batch).filter(to_agency_id=by.agency_id)
    parts = batch.kind == Together.FAMILY and rules.parts_family(standing(ours, now))
    if parts and not apart:
        raise CannotMove([Reason("parts_family", _("These answers part a family with a child."), "apart")])
    answered, reasons = _each((one.referral.ref, partial(_decide, one, by, at)) for one in decisions)
    if reasons:
        raise CannotMove(reasons)
    yes = sum(one.accepted for one in decisions)
    changes = {"accepted": yes, "declined": len(decisions) - yes, "apart": parts}
    record(
        "referral.batch_decided", about=batch, within=Case(pk=batch.case_id), by=by, at=at, changes=changes
    )
    return answered


@transaction.atomic
def revoke_rest(*, batch: Batch, code: str, by: User, at: datetime) -> list[Referral]:
    """Take back, for one reason, whatever nobody has answered yet; what was accepted runs on."""
    rest = _members(batch).filter(state__in=[State.DRAFT, State.SENT])
    revoked = [revoke_referral(referral=one, code=code, by=by, at=at) for one in rest]
    if not revoked:
        raise CannotMove([Reason("nothing_open", _("Everything here was answered already."))])
    record("referral.batch_revoked", about=batch, within=Case(pk=batch.case_id), by=by, at=at,
           changes={"persons": len(revoked)})  # fmt: skip
    return revoked


def read_batch(*, batch: Batch, by: User, at: datetime) -> None:
    """Somebody read the referrals of a batch; the trail of the case keeps it."""
    record("referral.batch_read", about=batch, within=Case(pk=batch.case_id), by=by, at=at)


def _for(ask: Ask, wish: Wish) -> Wish:
    return replace(wish, to_agency=ask.to_agency or wish.to_agency)


def _decide(one: Decision, by: User, at: datetime) -> Referral:
    common = {"referral": one.referral, "answer": one.answer, "by": by, "at": at, "seen": one.seen}
    if one.accepted:
        return accept_referral(**common)
    return decline_referral(**common, code=one.code, proposed=one.proposed)


def _each(acts: Iterable[tuple[str, Callable[[], Referral]]]) -> tuple[list[Referral], list[Reason]]:
    """Do all; what came of it, and what speaks against each with its code in front. The caller undoes everything."""
    done, reasons = [], []
    for name, act in acts:
        try:
            done.append(act())
        except Cannot as refused:
            for one in refused.reasons:
                field = "parties" if one.field == "party" else one.field
                reasons.append(Reason(one.code, format_lazy("{}: {}", name, one.words), field))
    return done, reasons


def _doubts_about(asks: Sequence[Ask]) -> list[Reason]:
    persons = [ask.party.person_id for ask in asks]
    if len(set(persons)) < 2:
        return [Reason("too_few", _("Choose two persons at least; one alone is referred alone."), "parties")]
    if len(set(persons)) < len(persons):
        return [Reason("twice", _("A person is chosen twice."), "parties")]
    if len(persons) > MOST:
        return [Reason("too_many", _("Choose 30 persons at most."), "parties")]
    return []


def _members(batch: Batch):
    rows = Referral.objects.unscoped(
        because="the batch came through its gate; row security narrows to the side"
    )
    return rows.filter(batch=batch).order_by("pk")


def standing(referrals: Iterable[Referral], now: Mapping[UUID, bool]) -> list[tuple[bool | None, str]]:
    """Where each answered person would be: (is a minor, the accepting agency or "" where nobody took them)."""
    earlier = {State.DECLINED: False} | dict.fromkeys((*rules.RUNNING, State.DONE), True)
    found = []
    for one in referrals:
        accepted = now.get(one.pk, earlier.get(State(one.state)))
        if accepted is not None:
            found.append((one.minor, str(one.to_agency_id) if accepted else ""))
    return found


def _facts(number: int, kind: str) -> dict:
    return {"persons": number, "kind": kind}
