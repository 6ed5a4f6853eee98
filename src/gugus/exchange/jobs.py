"""What the worker does for exports: make them, and purge them when their days are over."""

from datetime import datetime

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.exchange import actions
from gugus.exchange.codes import State
from gugus.exchange.models import Export
from gugus.files import store
from gugus.outbox.models import Event


def on_asked(*, event: Event, at: datetime) -> None:
    """Somebody asked for an export."""
    found = Export.objects.unscoped(because="the worker makes it").filter(pk=event.about_id).first()
    if found is not None:
        actions.make(export=found, at=at)


@app.periodic(cron="*/20 * * * *")
@app.task(name="exchange.purge", queueing_lock="exchange.purge", lock="exchange.purge")
def purge(timestamp: int) -> None:
    """Files whose days are over go, and contents that no ready export knows."""
    rows = Export.objects.unscoped(because="the worker purges")
    for export in rows.filter(state=State.READY, until_at__lte=now()):
        actions.purge(export=export, at=now())
    known = set(rows.filter(state=State.READY).values_list("pk", flat=True))
    for pk, path, since in store.everything(actions.PLACE):
        if pk not in known and since < now() - store.GRACE:
            path.unlink(missing_ok=True)
