"""The worker starts the clock of what the public page received."""

from uuid import uuid4

import pytest
from django.utils.timezone import now

from gugus.base.context import speaking_for
from gugus.intake.actions import Told, receive_report
from gugus.intake.jobs import start_clock_of_public_report
from gugus.intake.returning import code_for
from gugus.outbox.models import Event
from gugus.tasks.models import Task
from tests.conftest import as_role, voice_of

WHY = "the test asks the database itself"


@pytest.fixture
def event(world):
    key = uuid4()
    told = Told(channel="public_page", risk="high", narrative="Anak itu dikunci.")
    with speaking_for():
        report = receive_report(
            told=told, agency=world.unit, by=None, at=now(), return_code=code_for(key), key=key
        )
    with as_role("gugus_worker"):
        return Event.objects.get(about_id=report.pk, topic="report.received")


def open_tasks(user) -> list[Task]:
    with voice_of(user):
        return list(Task.objects.unscoped(because=WHY).open())


def test_a_public_report_gets_its_clock_from_the_worker(event, world):
    assert open_tasks(world.dewi) == []

    with as_role("gugus_worker"):
        start_clock_of_public_report(event=event, at=now())
        start_clock_of_public_report(event=event, at=now())

    (task,) = open_tasks(world.dewi)
    assert (task.kind, task.risk, task.about_ref) == ("triage", "high", event.about_ref)


def test_what_staff_noted_has_its_clock_already(report, world):
    with as_role("gugus_worker"):
        event = Event.objects.get(about_id=report.pk, topic="report.received")
        start_clock_of_public_report(event=event, at=now())

    assert len(open_tasks(world.dewi)) == 1
