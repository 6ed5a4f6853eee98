"""What the worker does for emergency access: nobody opens a file without its owner being told."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.emergency.actions import announce_opening
from gugus.emergency.models import Opening
from gugus.outbox.models import Event

LOOKS_BACK = timedelta(days=7)  # events are kept longer


@app.periodic(cron="* * * * *")
@app.task(name="emergency.tell", queueing_lock="emergency.tell", lock="emergency.tell")
def tell(timestamp: int) -> None:
    """Every minute: an opening without its event (somebody called the database past the application) is announced."""
    announce_untold(now())


def announce_untold(at: datetime) -> int:
    """Announce what was never announced; returns how many."""
    event = Event.objects.filter(topic="emergency.opened", about_id=OuterRef("pk"))
    rows = Opening.objects.unscoped(because="the worker's minute job").filter(at__gt=at - LOOKS_BACK)
    untold = list(rows.filter(~Exists(event)).select_related("data_key"))
    for opening in untold:
        announce_opening("opened", opening, at=at)
    return len(untold)
