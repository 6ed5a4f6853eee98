"""A referral letter that carries the person's name: numbered, and only after the sender has confirmed it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.guests.models import Letter
from gugus.referrals.models import Referral
from gugus.referrals.moving import locked


@transaction.atomic
def print_named(*, referral: Referral, by: User, at: datetime) -> Letter:
    """One more numbered copy. Two at once get two numbers."""
    fresh = locked(referral)
    last = fresh.letters.aggregate(last=Max("number"))["last"] or 0
    made = Letter(referral=fresh, agency_id=fresh.agency_id, number=last + 1, printed_by=by, printed_at=at)
    made.save(force_insert=True)
    changes = {"named": True, "copy": made.number}
    record(
        "referral.printed", about=fresh, within=Named("case", fresh.case_id), by=by, at=at, changes=changes
    )
    return made
