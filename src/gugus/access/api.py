"""Who calls the API: a key of a program or the signed-in page; and the doors of its operations."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.security import HttpBearer, SessionAuth

from gugus.access.codes import Section, Verb
from gugus.access.gate import Door, is_fresh
from gugus.access.holding import Holding, holdings_of
from gugus.access.policies import NO_RIGHT, NOT_FRESH
from gugus.access.queries import counting
from gugus.access.rules import shipped
from gugus.directory.queries import agencies as agencies_on

router = Router(tags=["access"])


class KeyAuth(HttpBearer):
    """`Authorization: Bearer gk_…`; the middleware has already found whose key it is."""

    def authenticate(self, request: HttpRequest, token: str):
        return request.viewer.user if request.viewer.is_known and request.viewer.by_key else None


class PageAuth(SessionAuth):
    """The signed-in browser, with Django's CSRF check on every write."""

    def authenticate(self, request: HttpRequest, key: str | None):
        return request.viewer.user if request.viewer.is_known and not request.viewer.by_key else None


def api_door(section: Section | None = None, verb: Verb = Verb.SEE, *, fresh: bool = False) -> Callable:
    """The API's twin of `staff_door`: put it between `@router.…` and the operation.

    `fresh` asks browsers for a recent proof; a key was made with one, so it passes.
    """
    door = Door("right", section, verb, fresh=fresh) if section else Door("signed_in", fresh=fresh)

    def wrap(operation: Callable) -> Callable:
        @wraps(operation)
        def guarded(request: HttpRequest, *args, **kwargs):
            if door.section and not request.viewer.has(door.section, door.verb):
                raise PermissionDenied(NO_RIGHT)
            if door.fresh and not request.viewer.by_key and not is_fresh(request):
                raise PermissionDenied(NOT_FRESH)
            return operation(request, *args, **kwargs)

        guarded.door = door
        return guarded

    return wrap


def new_secret() -> str:
    """The text of a new key; shown once."""
    return f"gk_{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> bytes:
    """What the database keeps of a key. The secret has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(secret.encode()).digest()


class RightOut(Schema):
    """One right: these verbs in a section, how far and up to which class of fields."""

    role: str = Field(description="Empty for a right given to this person alone.")
    section: str
    verbs: list[str]
    scope: str = Field(description="mine, team, shared, agency, task_force or all.")
    field_class: str = Field(description="open, personal, sensitive or sealed.")
    until: date | datetime | None = Field(None, description="Last day or moment; null when there is none.")


class Me(Schema):
    """Who the caller is to the API."""

    username: str
    full_name: str
    agency: str = Field(description="Name of the agency.")
    roles: list[str]
    at: datetime = Field(description="The server's clock, UTC.")
    stands_in_for: str = Field(
        "", description="Name of the colleague whose roles these are for now; empty usually."
    )
    rights: list[RightOut] = Field(description="What is allowed today; what is not listed is refused.")


@router.get("/me", response=Me, summary="Who am I")
@api_door()
def me(request: HttpRequest):
    """The user a key or a session acts for, with today's roles."""
    viewer = request.viewer
    return Me(
        username=viewer.user.username,
        full_name=viewer.user.full_name,
        agency=viewer.user.agency.name,
        roles=sorted(viewer.roles),
        at=timezone.now(),
        stands_in_for=viewer.stands_in_for.name if viewer.stands_in_for else "",
        rights=[_right_out(one) for one in holdings_of(viewer, timezone.localdate())],
    )


def _right_out(one: Holding) -> RightOut:
    return RightOut(
        role=one.role, section=one.section_code, verbs=list(one.verb_codes), scope=one.scope.name.lower(),
        field_class=one.field_class.name.lower(), until=one.until,
    )  # fmt: skip


class ClosedOut(Schema):
    """A section that files of other agencies never show to a kind of agency."""

    agency_kind: str
    section: str


class MatrixOut(Schema):
    """What counts for the caller's agency."""

    version: int = Field(description="Of the installation; 0 is what ships with the product.")
    narrowed_by: int | None = Field(
        None, description="Version of the agency's own narrowing, if there is one."
    )
    rights: list[RightOut]
    closed: list[ClosedOut]


@router.get("/access/matrix", response=MatrixOut, summary="The matrix of rights")
@api_door()
def the_matrix(request: HttpRequest):
    """What each role may do in the caller's agency; a CSV of it is on the pages."""
    base, own = counting(None), counting(request.viewer.agency_id)
    counts = request.viewer.matrix or shipped()
    return MatrixOut(
        version=base.number if base else 0,
        narrowed_by=own.number if own else None,
        rights=[
            RightOut(
                role=right.role, section=right.section, verbs=sorted(right.verbs), scope=right.scope.name.lower(),
                field_class=right.field_class.name.lower(),
            )
            for right in counts.rights
        ],
        closed=[ClosedOut(agency_kind=kind, section=section) for kind, section in sorted(counts.closed)],
    )  # fmt: skip


class AgencyOut(Schema):
    """An office."""

    slug: str = Field(description="Stable name for programs.")
    name: str
    kind: str
    area: str = Field(description="Kemendagri code; empty for offices of the whole country.")
    services: list[str] = Field(description="Codes of the list services.")
    receives_referrals: bool


@router.get("/agencies", response=list[AgencyOut], summary="Agencies of today")
@api_door()
def agencies(request: HttpRequest):
    """Every office that exists today, by name."""
    return [
        AgencyOut(
            slug=one.slug, name=one.name, kind=one.kind, area=one.area_code, services=one.services,
            receives_referrals=one.receives_referrals,
        )
        for one in agencies_on(timezone.localdate())
    ]  # fmt: skip
