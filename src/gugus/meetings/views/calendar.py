"""Meetings in a calendar: one entry, or a secret link that a colleague's calendar fetches."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import public_door, staff_door
from gugus.access.models import User
from gugus.access.viewer import viewer_of
from gugus.base.context import speaking_for
from gugus.intake import limits
from gugus.meetings import calendars, queries
from gugus.meetings.actions import feeding
from gugus.meetings.actions.closing import read_meeting
from gugus.meetings.gate import sight_for

WRONG_AN_HOUR, READ_AN_HOUR = 30, 240
WHY = (
    "a calendar program cannot sign in; the address holds 256 secret bits and gives meetings of offices only"
)


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
    at, secret = now(), ""
    if request.method == "POST":
        secret = feeding.renew_feed(by=request.viewer.user, at=at)
    address = request.build_absolute_uri(reverse("meetings:feed", args=[secret])) if secret else ""
    held = queries.has_feed(request.viewer.user)
    response = render(request, "meetings/feed_link.html", {"held": held, "address": address, "now": at})
    response["Cache-Control"] = "no-store"
    return response


@staff_door(Section.MEETING)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """The link opens nothing any more."""
    if feeding.revoke_feed(by=request.viewer.user, at=now()):
        messages.success(request, _("The link opens nothing any more."))
    return redirect("meetings:feed_link")


@public_door(because=WHY)
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The meetings of whoever holds the link. A guess, a revoked link, a lost right: one and the same answer.

    Nothing is raised, because the count of tries must survive the request.
    """
    at = now()
    if limits.used_up("meeting_feed_wrong", request, most=WRONG_AN_HOUR, at=at):
        return _nothing(429)
    holder = feeding.holder_of(secret)
    text = _meetings_of(holder, at) if holder else None
    if text is None:
        limits.count("meeting_feed_wrong", request, at=at)
        return _nothing(404)
    if limits.used_up("meeting_feed", request, most=READ_AN_HOUR, at=at):
        return _nothing(429)
    limits.count("meeting_feed", request, at=at)
    return as_calendar(text)


def _meetings_of(holder: User, at: datetime) -> bytes | None:
    """The calendar of a colleague, under the colleague's rights of today; None when there are none any more."""
    today = timezone.localdate(at)
    with speaking_for(agency=holder.agency_id, user=holder.pk):
        viewer = viewer_of(holder, on=today, at=at)
        if not viewer.has(Section.MEETING, Verb.SEE):
            return None
        feeding.note_use(user=holder, on=today, at=at)
        return calendars.drawn(queries.for_calendar(viewer, at), at)


def _nothing(status: int) -> HttpResponse:
    response = HttpResponse(b"", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def as_calendar(text: bytes, name: str = "") -> HttpResponse:
    """An answer that calendar programs read; as a download when it has a name."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
