"""What the worker does for access: what was opened until a moment closes at that moment."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from gugus.access.models import Delegation, Grant, SingleRight
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


@app.periodic(cron="* * * * *")
@app.task(name="access.expire_rights", queueing_lock="access.expire_rights", lock="access.expire_rights")
def expire_rights(timestamp: int) -> None:
    """Write down what ended by itself: single rights, and standing in after its last day. They counted no longer."""
    at = now()
    with transaction.atomic():
        rights = SingleRight.objects.unscoped(because="the worker's minute job")
        for right in rights.filter(ended_at=None, until_at__lte=at).select_for_update(
            skip_locked=True, of=("self",)
        ):
            right.ended_at = right.until_at
            right.save(update_fields=["ended_at"])
            changes = {"section": right.section, "verbs": right.verbs, "until": right.until_at}
            record("access.right_ended", about=Named("user", right.user_id), by=None, at=at, changes=changes)
        lent = Delegation.objects.unscoped(because="the worker's minute job")
        for one in lent.filter(ended_at=None, until_on__lt=localdate(at)).select_for_update(
            skip_locked=True, of=("self",)
        ):
            one.ended_at = at
            one.save(update_fields=["ended_at"])
            about = Named("delegation", one.pk, one.ref)
            record("access.deputy_ended", about=about, by=None, at=at, changes={"until": one.until_on})
