"""The worker seals the trail each minute."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.audit.sealing import seal_all


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal every committed entry that is not sealed yet."""
    seal_all(at=now())
