"""The worker's jobs, run as the worker runs them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app
from tests.conftest import as_role

from gugus.outbox import jobs
from gugus.outbox.actions import announce
from gugus.outbox.models import Event


def test_the_name_the_database_uses_is_a_registered_task():
    assert app.tasks["outbox.deliver"] is jobs.deliver


def test_the_job_of_an_event_settles_it(world):
    event = announce("agency.moved", about=world.unit, at=now())

    with as_role("gugus_worker"):
        jobs.deliver(str(event.pk))

        assert Event.objects.get(pk=event.pk).settled_at


def test_the_minute_job_settles_what_got_lost(world):
    event = announce("agency.moved", about=world.unit, at=now() - timedelta(hours=1))

    with as_role("gugus_worker"):
        jobs.redeliver(0)

        assert Event.objects.get(pk=event.pk).settled_at


@pytest.mark.parametrize(("days", "stays"), [(89, True), (91, False)])
def test_settled_events_are_forgotten_after_three_months(world, days, stays):
    event = announce("agency.moved", about=world.unit, at=now())

    with as_role("gugus_worker"):
        Event.objects.filter(pk=event.pk).update(settled_at=now() - timedelta(days=days))
        jobs.tidy(0)

        assert Event.objects.filter(pk=event.pk).exists() is stays


def test_unsettled_events_stay_however_old(world):
    event = announce("agency.moved", about=world.unit, at=now() - timedelta(days=400))

    with as_role("gugus_worker"):
        jobs.tidy(0)

        assert Event.objects.filter(pk=event.pk).exists()


def test_finished_jobs_are_forgotten_and_waiting_ones_stay(world):
    announce("agency.moved", about=world.unit, at=now())
    announce("agency.moved", about=world.unit, at=now())

    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'succeeded' where id = (select min(id) from procrastinate_jobs)"
        )
        cursor.execute("update procrastinate_events set at = now() - interval '4 days'")
        jobs.tidy(0)
        cursor.execute("select status from procrastinate_jobs")

        assert [status for (status,) in cursor.fetchall()] == ["todo"]
