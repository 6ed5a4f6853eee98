"""What the worker forgets every night: sessions that ended, texts that nobody came back for."""

from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.accounts.keeping import KEEP
from gugus.accounts.models import KeptText, Session

KEEP_SESSIONS = timedelta(days=1)  # so long a form of an ended session still finds its writer


@app.periodic(cron="45 19 * * *")  # 02.45 in Jakarta
@app.task(name="accounts.tidy", queueing_lock="accounts.tidy")
def tidy(timestamp: int) -> None:
    """Neither opens anything any more."""
    Session.objects.filter(expire_date__lt=now() - KEEP_SESSIONS).delete()
    rows = KeptText.objects.unscoped(because="the worker's nightly job")
    rows.filter(kept_at__lt=now() - KEEP).delete()
