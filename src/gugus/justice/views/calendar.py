"""Hearings in a calendar: one entry, or a secret link that a colleague's calendar fetches. Codes only."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.calendar_pages import Feed, answer, link_page, revoked_page
from gugus.access.codes import Section
from gugus.access.gate import public_door, staff_door
from gugus.access.viewer import Viewer
from gugus.base.calendars import as_calendar
from gugus.justice import calendars, queries
from gugus.justice.actions import feeding
from gugus.justice.actions.sitting import read_hearing
from gugus.justice.gate import hearing_for
from gugus.justice.models import FeedLink

WHY = "a calendar program cannot sign in; the address holds 256 secret bits and gives codes and hours only"


def _drawn(viewer: Viewer, at: datetime) -> bytes:
    return calendars.drawn(queries.for_calendar(viewer, at), at)


FEED = Feed("justice", "feed", Section.JUSTICE, FeedLink, _drawn, feeding.note_use)


@staff_door(Section.JUSTICE)
@require_GET
def entry(request: HttpRequest, ref: str) -> HttpResponse:
    """One hearing for a calendar: its code and its hour, nothing else."""
    at = now()
    hearing = hearing_for(request.viewer, ref, at=at).row
    read_hearing(hearing=hearing, by=request.viewer.user, at=at)
    return as_calendar(calendars.drawn([hearing], at), f"{hearing.ref}.ics")


@staff_door(Section.JUSTICE)
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """One's own link: made or renewed here, shown once."""
    at = now()
    secret = feeding.renew_feed(by=request.viewer.user, at=at) if request.method == "POST" else ""
    return link_page(FEED, request, secret=secret, at=at)


@staff_door(Section.JUSTICE)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """The link opens nothing any more."""
    return revoked_page(FEED, request, had_one=feeding.revoke_feed(by=request.viewer.user, at=now()))


@public_door(because=WHY)
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The hearings of whoever holds the link."""
    return answer(FEED, request, secret, at=now())
