"""The worker seals the trail each minute and signs an anchor each night."""

from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from gugus.audit.anchoring import anchor_of_day
from gugus.audit.sealing import seal_all


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal every committed entry that is not sealed yet."""
    seal_all(at=now())


@app.periodic(cron="20 17 * * *")  # 00.20 in Jakarta
@app.task(name="audit.anchor", queueing_lock="audit.anchor", lock="audit.anchor")
def anchor(timestamp: int) -> None:
    """Sign the newest root for today. A lacking key or a clock that was set back fails loudly, nothing is signed."""
    at = now()
    anchor_of_day(day=localdate(at), at=at)
