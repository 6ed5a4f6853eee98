"""What the worker does for tasks: tell supervisors of late ones, keep the calendar ahead of time."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gugus.tasks import actions, queries, seeds


@app.periodic(cron="* * * * *")
@app.task(name="tasks.escalate", queueing_lock="tasks.escalate", lock="tasks.escalate")
def escalate(timestamp: int) -> None:
    """Each late task is told once to the supervisors of its agency and to whom it was given."""
    at = timezone.now()
    for task in queries.to_escalate(at):
        actions.escalate(task=task, at=at)


@app.periodic(cron="10 18 1 * *")
@app.task(name="tasks.fill_calendar", queueing_lock="tasks.fill_calendar")
def fill_calendar(timestamp: int) -> None:
    """Monthly: list the days off of this year and the next two, and clocks that came with an upgrade."""
    year = timezone.localdate().year
    seeds.seed_holidays(year, year + 2)
    seeds.seed_clocks()
