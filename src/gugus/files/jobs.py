"""What the worker does for files: take away contents that no row knows, have the scanner look at the others."""

import logging

from django.conf import settings
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.base.periods import period
from gugus.files import actions, queries, store
from gugus.files.crypt import ContentBroken
from gugus.files.models import Attachment
from gugus.files.scanning import signatures

log = logging.getLogger(__name__)


@app.periodic(cron="20 19 * * *")  # 02.20 in Jakarta
@app.task(name="files.tidy", queueing_lock="files.tidy", lock="files.tidy")
def tidy(timestamp: int) -> None:
    """Nightly: contents without a row, half-written ones and those of removed rows go."""
    rows = Attachment.objects.unscoped(because="the worker's nightly job").present()
    known = dict(rows.values_list("pk", "sha256"))
    for pk, sha256 in known.items():
        store.settle(pk, sha256)  # a process died between the commit and the change of places
    lying = set()
    for pk, path, since in store.everything():
        if pk in known:
            lying.add(pk)
        elif since < now() - period("files", store.GRACE):
            path.unlink(missing_ok=True)
    for pk in known.keys() - lying:
        log.error("The content of attachment %s is missing.", pk)


@app.periodic(cron="*/5 * * * *")
@app.task(name="files.scan", queueing_lock="files.scan", lock="files.scan")
def scan(timestamp: int) -> None:
    """Every few minutes: files that wait, then some that older signatures have seen. A broken one stops none."""
    if not settings.CLAMAV:
        return
    current = signatures()
    if not current:
        log.warning("The virus scanner does not answer; %d files wait.", queries.waiting())
        return
    for attachment in queries.to_scan(current):
        try:
            actions.look_again(attachment=attachment, at=now())
        except (store.ContentMissing, ContentBroken):
            log.error("The content of attachment %s cannot be read.", attachment.pk)
