"""Meetings in a calendar: one entry, or a secret link that a colleague's calendar fetches."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.calendar_pages import Feed, answer, link_page, revoked_page
from gugus.access.codes import Section
from gugus.access.gate import public_door, staff_door
from gugus.access.viewer import Viewer
from gugus.base.calendars import as_calendar
from gugus.meetings import calendars, queries
from gugus.meetings.actions import feeding
from gugus.meetings.actions.closing import read_meeting
from gugus.meetings.gate import sight_for
from gugus.meetings.models import FeedLink

WHY = (
    "a calendar program cannot sign in; the address holds 256 secret bits and gives meetings of offices only"
)


def _drawn(viewer: Viewer, at: datetime) -> bytes:
    return calendars.drawn(queries.for_calendar(viewer, at), at)


FEED = Feed("meetings", "meeting_feed", Section.MEETING, FeedLink, _drawn, feeding.note_use)


@staff_door(Section.MEETING)
@require_GET
def entry(request: HttpRequest, ref: str) -> HttpResponse:
    """One meeting for a calendar: what it is about, where and when."""
    at = now()
    meeting = sight_for(request.viewer, ref, at=at).meeting
    read_meeting(meeting=meeting, by=request.viewer.user, at=at)
    return as_calendar(calendars.drawn([meeting], at), f"{meeting.ref}.ics")


@staff_door(Section.MEETING)
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """One's own link: made or renewed here, shown once."""
    at = now()
    secret = feeding.renew_feed(by=request.viewer.user, at=at) if request.method == "POST" else ""
    return link_page(FEED, request, secret=secret, at=at)


@staff_door(Section.MEETING)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """The link opens nothing any more."""
    return revoked_page(FEED, request, had_one=feeding.revoke_feed(by=request.viewer.user, at=now()))


@public_door(because=WHY)
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The meetings of whoever holds the link."""
    return answer(FEED, request, secret, at=now())
