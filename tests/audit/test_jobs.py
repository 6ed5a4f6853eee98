"""The minute job."""

from procrastinate.contrib.django import app
from tests.audit.conftest import write
from tests.conftest import as_role

from gugus.audit import jobs
from gugus.audit.models import Seal


def test_the_job_seals_what_waits(rina):
    write(rina)

    with as_role("gugus_worker"):
        jobs.seal(0)

        assert Seal.objects.exists()


def test_the_job_runs_every_minute():
    planned = {
        periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()
    }

    assert planned["audit.seal"] == "* * * * *"
