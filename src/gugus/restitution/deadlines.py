"""The clocks of a claim: what the state and the balance ask for starts, what they no longer ask for ends.

A running clock keeps the row of the table with which it began, whatever officials change afterwards.
"""

from datetime import date, datetime, time

from django.utils import timezone

from gugus.access.models import User
from gugus.restitution import rules
from gugus.restitution.models import Claim, Deadline
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import clock_on, runs_out

BECAUSE = "the claim is locked by the action"
NOON = time(12)


def keep_clocks(
    *, claim: Claim, balance: rules.Balance, by: User | None, at: datetime, on: date | None = None
) -> None:
    """Start and end the deadlines of a claim with their tasks. Called once by every action, after its change.

    `on` is the local day of what happened: a payment in time that is written down late was in time.
    """
    wanted = rules.clocks_running(claim.state, balance, claim.days)
    running = {one.kind: one for one in _running(claim)}
    for kind, deadline in running.items():
        if wanted.get(kind) != deadline.started_on:
            deadline.ended_at = _ended(deadline, on, at)
            deadline.save(update_fields=["ended_at"])
            finish_tasks_about(about=claim, kind=kind, by=by, at=at)
    for kind, day in wanted.items():
        held = running.get(kind)
        if held is None or held.ended_at is not None:
            _start(claim, kind, day, by=by, at=at)


def _ended(deadline: Deadline, on: date | None, at: datetime) -> datetime:
    happened = at if on is None else timezone.make_aware(datetime.combine(on, NOON))
    return max(deadline.started_at, min(at, happened))


def _running(claim: Claim) -> list[Deadline]:
    rows = Deadline.objects.unscoped(because=BECAUSE).filter(claim=claim, ended_at=None)
    return list(rows.select_for_update())


def _start(claim: Claim, kind: str, day: date, *, by: User | None, at: datetime) -> None:
    area = claim.case.agency.area_code
    row = clock_on(rules.CLOCKS[kind], day, area_code=area)
    started_at = min(at, timezone.make_aware(datetime.combine(day, NOON)))
    deadline = Deadline(
        claim=claim, kind=kind, clock=row, started_on=day, started_at=started_at,
        due_at=runs_out(row, started_at, area_code=area),
    )  # fmt: skip
    deadline.save(force_insert=True)
    start_task(
        kind=kind, about=claim, within=claim.case, agency=claim.case.agency, assignee=claim.case.manager,
        clock=rules.CLOCKS[kind], due_at=deadline.due_at, risk=claim.case.risk, by=by, at=started_at,
    )  # fmt: skip
