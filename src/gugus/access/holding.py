"""What somebody holds, as pages and the API tell it: roles with their days, single rights, deputies, keys, versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gugus.access import wording
from gugus.access.codes import FieldClass, Scope
from gugus.access.models import ApiKey, Delegation, Grant, MatrixVersion, RoleAssignment, SingleRight, User
from gugus.access.queries import counting
from gugus.access.rules import NEVER_LENT_VERBS, shipped
from gugus.access.viewer import Viewer

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holding:
    """One right in words: where, what, how far, how deep, from what, until when."""

    role: str
    section: str
    section_code: str
    verbs: str
    verb_codes: tuple[str, ...]
    scope: Scope
    reach: Any
    depth: Any
    field_class: FieldClass
    until: date | datetime | None = None
    closed: bool = False

    @property
    def source(self) -> str:
        """The role's name; empty for a single right."""
        return wording.subject(self.role) if self.role else ""


@dataclass(frozen=True)
class Circumstances:
    """Everything beside the record that decides what a user may do on a day."""

    roles: Sequence[RoleAssignment]
    singles: Sequence[SingleRight]
    lent: Sequence[Delegation]
    keys: Sequence[ApiKey]
    installation: MatrixVersion | None
    own: MatrixVersion | None
    closed: Sequence[str]


def holdings_of(viewer: Viewer, on: date) -> list[Holding]:
    """The viewer's rights, by role, as the matrix of the agency says them, then single rights."""
    counts = viewer.matrix or shipped()
    until = {} if viewer.stands_in_for else dict(
        viewer.user.assignments.valid_on(on).values_list("role", "valid_to")
    )  # fmt: skip
    if viewer.stands_in_for:
        until = dict.fromkeys(viewer.roles, viewer.stands_in_for.until + DAY)
    found = [
        _holding(
            right.section, right.verbs, right.scope, right.field_class, right.role,
            _last_day(until.get(right.role)), viewer,
        )
        for right in counts.rights
        if right.role in viewer.roles
    ]  # fmt: skip
    singles = [
        _holding(one.section, one.verbs, one.scope, one.depth, "", one.until, viewer)
        for one in viewer.singles
    ]
    return [one for one in (*found, *singles) if one.verbs]


def _last_day(end: date | None) -> date | None:
    """Stored is the first day without; people ask for the last day with."""
    return end - DAY if end else None


def _holding(section, verbs, scope, depth, role, until, viewer: Viewer) -> Holding:
    kept = set(verbs) - (NEVER_LENT_VERBS if viewer.stands_in_for else set())
    return Holding(
        section=wording.section(section), section_code=str(section), verbs=wording.verbs(kept),
        verb_codes=tuple(sorted(str(verb) for verb in kept)), scope=scope, reach=wording.SCOPES[scope],
        depth=wording.DEPTHS[depth], field_class=depth, role=str(role), until=until,
        closed=scope == Scope.SHARED and viewer.is_closed(section),
    )  # fmt: skip


def circumstances_of(user: User, viewer: Viewer, at: datetime, on: date) -> Circumstances:
    """What else decides, for the page that explains."""
    counts = viewer.matrix or shipped()
    lent = Delegation.objects.unscoped(because="row security: one's own agency").live_on(on)
    singles = SingleRight.objects.unscoped(because="row security: one's own agency").live_at(at)
    return Circumstances(
        roles=list(user.assignments.valid_on(on).select_related("given_by").order_by("role")),
        singles=list(singles.filter(user=user).select_related("given_by")),
        lent=list(lent.filter(Q(deputy=user) | Q(lender=user)).select_related("lender", "deputy")),
        keys=list(ApiKey.objects.filter(user=user, revoked_at=None, expires_at__gt=at).order_by("name")),
        installation=counting(None),
        own=counting(user.agency_id),
        closed=[wording.section(part) for kind, part in sorted(counts.closed) if kind == viewer.agency_kind],
    )


def grants_to(agency_id: UUID, granted: tuple[tuple[str, UUID], ...]) -> QuerySet[Grant]:
    """Grants of these records to an agency, ended ones too, the newest first."""
    wanted = Q(pk=None)
    for kind, pk in granted:
        wanted |= Q(record_kind=kind, record_id=pk)
    rows = Grant.objects.unscoped(because="row security: one's own and given grants")
    return rows.filter(wanted, agency_id=agency_id).order_by("-from_at", "pk")
