"""What the worker does for files: take away contents that no row knows."""

import logging
from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.files import store
from gugus.files.models import Attachment

GRACE = timedelta(days=1)  # a row may still be about to commit
log = logging.getLogger(__name__)


@app.periodic(cron="20 19 * * *")  # 02.20 in Jakarta
@app.task(name="files.tidy", queueing_lock="files.tidy", lock="files.tidy")
def tidy(timestamp: int) -> None:
    """Nightly: contents without a row, half-written ones and those of removed rows go."""
    rows = Attachment.objects.unscoped(because="the worker's nightly job").present()
    known = set(rows.values_list("pk", flat=True))
    lying = set()
    for pk, path, since in store.everything():
        if pk in known:
            lying.add(pk)
        elif since < now() - GRACE:
            path.unlink(missing_ok=True)
    for pk in known - lying:
        log.error("The content of attachment %s is missing.", pk)
