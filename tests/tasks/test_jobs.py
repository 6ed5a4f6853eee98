"""The worker's jobs."""

from datetime import timedelta

from django.utils.timezone import now
from tests.conftest import as_role

from gugus.outbox.models import Event
from gugus.tasks import jobs
from gugus.tasks.actions import start_task
from gugus.tasks.models import Holiday, Task


def test_the_minute_job_escalates_each_late_task_once(file, rina):
    at = now()
    start_task(
        kind="late",
        about=file,
        agency=rina.agency,
        by=rina,
        at=at - timedelta(hours=2),
        due_at=at - timedelta(hours=1),
    )
    start_task(kind="fine", about=file, agency=rina.agency, by=rina, at=at, due_at=at + timedelta(hours=1))

    with as_role("gugus_worker"):
        jobs.escalate(0)
        jobs.escalate(0)

        assert Event.objects.filter(topic="task.late").count() == 1
        told = Task.objects.unscoped(because="the test looks").exclude(escalated_at=None)
        assert [task.kind for task in told] == ["late"]


def test_the_calendar_is_filled_ahead(db):
    with as_role("gugus_worker"):
        Holiday.objects.all().delete()
        jobs.fill_calendar(0)

        assert Holiday.objects.filter(day__year=now().year + 2).exists()
