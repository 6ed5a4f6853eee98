"""Each Monday the data protection officers hear whether something stood out in the week before."""

from datetime import timedelta

from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from gugus.directory.models import Agency
from gugus.outbox.actions import announce
from gugus.trail.unusual import monday, report


@app.periodic(cron="30 23 * * 0")  # Monday 06.30 in Jakarta
@app.task(name="trail.weekly", queueing_lock="trail.weekly")
def weekly(timestamp: int) -> None:
    """Announce for each agency that something waits to be judged; how much and of whom is on the page alone."""
    at = now()
    week = monday(localdate(at)) - timedelta(weeks=1)
    for agency in Agency.objects.valid_on(localdate(at)):
        if any(line.judged is None for line in report(agency, week)):
            announce("trail.unusual", about=agency, at=at, agency=str(agency.pk), week=week.isoformat())
