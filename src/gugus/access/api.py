"""Who calls the API: a key of a program or the signed-in page; and the doors of its operations."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.security import HttpBearer, SessionAuth

from gugus.access.codes import Section, Verb
from gugus.access.gate import Door, is_fresh
from gugus.access.policies import NO_RIGHT, NOT_FRESH
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


class Me(Schema):
    """Who the caller is to the API."""

    username: str
    full_name: str
    agency: str = Field(description="Name of the agency.")
    roles: list[str]
    at: datetime = Field(description="The server's clock, UTC.")


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
    )


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
