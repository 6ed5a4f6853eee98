"""Leave a notice, mark it read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency
from gugus.notices.channels import working
from gugus.notices.codes import Risk
from gugus.notices.models import Notice
from gugus.notices.queries import holders
from gugus.outbox.actions import announce


def notify(
    *,
    code: str,
    about: models.Model,
    at: datetime,
    users: Iterable[User | UUID] = (),
    agency: Agency | UUID | None = None,
    role: str | Iterable[str] = (),
    but_not: User | UUID | None = None,
    risk: str = Risk.USUAL,
) -> int:
    """Tell people that there is news about a record; returns how many were told (who knows already counts too).

    Either `users`, or everybody in `agency` who holds `role` (one or several) today, or both. `but_not` is who did
    it. The notice says only the code's verb and the record's reference. `risk="high"` breaks quiet hours and cannot be
    switched off: somebody may be in danger.
    """
    return tell(
        code=code, kind=about._meta.model_name, pk=about.pk, ref=getattr(about, "ref", "") or "", at=at,
        users=users, agency=agency, role=role, but_not=but_not, risk=risk,
    )  # fmt: skip


@transaction.atomic
def tell(
    *,
    code: str,
    kind: str,
    pk: UUID,
    ref: str,
    at: datetime,
    users: Iterable[User | UUID] = (),
    agency: Agency | UUID | None = None,
    role: str | Iterable[str] = (),
    but_not: User | UUID | None = None,
    risk: str = Risk.USUAL,
) -> int:
    """The same for jobs that know a record by its name only (an outbox event)."""
    told = {_id(user) for user in users}
    if agency is not None:
        roles = [role] if isinstance(role, str) and role else list(role)
        told.update(holders(_id(agency), roles, timezone.localdate(at)))
    told.discard(_id(but_not) if but_not else None)
    fresh = [
        Notice(
            user_id=pk_, code=code, about_kind=kind, about_id=pk, about_ref=ref, at=at, risk=Risk(risk or Risk.USUAL)
        )
        for pk_ in sorted(told)
    ]  # fmt: skip
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh and risk == Risk.HIGH and working():
        announce("notices.urgent", about=fresh[0], at=at)  # leaves in seconds, not with the next minute
    return len(fresh)


def mark_read(*, viewer: Viewer, at: datetime, ids: Iterable[UUID] | None = None) -> int:
    """The viewer has seen these notices (None: all); returns how many were unread."""
    rows = Notice.objects.visible_to(viewer).unread()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=at)


def opened(*, viewer: Viewer, kind: str, ref: str, at: datetime) -> int:
    """The viewer read the record itself: news about it is read; returns how many were unread."""
    rows = Notice.objects.visible_to(viewer).unread().filter(about_kind=kind, about_ref=ref)
    return rows.update(read_at=at)


def _id(one: models.Model | UUID) -> UUID:
    return one.pk if isinstance(one, models.Model) else one
