"""Which events still wait, and which need a look by an operator."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from gugus.outbox.models import Delivery, Event
from gugus.outbox.rules import STUCK_AFTER

GRACE = timedelta(minutes=1)  # a fresh event is on its way already


def waiting(at: datetime, *, most: int = 500) -> list[UUID]:
    """Unsettled events that nobody is about to deliver: lost jobs, and failures whose next try is due."""
    waits = Delivery.objects.filter(event=OuterRef("pk"), done_at=None, next_at__gt=at)
    untried = Delivery.objects.filter(event=OuterRef("pk"), done_at=None, next_at__lte=at)
    rows = Event.objects.filter(settled_at=None, at__lt=at - GRACE)
    rows = rows.filter(~Exists(waits) | Exists(untried)).order_by("at")
    return list(rows.values_list("pk", flat=True)[:most])


def stuck() -> QuerySet[Delivery]:
    """Deliveries that failed so often that somebody should look; for the status page."""
    return Delivery.objects.filter(done_at=None, attempts__gte=STUCK_AFTER).select_related("event")
