"""What the worker does for retention: carry out approved runs, drop lists that nobody agreed to, purge at night."""

from datetime import datetime

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.outbox.models import Event
from gugus.retention import certificates, purging, runs
from gugus.retention.actions import RUN, drop_run
from gugus.retention.codes import RunState
from gugus.retention.models import Run

ENDINGS = {
    "approval.refused": RunState.REFUSED,
    "approval.withdrawn": RunState.WITHDRAWN,
    "approval.run_out": RunState.WITHDRAWN,
}


@app.periodic(cron="* * * * *")
@app.task(name="retention.carry_out", queueing_lock="retention.carry_out", lock="retention.carry_out")
def carry_out(timestamp: int) -> None:
    """Every minute: go on with what was approved, also after a worker was killed in the middle."""
    for pk in runs.to_carry_out():
        runs.carry_out(pk, clock=now)


def on_approval_ended(*, event: Event, at: datetime) -> None:
    """A request ended without a yes: its list is dropped, so that a new one can be asked."""
    if event.facts.get("kind") == RUN and event.topic in ENDINGS:
        rows = Run.objects.unscoped(because="the worker's own event")
        run = rows.filter(request_of_approval=event.about_id).first()
        if run is not None:
            drop_run(run=run, state=ENDINGS[event.topic], at=at)


@app.periodic(cron="5 20 * * *")  # 03.05 in Jakarta
@app.task(name="retention.purge", queueing_lock="retention.purge", lock="retention.purge")
def purge(timestamp: int) -> None:
    """Nightly: small classes go by age; files of certificates that a crash left out are written."""
    purging.purge(at=now())
    certificates.keep_missing_copies()
