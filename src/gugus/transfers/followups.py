"""What follows a step: somebody's task with its clock, and notices for those who wait. Run by the worker."""

from datetime import datetime

from gugus.access.codes import Role
from gugus.notices.actions import notify
from gugus.tasks.actions import start_task
from gugus.tasks.models import Task
from gugus.transfers import rules
from gugus.transfers.codes import State
from gugus.transfers.models import Transfer

ANSWERERS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR)
TOLD_SENDER = {State.ACCEPTED, State.MOVED, State.DECLINED, State.EXPIRED, State.RETURNED}


def follow(transfer: Transfer, *, at: datetime) -> None:
    """Start the work that the state asks for and tell who waits."""
    side, kind = rules.WORK.get(transfer.state, ("", ""))
    if kind:
        due = {"due_at": transfer.answer_due_at} if side == rules.RECEIVER else {}
        start_task(
            kind=kind, about=transfer, agency=_agency(transfer, side), assignee=_whose(transfer, side), by=None, at=at,
            risk=transfer.risk, **due,
        )  # fmt: skip
    if transfer.state in TOLD_SENDER:
        users = [
            one
            for one in (transfer.written_by, transfer.case.manager)
            if one and one.agency_id == transfer.agency_id
        ]
        notify(
            code=f"transfer_{transfer.state}",
            about=transfer,
            at=at,
            users=users,
            but_not=transfer.answered_by,
        )
    if transfer.state in {State.OFFERED, State.WITHDRAWN, State.RETURNED} and transfer.offered_at:
        notify(
            code=f"transfer_{transfer.state}",
            about=transfer,
            at=at,
            agency=transfer.to_agency,
            role=ANSWERERS,
        )
    if transfer.state == State.MOVED:
        notify(code="transfer_yours", about=transfer, at=at, users=[transfer.manager])


def say_late(transfer: Transfer, *, at: datetime) -> bool:
    """The answer is overdue: the sender gets a task and a notice, once. False when that was done before."""
    tasks = Task.objects.unscoped(because="the worker asks whether it was said")
    if tasks.filter(about_kind="transfer", about_id=transfer.pk, kind=rules.LATE_WORK).exists():
        return False
    start_task(
        kind=rules.LATE_WORK, about=transfer, agency=transfer.agency, assignee=_whose(transfer, rules.SENDER), by=None,
        at=at, risk=transfer.risk,
    )  # fmt: skip
    if transfer.written_by:
        notify(code=rules.LATE_WORK, about=transfer, at=at, users=[transfer.written_by])
    return True


def _agency(transfer: Transfer, side: str):
    return transfer.agency if side == rules.SENDER else transfer.to_agency


def _whose(transfer: Transfer, side: str):
    """The manager of the case asks elsewhere; in the other agency whoever takes it."""
    manager = transfer.case.manager if side == rules.SENDER else None
    return manager if manager and manager.is_active and manager.agency_id == transfer.agency_id else None
