"""Doors: every page and every API call says who may come in. A page without a door fails the build."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gugus.access.codes import Section, Verb
from gugus.access.policies import NO_RIGHT


@dataclass(frozen=True, slots=True)
class Door:
    """What a view asks of who comes in: a right in a section, only being signed in, or nothing."""

    kind: str  # "right", "signed_in" or "public"
    section: str = ""
    verb: str = ""
    because: str = ""


def staff_door(section: Section | None = None, verb: Verb = Verb.SEE) -> Callable:
    """Admit signed-in people whose role has `verb` in `section` (or everyone signed in without a section).

    The right to the page is not yet the right to a record: that is the record's own gate.
    """
    door = Door("right", section, verb) if section else Door("signed_in")

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs):
            if not request.viewer.is_known:
                return redirect_to_login(request.get_full_path())
            if door.section and not request.viewer.has(door.section, door.verb):
                raise PermissionDenied(NO_RIGHT)
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
