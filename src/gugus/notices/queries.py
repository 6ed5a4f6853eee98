"""Whose notices there are."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gugus.access.models import RoleAssignment
from gugus.access.viewer import Viewer
from gugus.notices.models import Notice


def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not read; one query on a small index."""
    return Notice.objects.visible_to(viewer).unread().count() if viewer.is_known else 0


def notices_of(viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's notices, newest first."""
    return Notice.objects.visible_to(viewer).order_by("-at", "-pk")


def holders(agency_id: UUID, roles: Iterable[str], day: date) -> list[UUID]:
    """Active people of an agency who hold one of these roles on a day; no roles means everyone there."""
    rows = RoleAssignment.objects.valid_on(day).filter(user__agency_id=agency_id, user__is_active=True)
    if wanted := list(roles):
        rows = rows.filter(role__in=wanted)
    return list(rows.values_list("user_id", flat=True).distinct())
