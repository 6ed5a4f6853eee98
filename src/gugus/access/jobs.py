"""What the worker does for access: what was opened until a moment closes at that moment."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.models import Grant
from gugus.audit.actions import Named, record


@app.periodic(cron="* * * * *")
@app.task(name="access.expire_grants", queueing_lock="access.expire_grants", lock="access.expire_grants")
def expire_grants(timestamp: int) -> None:
    """End grants whose time is over; the database takes the agency off the record's list by itself.

    Policies of sections look at `until_at` and close to the second; the list of agencies follows within a minute.
    """
    at = now()
    rows = Grant.objects.unscoped(because="the worker's minute job").filter(ended_at=None, until_at__lte=at)
    with transaction.atomic():
        over = list(rows.select_for_update(skip_locked=True))
        Grant.objects.unscoped(because="locked above").filter(pk__in=[grant.pk for grant in over]).update(
            ended_at=F("until_at")
        )
        for grant in over:
            about = Named(grant.record_kind, grant.record_id)
            changes = {"agency": grant.agency_id, "basis": grant.basis, "until": grant.until_at}
            record("access.expired", about=about, within=about, by=None, at=at, changes=changes)
