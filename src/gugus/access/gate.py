"""Doors: every page and every API call says who may come in. A page without a door fails the build."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gugus.access.codes import Section, Verb
from gugus.access.policies import NO_RIGHT


@dataclass(frozen=True, slots=True)
class Door:
    """What a view asks of who comes in: a right in a section, only being signed in, or nothing."""

    kind: str  # "right", "signed_in" or "public"
    section: str = ""
    verb: str = ""
    because: str = ""
    fresh: bool = False


FRESH_SINCE = "fresh_at"  # in the session: when its owner last proved who they are, in seconds


def is_fresh(request: HttpRequest) -> bool:
    """Did this person prove within the last quarter of an hour who they are? Sign-in counts (`accounts`)."""
    return time.time() - request.session.get(FRESH_SINCE, 0) < settings.FRESH_SECONDS


def staff_door(section: Section | None = None, verb: Verb = Verb.SEE, *, fresh: bool = False) -> Callable:
    """Admit signed-in people whose role has `verb` in `section` (or everyone signed in without a section).

    `fresh` asks for the password or passkey once more unless that was within the last quarter of an hour; a form
    that was already filled in is kept meanwhile. The right to the page is not yet the right to a record: that is
    the record's own gate.
    """
    door = Door("right", section, verb, fresh=fresh) if section else Door("signed_in", fresh=fresh)

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs):
            if not request.viewer.is_known:
                request.turned_away = True  # `accounts.middleware.resting` keeps what was typed
                return redirect_to_login(request.get_full_path())
            if door.section and not request.viewer.has(door.section, door.verb):
                raise PermissionDenied(NO_RIGHT)
            if door.fresh and not is_fresh(request):
                request.turned_away = True
                return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))
            return view(request, *args, **kwargs)

        guarded.door = door
        return guarded

    return wrap


def public_door(because: str) -> Callable:
    """Admit everyone; `because` says why this page may be public."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.door = Door("public", because=because)
        return view

    return wrap
