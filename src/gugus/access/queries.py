"""What is, about rights: who holds what today, which matrix counts, who stands in for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from gugus.access.codes import Role, VersionState
from gugus.access.matrix import Matrix, read
from gugus.access.models import Delegation, Grant, MatrixVersion, RoleAssignment, SingleRight, User
from gugus.access.rules import shipped
from gugus.directory.models import Agency

OPEN_TO_ALL = "what roles may do is known to everybody"


@dataclass(frozen=True, slots=True)
class Held:
    """All that decides what a user may do on a day; one query."""

    roles: frozenset[str]
    agency_kind: str
    installation: UUID | None
    overlay: UUID | None
    singles: tuple[dict, ...]
    lenders: tuple[dict, ...]
    openings: tuple[dict, ...] = ()


def held_by(user_id: UUID, on: date, at: datetime) -> Held | None:
    """What an active user holds. Row security must know the user's agency, or single rights stay unseen."""
    counting = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL).filter(state=VersionState.APPLIED)
    singles = SingleRight.objects.unscoped(because="the viewer's own").live_at(at).filter(user=OuterRef("pk"))
    lent = Delegation.objects.unscoped(because="the viewer's own").live_on(on).filter(
        deputy=OuterRef("pk"), lender__is_active=True, lender__agency=OuterRef("agency")
    )  # fmt: skip
    single = JSONObject(
        section="section", verbs="verbs", scope="scope", depth="field_class", until="until_at"
    )
    loan = JSONObject(id="id", ref="ref", lender="lender_id", name="lender__full_name", until="until_on")
    opened = Grant.objects.unscoped(because="the viewer's own").filter(
        user=OuterRef("pk"), agency=OuterRef("agency"), ended_at=None, from_at__lte=at, until_at__gt=at
    )  # fmt: skip
    opening = JSONObject(
        kind="record_kind", record="record_id", sections="sections", until="until_at", because="because_id"
    )
    row = (
        User.objects.filter(pk=user_id, is_active=True)
        .values_list(
            ArraySubquery(RoleAssignment.objects.valid_on(on).filter(user=OuterRef("pk")).values("role")),
            F("agency__kind"),
            Subquery(counting.filter(agency=None).values("pk")[:1]),
            Subquery(counting.filter(agency=OuterRef("agency")).values("pk")[:1]),
            ArraySubquery(singles.order_by("pk").values(it=single)),
            ArraySubquery(lent.order_by("pk").values(it=loan)),
            ArraySubquery(opened.order_by("pk").values(it=opening)),
        )
        .first()
    )
    if row is None:
        return None
    roles, kind, installation, overlay, few, loans, opened = row
    return Held(frozenset(roles), kind, installation, overlay, tuple(few), tuple(loans), tuple(opened))


@lru_cache(maxsize=512)
def matrix_of(version: UUID | None) -> Matrix:
    """The matrix of a version, read once a process: the content of a version never changes. None is what ships."""
    if version is None:
        return shipped()
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL)
    return read(rows.values_list("content", flat=True).get(pk=version))


@lru_cache(maxsize=512)
def effective(installation: UUID | None, overlay: UUID | None) -> Matrix:
    """What counts for an agency: the installation's matrix, narrowed by the agency's own where there is one."""
    base = matrix_of(installation)
    return base.narrowed_by(matrix_of(overlay)) if overlay else base


def installation() -> UUID | None:
    """The id of the version in force for the installation; None is what ships."""
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL)
    return rows.filter(state=VersionState.APPLIED, agency=None).values_list("pk", flat=True).first()


def counting(agency_id: UUID | None) -> MatrixVersion | None:
    """The version in force for the installation (None) or as an agency's own narrowing."""
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL).filter(state=VersionState.APPLIED)
    return rows.filter(agency_id=agency_id).select_related("made_by", "applied_by").first()


def matrix_for(agency_id: UUID) -> Matrix:
    """What counts for an agency now."""
    base, own = counting(None), counting(agency_id)
    return effective(base and base.pk, own and own.pk)


def versions(agency_id: UUID | None) -> QuerySet[MatrixVersion]:
    """All versions of the installation (None) or of an agency, the newest first."""
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL).filter(agency_id=agency_id)
    return rows.select_related("made_by", "applied_by").order_by("-number")


def hosts(agency_id: UUID | None) -> bool:
    """Does this agency answer for the installation, and so for everybody's matrix?"""
    return agency_id is not None and Agency.objects.filter(pk=agency_id, slug=settings.HOST_AGENCY).exists()


def holders_of(role: str, on: date, *, lasting: bool = False) -> dict[UUID, set[UUID]]:
    """Agency → active users who hold a role on a day (`lasting`: without an end day)."""
    rows = RoleAssignment.objects.valid_on(on).filter(role=role, user__is_active=True)
    if lasting:
        rows = rows.filter(valid_to=None)
    found: dict[UUID, set[UUID]] = {}
    for agency_id, user_id in rows.values_list("user__agency_id", "user_id"):
        found.setdefault(agency_id, set()).add(user_id)
    return found


def lasting_administrators(agency_id: UUID, on: date) -> set[UUID]:
    """Who administers an agency without an end day; the last one cannot be lost."""
    return holders_of(Role.ADMINISTRATOR, on, lasting=True).get(agency_id, set())


def holdings(agency_id: UUID | None, on: date) -> list[tuple[Any, str, UUID]]:
    """(user, role, agency) of every role that an active user holds on a day, of one agency or of all."""
    rows = RoleAssignment.objects.valid_on(on).filter(user__is_active=True).select_related("user")
    if agency_id is not None:
        rows = rows.filter(user__agency_id=agency_id)
    return [(one.user, one.role, one.user.agency_id) for one in rows.order_by("user__full_name", "role")]
