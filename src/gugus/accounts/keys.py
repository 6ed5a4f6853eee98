"""Keys for programs: made for oneself, shown once, revoked."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey
from gugus.access.viewer import Viewer
from gugus.accounts.actions import CannotChangeAccount
from gugus.audit.actions import record
from gugus.base.refusals import Reason

LONGEST_KEY = timedelta(days=365)


@transaction.atomic
def make_key(
    viewer: Viewer, *, name: str, sections: Collection[str], read_only: bool, days: int, at: datetime
) -> tuple[ApiKey, str]:
    """A key that acts for oneself, narrower than oneself, for at most a year. The secret is shown once."""
    if not 1 <= days <= LONGEST_KEY.days:
        raise CannotChangeAccount([Reason("too_long", _("A key lives between one day and a year."), "days")])
    secret = new_secret()
    key = ApiKey.objects.create(
        user=viewer.user, name=name, digest=digest_of(secret), hint=secret[:8], sections=sorted(sections),
        read_only=read_only, created_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    changes = {"name": name, "sections": key.sections, "read_only": read_only, "expires_at": key.expires_at}
    record("access.key_made", by=viewer.user, at=at, changes=changes)
    return key, secret


@transaction.atomic
def revoke_key(viewer: Viewer, *, key: ApiKey, at: datetime) -> None:
    """The key opens nothing any more."""
    ApiKey.objects.filter(pk=key.pk, user=viewer.user, revoked_at=None).update(revoked_at=at)
    record("access.key_revoked", by=viewer.user, at=at, changes={"name": key.name})
