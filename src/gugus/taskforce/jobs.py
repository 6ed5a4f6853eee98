"""What the worker does for task forces: new members are told, documents that run out become a task."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.notices.actions import tell
from gugus.outbox.models import Event
from gugus.taskforce import rules
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.queries import host_on
from gugus.tasks.actions import start_task

ANSWERERS = (Role.LIAISON, Role.SUPERVISOR, Role.SECRETARIAT)


def on_seated(*, event: Event, at: datetime) -> None:
    """An agency became a member: whoever answers for it hears of it. Doing it twice is doing it once."""
    tell(
        code="taskforce_seated", kind="taskforce", pk=event.about_id, ref=event.about_ref, at=event.at,
        agency=UUID(event.facts["agency"]), role=ANSWERERS,
    )  # fmt: skip


@app.periodic(cron="20 1 * * *")
@app.task(name="taskforce.look", queueing_lock="taskforce.look", lock="taskforce.look")
def look_daily(timestamp: int) -> None:
    """Each night: documents of the legal basis that soon count no more."""
    look_for_ends(now())


def look_for_ends(at: datetime) -> int:
    """A task for the secretariat for each document that ends within sixty days and has no successor yet."""
    today, asked = timezone.localdate(at), 0
    rows = LegalBasis.objects.unscoped(because="the worker's job").valid_on(today)
    rows = rows.filter(valid_to__lte=today + rules.RUNS_OUT, replaced_by=None).select_related("task_force")
    for one in rows:
        if (host := host_on(one.task_force, today)) is not None:
            due = timezone.make_aware(
                datetime.combine(one.valid_to - timedelta(days=1), time(17)), timezone.get_default_timezone()
            )
            start_task(kind="basis_ends", about=one, agency=host, by=None, at=at, due_at=due)
            asked += 1
    return asked
