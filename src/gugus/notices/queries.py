"""Whose notices there are, in groups and by filter; what left of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from gugus.access.models import RoleAssignment
from gugus.access.viewer import Viewer
from gugus.notices.codes import Family, Risk
from gugus.notices.families import family_of
from gugus.notices.models import Delivery, Notice
from gugus.notices.wording import known_codes


@dataclass(frozen=True)
class Group:
    """News about one record, the newest first."""

    ref: str
    url: str
    notices: tuple[Notice, ...]

    @property
    def unread(self) -> int:
        """How many of them are unread."""
        return sum(one.read_at is None for one in self.notices)

    @property
    def is_high(self) -> bool:
        """Is one of them unread and of high risk?"""
        return any(one.risk == Risk.HIGH and one.read_at is None for one in self.notices)

    @property
    def at(self) -> datetime:
        """When the newest came."""
        return self.notices[0].at


def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not read; one query on a small index."""
    return Notice.objects.visible_to(viewer).unread().count() if viewer.is_known else 0


def notices_of(viewer: Viewer, *, unread: bool = False, family: str = "") -> QuerySet[Notice]:
    """The viewer's notices, newest first; only the unread ones or those of a family if asked for."""
    rows = Notice.objects.visible_to(viewer).order_by("-at", "-pk")
    rows = rows.unread() if unread else rows
    if not family:
        return rows
    codes = [code for code in known_codes() if family_of(code) == family]
    if family == Family.OTHER:  # codes that nobody named belong here too
        return rows.exclude(code__in=[code for code in known_codes() if code not in codes])
    return rows.filter(code__in=codes)


def grouped(notices: Iterable[Notice]) -> list[Group]:
    """News by record, in the order of the newest; news without a record stands alone."""
    found: dict[tuple, list[Notice]] = {}
    for one in notices:
        key = (one.about_kind, one.about_id) if one.about_ref else (one.pk, None)
        found.setdefault(key, []).append(one)
    return [Group(rows[0].about_ref, rows[0].url, tuple(rows)) for rows in found.values()]


def deliveries_of(viewer: Viewer) -> QuerySet[Delivery]:
    """What left, or should leave, to the viewer; newest first."""
    return (
        Delivery.objects.visible_to(viewer).select_related("notice", "dispatch").order_by("-made_at", "-pk")
    )


def holders(agency_id: UUID, roles: Iterable[str], day: date) -> list[UUID]:
    """Active people of an agency who hold one of these roles on a day; no roles means everyone there."""
    rows = RoleAssignment.objects.valid_on(day).filter(user__agency_id=agency_id, user__is_active=True)
    if wanted := list(roles):
        rows = rows.filter(role__in=wanted)
    return list(rows.values_list("user_id", flat=True).distinct())
