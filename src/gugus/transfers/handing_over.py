"""The moment in which a file changes hands: one transaction, everything or nothing, once. Run by the worker."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gugus.access.actions import open_to
from gugus.access.models import Grant, User
from gugus.audit.actions import record
from gugus.base.along import Went
from gugus.cases.actions import locked as locked_case
from gugus.cases.codes import CaseState
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.outbox.actions import announce
from gugus.tasks.clocks import clock_on, runs_out
from gugus.transfers import queries, rules
from gugus.transfers.actions import CannotMove, locked, not_from_here, step_to
from gugus.transfers.codes import EndCode, Kind, State
from gugus.transfers.going import going_of, kept_by_sender, take_along
from gugus.transfers.models import Piece, Stub, Transfer

BECAUSE = "the worker moves what was accepted"
IN_WORKS = (CaseState.CLOSED, CaseState.ARCHIVED)


@transaction.atomic
def hand_over(*, transfer: Transfer, at: datetime) -> Transfer:
    """Move an accepted case with everything that hangs on it. What cannot be moved comes back; twice is once."""
    transfer = locked(transfer)
    if transfer.state != State.ACCEPTED:
        return transfer
    case = locked_case(Case.objects.unscoped(because=BECAUSE).get(pk=transfer.case_id))
    if code := what_stops(transfer, case, at):
        return _come_back(transfer, case, code, at)
    going = going_of(
        case,
        target=transfer.to_agency_id,
        manager=transfer.manager_id,
        by=transfer.answered_by_id,
        because=transfer.pk,
        at=at,
    )
    kept = kept_by_sender(going) | _register(case, transfer)
    went = take_along(going)
    _write_down(transfer, went, kept)
    transfer = step_to(
        transfer, State.MOVED, by=transfer.answered_by, at=at, moved_at=at, keep_until=_kept_until(at),
        access_until=_open_for_hand_over(transfer, case, at),
    )  # fmt: skip
    changes = {
        "to": transfer.to_agency.slug,
        "manager": transfer.manager,
        "rows": len(went),
        "until": transfer.access_until,
    }
    record("transfer.moved", about=transfer, within=case, by=transfer.answered_by, at=at, changes=changes)
    announce("transfer.moved", about=transfer, at=at)
    announce("case.changed", about=case, at=at)
    return transfer


def what_stops(transfer: Transfer, case: Case, at: datetime) -> str:
    """Why an accepted transfer cannot be carried out, as a code; "" when it can."""
    today = timezone.localdate(at)
    if case.agency_id != transfer.agency_id:
        return EndCode.NOT_OWNER
    if not Agency.objects.valid_on(today).filter(pk=transfer.to_agency_id).exists():
        return EndCode.RECEIVER_CLOSED
    if not queries.managers(transfer.to_agency_id, today).filter(pk=transfer.manager_id).exists():
        return EndCode.NO_MANAGER
    if transfer.kind == Kind.OFFER and case.state in IN_WORKS:
        return EndCode.CASE_CLOSED
    return ""


def _come_back(transfer: Transfer, case: Case, code: str, at: datetime) -> Transfer:
    transfer = step_to(transfer, State.RETURNED, by=None, at=at, code=code)
    record("transfer.returned", about=transfer, within=case, by=None, at=at, reason=code)
    announce("transfer.returned", about=transfer, at=at, code=code)
    return transfer


def _register(case: Case, transfer: Transfer) -> dict:
    """The line of the old agency's register: number, days, state, reason. Nobody is named."""
    day = timezone.localdate
    return {
        "case": case.ref, "opened_on": day(case.opened_at).isoformat(), "state": case.state, "risk": case.risk,
        "manager": case.manager.username if case.manager else "", "exploitation": case.exploitation,
        "area_code": case.area_code[:5], "reason": transfer.reason,
    }  # fmt: skip


def _write_down(transfer: Transfer, went: list[Went], kept: dict) -> None:
    named = [one for one in went if one.ref]
    Piece.objects.bulk_create(
        [Piece(transfer=transfer, what_kind=one.kind, record_ref=one.ref, how_code=one.how) for one in named]
    )
    Stub(transfer=transfer, facts=kept).save(force_insert=True)


def _kept_until(at: datetime) -> datetime:
    return runs_out(clock_on(rules.STUB_CLOCK, timezone.localdate(at)), at)


def _open_for_hand_over(transfer: Transfer, case: Case, at: datetime) -> datetime | None:
    """The old agency still reads the core of the case for some days, if that was agreed; no identity."""
    if transfer.kind != Kind.OFFER or not transfer.hand_over_days:
        return None
    until = at + timedelta(days=transfer.hand_over_days)
    open_to(
        kind="case", about=case, agency=transfer.agency, sections=rules.HAND_OVER_SECTIONS, basis="hand_over",
        because=transfer, by=transfer.answered_by, at=at, until=until,
    )  # fmt: skip
    return until


@transaction.atomic
def end_hand_over(*, transfer: Transfer, by: User, at: datetime, seen: int | None = None) -> Transfer:
    """The new owner needs the old agency's questions no longer: what is still open to it closes now."""
    transfer = locked(transfer, seen=seen)
    if transfer.state != State.MOVED or transfer.to_agency_id != by.agency_id:
        raise CannotMove([not_from_here()])
    if transfer.access_until is None or transfer.access_until <= at:
        return transfer
    transfer.access_until = at
    transfer.version += 1
    transfer.save(update_fields=["access_until", "version"])
    for grant in Grant.objects.unscoped(because=BECAUSE).filter(
        because_kind="transfer", because_id=transfer.pk, agency=transfer.agency_id, ended_at=None
    ):
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
    record("transfer.hand_over_ended", about=transfer, within=Case(pk=transfer.case_id), by=by, at=at)
    return transfer
