"""Keep the facts up with what happens, within seconds of it."""

from datetime import datetime

from procrastinate.contrib.django import app

from gugus.outbox.models import Event
from gugus.statistics.keeping import keep_by_time, keep_record


def keep_up(*, event: Event, at: datetime) -> None:
    """Something happened to a record: derive its facts anew. Twice is once."""
    keep_record(event.about_kind, event.about_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="statistics.clocks", queueing_lock="statistics.clocks")
def clocks(timestamp: int) -> None:
    """Clocks that ran out without anybody doing anything."""
    keep_by_time()
