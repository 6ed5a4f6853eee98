"""What the worker does for the directory: holds that ran out end, services that nobody confirmed are noticed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.audit.actions import record
from gugus.outbox.actions import announce
from gugus.providers.capacity import free_hold
from gugus.providers.models import CapacityHold
from gugus.providers.queries import unconfirmed


@app.periodic(cron="* * * * *")
@app.task(name="providers.end_holds", queueing_lock="providers.end_holds", lock="providers.end_holds")
def end_holds(timestamp: int) -> None:
    """Every minute: places that were held long enough are free again."""
    let_go(now())


def let_go(at: datetime) -> int:
    """How many holds ran out at a moment. Each in its own transaction."""
    rows = CapacityHold.objects.unscoped(because="the worker's minute job")
    over = list(
        rows.filter(ended_at=None, until_at__lte=at)
        .order_by("until_at")
        .values_list("because", flat=True)[:500]
    )
    return sum(free_hold(because=one, by=None, at=at) for one in over)


@app.periodic(cron="20 1 * * *")
@app.task(name="providers.remind", queueing_lock="providers.remind", lock="providers.remind")
def remind(timestamp: int) -> None:
    """Every night: who should confirm a service is asked to."""
    notice_unconfirmed(now())


def notice_unconfirmed(at: datetime) -> int:
    """How many services nobody confirmed for too long; whoever keeps them gets a task (a higher context starts it)."""
    count = 0
    for offering in unconfirmed(at).select_related("agency", "kept_by")[:1000]:
        with transaction.atomic():
            offering.asked_on = timezone.localdate(at)
            offering.save(update_fields=["asked_on"])
            record("provider.unconfirmed", about=offering, by=None, at=at)
            announce("provider.unconfirmed", about=offering, at=at)
        count += 1
    return count
