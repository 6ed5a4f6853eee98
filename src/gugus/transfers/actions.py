"""Offer a case to another agency, answer, take it back. The file itself moves in `handing_over`, by the worker."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about
from gugus.tasks.clocks import clock_on, runs_out
from gugus.transfers import queries, rules
from gugus.transfers.basis import doubts_about_basis, go_without, no_ground, without_ground
from gugus.transfers.codes import Basis, State
from gugus.transfers.going import going_of, hurdles
from gugus.transfers.models import Letter, Preview, Step, Transfer
from gugus.transfers.preview import preview_of


class CannotTransfer(Cannot):
    """The case cannot be offered like this; all reasons at once."""


class CannotMove(Cannot):
    """The transfer cannot go into this state now, or not by this side."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom the case is offered to, why, on which basis, and how long the sender still reads its core."""

    to_agency: Agency
    reason: str
    basis: str
    basis_on: date | None = None
    basis_note: str = ""
    message: str = ""
    hand_over_days: int = 14


@transaction.atomic
def write_transfer(*, case: Case, wish: Wish, by: User, at: datetime, key: UUID | None = None) -> Transfer:
    """A draft: nobody else sees it. The same `key` twice (a double click) gives the same transfer."""
    case = locked_case(case)
    if key and (earlier := case.transfers.filter(pk=key, written_by=by).first()):
        return earlier
    must_be_open(case)
    if reasons := doubts_about(case, wish, at):
        raise CannotTransfer(reasons)
    transfer = Transfer(
        id=key or new_id(), case=case, agency=case.agency, to_agency=wish.to_agency, reason=wish.reason,
        basis=wish.basis, basis_on=wish.basis_on, risk=case.risk, hand_over_days=wish.hand_over_days,
        written_by=by, written_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            transfer.save(force_insert=True)
    except IntegrityError:
        words = _("This case has an open transfer already. Finish or withdraw it first.")
        raise CannotTransfer([Reason("open_already", words)]) from None
    Preview(transfer=transfer, facts={}).save(force_insert=True)
    words = Letter(transfer=transfer, message=wish.message or None, basis_note=wish.basis_note or None)
    words.save(force_insert=True)
    changes = {"to": wish.to_agency.slug, "why": wish.reason, "basis": wish.basis}
    record("transfer.written", about=transfer, within=case, by=by, at=at, changes=changes)
    return transfer


def doubts_about(case: Case, wish: Wish, at: datetime) -> list[Reason]:
    """Everything that stands against offering this case like this."""
    today = timezone.localdate(at)
    reasons = []
    if wish.to_agency.pk == case.agency_id:
        reasons.append(Reason("same_agency", _("Choose another agency than your own."), "to_agency"))
    elif not queries.takers(today, but_not=case.agency_id).filter(pk=wish.to_agency.pk).exists():
        words = _("Nobody at this agency could manage the case now. Ask another one.")
        reasons.append(Reason("nobody_there", words, "to_agency"))
    if not 0 <= wish.hand_over_days <= rules.MOST_HAND_OVER_DAYS:
        reasons.append(Reason("too_long", _("The hand-over lasts 30 days at most."), "hand_over_days"))
    reasons += doubts_about_basis(basis=wish.basis, basis_on=wish.basis_on, note=wish.basis_note, today=today)
    going = going_of(case, target=wish.to_agency.pk, because=case.pk, at=at)
    return [*reasons, *hurdles(going)]


@transaction.atomic
def offer_transfer(
    *, transfer: Transfer, by: User, at: datetime, may_go_without: bool = False, seen: int | None = None
) -> Transfer:
    """Ask. The receiver sees the preview as it is now; nothing of the file opens.

    The ledger of consents is asked now, whatever it said when the draft was written. `may_go_without`: who offers
    has the right to hand over without a ground; on a duty or in danger the typed reason is then listed for review.
    """
    case = locked_case(transfer.case)
    must_be_open(case)
    _must_rest(transfer, case, may_go_without, by, at)
    going = going_of(case, target=transfer.to_agency_id, because=transfer.pk, at=at)
    rows = Preview.objects.unscoped(because="one's own draft").filter(transfer=transfer)
    rows.update(facts=preview_of(case, going, at))
    today = timezone.localdate(at)
    due_at = runs_out(clock_on(rules.ANSWER_CLOCK[case.risk], today), at, risk=case.risk)
    also = {
        "risk": case.risk, "case_version": case.version, "offered_at": at, "answer_due_at": due_at,
        "expires_at": runs_out(clock_on(rules.EXPIRY_CLOCK, today), due_at),
    }  # fmt: skip
    transfer = _moved(transfer, State.OFFERED, side=rules.SENDER, by=by, at=at, seen=seen, **also)
    return _told("transfer.offered", transfer, by=by, at=at)


def _must_rest(transfer: Transfer, case: Case, may_go_without: bool, by: User, at: datetime) -> None:
    lacking = without_ground(case, transfer.to_agency, at)
    if lacking and (transfer.basis == Basis.CONSENT or not may_go_without):
        raise CannotTransfer([no_ground(len(lacking))])
    rows = Letter.objects.unscoped(because="one's own draft").filter(transfer=transfer)
    letter = rows.first() if lacking else None
    go_without(transfer, lacking, reason=(letter.basis_note if letter else "") or "", by=by, at=at)


@transaction.atomic
def accept_transfer(
    *, transfer: Transfer, manager: User, answer: str, by: User, at: datetime, seen: int | None = None
) -> Transfer:
    """Yes, with a manager who may and can. The worker moves the file within seconds, once, all of it or nothing."""
    able = queries.managers(transfer.to_agency_id, timezone.localdate(at)).filter(
        pk=manager.pk if manager else None
    )
    if not able.exists():
        words = _("Choose an active colleague of your agency who may manage cases.")
        raise CannotMove([Reason("no_manager", words, "manager")])
    if not Agency.objects.valid_on(timezone.localdate(at)).filter(pk=transfer.to_agency_id).exists():
        raise CannotMove([Reason("agency_ended", _("Your agency no longer exists and takes no cases."))])
    also = {"answered_at": at, "answered_by": by, "answer": answer or None, "manager": manager}
    transfer = _moved(transfer, State.ACCEPTED, side=rules.RECEIVER, by=by, at=at, seen=seen, **also)
    return _told("transfer.accepted", transfer, by=by, at=at)


@transaction.atomic
def decline_transfer(
    *,
    transfer: Transfer,
    code: str,
    answer: str,
    by: User,
    at: datetime,
    proposed: Agency | None = None,
    seen: int | None = None,
) -> Transfer:
    """No, for a coded reason, if possible with a proposal of whom to ask instead. Nothing was opened."""
    also = {"answered_at": at, "answered_by": by, "answer": answer or None, "proposed_agency": proposed}
    transfer = _moved(
        transfer, State.DECLINED, side=rules.RECEIVER, by=by, at=at, code=code, seen=seen, **also
    )
    return _told("transfer.declined", transfer, by=by, at=at, code=code)


@transaction.atomic
def withdraw_transfer(
    *, transfer: Transfer, code: str, by: User, at: datetime, seen: int | None = None
) -> Transfer:
    """The sender takes the offer back before it was answered."""
    transfer = _moved(transfer, State.WITHDRAWN, side=rules.SENDER, by=by, at=at, code=code, seen=seen)
    return _told("transfer.withdrawn", transfer, by=by, at=at, code=code)


@transaction.atomic
def end_transfer(*, transfer: Transfer, code: str, at: datetime) -> Transfer:
    """Nobody answered, or nobody is there to answer. The job calls this; the sender gets a task the same minute."""
    transfer = _moved(transfer, State.EXPIRED, side=rules.CLOCK, by=None, at=at, code=code)
    return _told("transfer.expired", transfer, by=None, at=at, code=code)


def read_transfer(*, transfer: Transfer, by: User, at: datetime) -> None:
    """Somebody read a transfer; the trail of the case keeps it."""
    record("transfer.read", about=transfer, within=Case(pk=transfer.case_id), by=by, at=at)


def print_transfer(*, transfer: Transfer, paper: str, named: bool, by: User, at: datetime) -> None:
    """A letter or the minutes were drawn, with names or without."""
    changes = {"kind": paper, "named": named}
    record(
        "transfer.printed", about=transfer, within=Case(pk=transfer.case_id), by=by, at=at, changes=changes
    )


def not_from_here() -> Reason:
    """The reason when somebody was faster, or the other side must move."""
    return Reason("not_from_here", _("The transfer has already moved to another state."))


def locked(transfer: Transfer, *, seen: int | None = None) -> Transfer:
    """The transfer, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Transfer.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "to_agency").get(pk=transfer.pk)
    check_version(fresh, seen)
    return fresh


def _moved(
    transfer: Transfer,
    to: State,
    *,
    side: str,
    by: User | None,
    at: datetime,
    code: str = "",
    seen: int | None = None,
    **also,
) -> Transfer:
    """Lock, ask, change: the heart of every move. Two at once: one moves, the other hears CannotMove."""
    fresh = locked(transfer, seen=seen)
    if rules.who_moves(fresh.state, to) != side or (by is not None and not _is_on(side, fresh, by)):
        raise CannotMove([not_from_here()])
    if to in rules.NEEDS_CODE and not code:
        raise CannotMove([Reason("no_code", _("Choose a reason."), "code")])
    return step_to(fresh, to, by=by, at=at, code=code, **also)


def step_to(fresh: Transfer, to: State, *, by: User | None, at: datetime, code: str = "", **also) -> Transfer:
    """Write a step of a locked transfer down and settle the tasks that it ends."""
    Step(transfer=fresh, at=at, by=by, from_state=fresh.state, to_state=to, code=code).save(force_insert=True)
    before, fresh.state, fresh.code = fresh.state, to, code
    fresh.ended_at = at if to in rules.ENDED else None
    fresh.version += 1
    for name, value in also.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=["state", "code", "ended_at", "version", *also])
    for kind in rules.work_over(before):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    return fresh


def _is_on(side: str, transfer: Transfer, by: User) -> bool:
    mine = {rules.SENDER: transfer.agency_id, rules.RECEIVER: transfer.to_agency_id}
    return mine[side] == by.agency_id


def _told(verb: str, transfer: Transfer, *, by: User | None, at: datetime, code: str = "") -> Transfer:
    # The case may be hidden from the receiver, so the trail is given the key alone.
    record(verb, about=transfer, within=Case(pk=transfer.case_id), by=by, at=at, reason=code)
    announce(verb, about=transfer, at=at, code=code)
    return transfer
