"""The secret link of a colleague's calendar: made, renewed, revoked. Only a digest is kept."""

import hashlib
import secrets
from datetime import date, datetime

from django.db import connection, transaction

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.meetings.models import FeedLink

SECRET_BYTES = 32
LONGEST = 64


def digest_of(secret: str) -> bytes:
    """What the database keeps of a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


@transaction.atomic
def renew_feed(*, by: User, at: datetime) -> str:
    """A new link for this colleague; the earlier one opens nothing any more. Returns the secret, shown once."""
    _revoke(by, at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = FeedLink(user=by, digest=digest_of(secret), made_at=at)
    link.save(force_insert=True)
    record("meeting_feed.renewed", about=link, by=by, at=at)
    return secret


@transaction.atomic
def revoke_feed(*, by: User, at: datetime) -> bool:
    """The link opens nothing any more; False when there was none."""
    if (link := _revoke(by, at)) is None:
        return False
    record("meeting_feed.revoked", about=link, by=by, at=at)
    return True


def _revoke(by: User, at: datetime) -> FeedLink | None:
    link = live_link(by)
    if link is not None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
    return link


def live_link(user: User) -> FeedLink | None:
    """The colleague's link, locked for this transaction."""
    rows = FeedLink.objects.unscoped(because="one's own link").select_for_update()
    return rows.filter(user=user, revoked_at=None).first()


def holder_of(secret: str) -> User | None:
    """Whose link this is; None for a guess, a revoked link, and somebody who does not work here any more."""
    if not secret or len(secret) > LONGEST:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select meetings_feed_holder(%s)", [digest_of(secret)])
        found = cursor.fetchone()[0]
    return User.objects.filter(pk=found, is_active=True).first() if found else None


def note_use(*, user: User, on: date, at: datetime) -> None:
    """Once a day the trail keeps that a calendar read the meetings."""
    rows = FeedLink.objects.unscoped(because="one's own link").filter(user=user, revoked_at=None)
    if rows.exclude(used_on=on).update(used_on=on):
        record("meeting_feed.read", about=rows.get(), by=user, at=at)
