"""The secret link of a colleague's calendar of meetings, as the trail tells of it."""

from datetime import date, datetime

from django.db import transaction

from gugus.access.calendar_links import first_use, renew_link, revoke_link
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.meetings.models import FeedLink


@transaction.atomic
def renew_feed(*, by: User, at: datetime) -> str:
    """A new link for this colleague; the earlier one opens nothing any more. Returns the secret, shown once."""
    link, secret = renew_link(FeedLink, by=by, at=at)
    record("meeting_feed.renewed", about=link, by=by, at=at)
    return secret


@transaction.atomic
def revoke_feed(*, by: User, at: datetime) -> bool:
    """The link opens nothing any more; False when there was none."""
    if (link := revoke_link(FeedLink, by=by, at=at)) is None:
        return False
    record("meeting_feed.revoked", about=link, by=by, at=at)
    return True


def note_use(*, user: User, on: date, at: datetime) -> None:
    """Once a day the trail keeps that a calendar read the meetings."""
    if link := first_use(FeedLink, user=user, on=on):
        record("meeting_feed.read", about=link, by=user, at=at)
