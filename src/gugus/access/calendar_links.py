"""The secret link under which a colleague's calendar reads: made, renewed, revoked. Only a digest is kept.

Each context has a table of its own behind `by_user()`, a definer function `<context>_feed_holder(digest)`, because
nobody is signed in when a calendar asks, and its own words for the trail: it calls these steps in its own actions.
"""

import hashlib
import secrets
from datetime import date, datetime

from django.db import connection, models

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.kernel.ids import new_id

SECRET_BYTES = 32
LONGEST = 64


class CalendarLink(models.Model):
    """One link of one colleague; only a digest of its secret is kept. Renewing revokes the earlier one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on: date | None = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        abstract = True


Links = type[CalendarLink]


def digest_of(secret: str) -> bytes:
    """What the database keeps of a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def renew_link(links: Links, *, by: User, at: datetime) -> tuple[CalendarLink, str]:
    """A new link of this colleague and its secret, shown once; the earlier one opens nothing any more."""
    with connection.cursor() as cursor:  # whoever clicks twice gets two links, one after the other
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{links._meta.db_table}:{by.pk}"]
        )
    revoke_link(links, by=by, at=at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = links(user=by, digest=digest_of(secret), made_at=at)
    link.save(force_insert=True)
    return link, secret


def revoke_link(links: Links, *, by: User, at: datetime) -> CalendarLink | None:
    """The link that opens nothing any more; None when there was none."""
    link = _live(links, by).select_for_update().first()
    if link is not None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
    return link


def live_link(links: Links, user: User) -> CalendarLink | None:
    """The colleague's link, if there is one."""
    return _live(links, user).first()


def holder_of(links: Links, secret: str) -> User | None:
    """Whose link this is; None for a guess, a revoked link, and somebody who does not work here any more."""
    if not secret or len(secret) > LONGEST:
        return None
    with connection.cursor() as cursor:
        cursor.callproc(f"{links._meta.app_label}_feed_holder", [digest_of(secret)])
        found = cursor.fetchone()[0]
    return User.objects.filter(pk=found, is_active=True).first() if found else None


def first_use(links: Links, *, user: User, on: date) -> CalendarLink | None:
    """The link when a calendar reads for the first time that day; None when it has read already."""
    rows = _live(links, user)
    return rows.get() if rows.exclude(used_on=on).update(used_on=on) else None


def _live(links: Links, user: User) -> models.QuerySet:
    return links.objects.unscoped(because="one's own link").filter(user=user, revoked_at=None)
