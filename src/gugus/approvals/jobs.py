"""What the worker does for requests: those that nobody decided in time run out."""

from datetime import datetime

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.approvals.actions import run_out
from gugus.approvals.models import Request


@app.periodic(cron="* * * * *")
@app.task(name="approvals.run_out", queueing_lock="approvals.run_out", lock="approvals.run_out")
def watch(timestamp: int) -> None:
    """Every minute: what waited too long ends."""
    end_late_ones(now())


def end_late_ones(at: datetime) -> int:
    """End every request whose time is over, each in its own transaction; returns how many."""
    rows = Request.objects.unscoped(because="the worker's minute job")
    late = rows.filter(state="asked", until_at__lte=at).select_related("agency", "data_key")[:500]
    return sum(run_out(request=one, at=at) for one in late)
