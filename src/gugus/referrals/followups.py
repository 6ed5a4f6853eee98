"""What follows a move: somebody's task with its clock, and notices for those who wait. Run by the worker.

What falls to the sender is already its task by then (`moving`), with or without a worker. Here the receiver's tasks
begin, and the sender's learn whose they are.
"""

from datetime import datetime

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.directory.models import Agency
from gugus.notices.actions import notify
from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.models import Referral
from gugus.referrals.queries import last_move
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.models import Task

ANSWERERS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR)
CLOCKS = {"referral_answer": rules.ANSWER_CLOCK, "referral_feedback": rules.FEEDBACK_CLOCK}


def follow(referral: Referral, *, at: datetime) -> None:
    """Start the task that belongs to the state since `at`, settle the others, tell the other side."""
    side, kind = rules.WORK.get(referral.state, ("", ""))
    for earlier in {work for _, work in rules.WORK.values()} | {rules.LATE_WORK}:
        if earlier != kind:
            finish_tasks_about(about=referral, kind=earlier, by=None, at=at)
    if kind:
        _start(referral, side, kind, at)
    _tell(referral, at)


def say_late(referral: Referral, *, at: datetime) -> bool:
    """Once: nobody has answered in time, so the sender should ask by phone or ask somebody else."""
    told = Task.objects.unscoped(because="the worker's minute job")
    if told.filter(kind=rules.LATE_WORK, about_id=referral.pk).exists():
        return False
    _start(referral, rules.SENDER, rules.LATE_WORK, at)
    notify(code="referral_late", about=referral, at=at, users=senders(referral))
    return True


def tell_taken_over(referral: Referral, *, at: datetime) -> None:
    """Both sides hear that a successor answers from now on."""
    notify(code="referral_taken_over", about=referral, at=at, users=senders(referral))
    notify(code="referral_taken_over", about=referral, at=at, agency=referral.to_agency, role=ANSWERERS)


def senders(referral: Referral) -> list[User]:
    """Who of the sender is told: whoever looks after the case, and whoever wrote it."""
    return [one for one in {_mind(referral), referral.written_by} if one is not None]


def _start(referral: Referral, side: str, kind: str, at: datetime) -> None:
    ours = side == rules.SENDER
    # Before acceptance the receiver must not learn which case it is: its task names the referral only.
    known = ours or referral.state != State.SENT
    agency = referral.agency if ours else referral.to_agency
    assignee = _mind(referral) if ours else _answerer(referral) if known else None
    if ours and _begun(referral, kind, agency, assignee, at):
        return
    start_task(
        kind=kind, about=referral, within=referral.case if known else None, by=None, at=at, agency=agency,
        assignee=assignee,
        clock=CLOCKS[kind][referral.urgency] if kind in CLOCKS else "",
        due_at=referral.due_at if kind in CLOCKS else at,
        risk="high" if referral.urgency == "now" else "",
    )  # fmt: skip


def _begun(referral: Referral, kind: str, agency: Agency, assignee: User | None, at: datetime) -> bool:
    """Was the sender's task written with the move itself? Then it learns whose it is, and there is no second."""
    rows = Task.objects.unscoped(because="the worker hears of every referral")
    rows = rows.filter(kind=kind, about_id=referral.pk, agency=agency, started_at=at)
    rows.filter(within_ref="", done_at=None).update(within_ref=referral.case.ref, assignee=assignee)
    return rows.exists()


def _mind(referral: Referral) -> User | None:
    """Who of the sender looks after it: the manager of the case, else who wrote it."""
    return referral.case.manager or referral.written_by


def _answerer(referral: Referral) -> User | None:
    """Who answered, if that person works where the referral is now (a successor has other people)."""
    one = referral.answered_by
    return one if one is not None and one.agency_id == referral.to_agency_id else None


def _tell(referral: Referral, at: datetime) -> None:
    move = last_move(referral)
    actor = move.by if move else None
    code = f"referral_{referral.state}"
    if referral.state in {State.SENT, State.REVOKED} and referral.sent_at:
        notify(code=code, about=referral, at=at, agency=referral.to_agency, role=ANSWERERS, but_not=actor)
    elif referral.state in {State.DONE, State.IN_SERVICE} and actor and actor.agency_id == referral.agency_id:
        users = [referral.answered_by] if referral.answered_by else []
        notify(code=code, about=referral, at=at, users=users, but_not=actor)
    elif referral.state not in {State.DRAFT, State.SENT, State.REVOKED}:
        notify(code=code, about=referral, at=at, users=senders(referral), but_not=actor)
