"""What the worker does for action plans: reports are asked for when a period has ended, and passed on to successors."""

from datetime import datetime

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.actionplan import rules
from gugus.actionplan.codes import PlanState
from gugus.actionplan.models import PeriodReport, Plan
from gugus.actionplan.reporting import ANSWER, MEND, open_reports, pass_on
from gugus.directory.models import Agency, TaskForce
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.taskforce.queries import host_on, members_on
from gugus.tasks.actions import finish_tasks_about, start_task

BECAUSE = "the worker's job"
WRITERS = (Role.LIAISON, Role.SUPERVISOR, Role.PREVENTION_OFFICER, Role.SECRETARIAT)


@app.periodic(cron="10 * * * *")
@app.task(name="actionplan.ask", queueing_lock="actionplan.ask", lock="actionplan.ask")
def ask(timestamp: int) -> None:
    """Every hour: periods that have ended are asked for, reports of replaced agencies passed on."""
    keep_up(now())


def keep_up(at: datetime) -> int:
    """How many reports were opened or passed on. Each plan and report in a transaction of its own."""
    plans = (
        Plan.objects.unscoped(because=BECAUSE).filter(state=PlanState.IN_FORCE).select_related("task_force")
    )
    # First what is owed already goes on to successors, so that they are not asked for a second one.
    return hand_on(at) + sum(len(open_reports(plan=plan, at=at)) for plan in plans)


def hand_on(at: datetime) -> int:
    """Open reports of agencies that sit there no more go to whoever followed them; returns how many."""
    today, passed = timezone.localdate(at), 0
    mine = PeriodReport.objects.unscoped(because=BECAUSE).filter(state__in=rules.MINE)
    for force in TaskForce.objects.filter(pk__in=mine.order_by().values("plan__task_force")):
        gone = mine.filter(plan__task_force=force).exclude(agency__in=members_on(force, today))
        passed += sum(pass_on(report=report, at=at) is not None for report in gone)
    return passed


def on_seat_left(*, event: Event, at: datetime) -> None:
    """A seat ended or was taken by another agency: on its day the open reports go along. Twice is once."""
    hand_on(at)


def on_plan(*, event: Event, at: datetime) -> None:
    """A plan came into force: what is owed already is asked for at once."""
    plan = Plan.objects.unscoped(because=BECAUSE).filter(pk=event.about_id).first()
    if plan is not None:
        open_reports(plan=plan, at=at)


def on_report(*, event: Event, at: datetime) -> None:
    """A report was opened, handed in, answered or passed on: who has to know is told; an answer is a task."""
    report = PeriodReport.objects.unscoped(because=BECAUSE).select_related("plan__task_force", "agency").filter(
        pk=event.about_id
    ).first()  # fmt: skip
    if report is None:
        return
    host = host_on(report.plan.task_force, at.date())
    if event.topic == "actionplan.report_submitted" and host is not None:
        start_task(kind=ANSWER, about=report, agency=host, by=None, at=at)
        _tell("actionplan_report_submitted", report, host, at, (Role.SECRETARIAT,))
    elif event.topic in {"actionplan.report_accepted", "actionplan.report_returned"}:
        finish_tasks_about(about=report, kind=ANSWER, by=None, at=at)
        _tell(event.topic.replace(".", "_"), report, report.agency, at, WRITERS)
        if event.topic == "actionplan.report_returned":
            start_task(kind=MEND, about=report, agency=report.agency, by=None, at=at)
    elif event.topic in {"actionplan.report_opened", "actionplan.report_passed_on"}:
        _tell("actionplan_report_opened", report, report.agency, at, WRITERS)


def _tell(code: str, report: PeriodReport, agency: Agency, at: datetime, roles: tuple[Role, ...]) -> None:
    notify(code=code, about=report, at=at, agency=agency, role=roles)
