"""What the worker does for the outbox: deliver at once, look every minute for what got lost, tidy every night."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.base.periods import period
from gugus.outbox import actions, queries
from gugus.outbox.models import Event

KEEP_EVENTS = timedelta(days=90)


@app.task(name="outbox.deliver")
def deliver(event: str) -> None:
    """Deliver one event; named by the database function `outbox_wake`."""
    actions.deliver(UUID(event), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="outbox.redeliver", queueing_lock="outbox.redeliver", lock="outbox.redeliver")
def redeliver(timestamp: int) -> None:
    """Deliver what waits: a lost job, a subscriber that failed and may try again."""
    for event_id in queries.waiting(now()):
        actions.deliver(event_id, at=now())


@app.periodic(cron="40 19 * * *")  # 02.40 in Jakarta
@app.task(name="outbox.tidy", queueing_lock="outbox.tidy")
def tidy(timestamp: int) -> None:
    """Forget settled events after three months (or as the schedule says) and finished jobs after three days."""
    Event.objects.filter(settled_at__lt=now() - period("events", KEEP_EVENTS)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs j where status in ('succeeded', 'failed', 'cancelled', 'aborted') "
            "and not exists (select 1 from procrastinate_events e "
            "where e.job_id = j.id and e.at > now() - interval '3 days')"
        )
