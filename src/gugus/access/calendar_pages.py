"""Pages of a calendar under a secret link: make it, revoke it, and what a calendar program reads there.

The context names its pages `feed_link`, `revoke_feed` and `feed`, and puts its own door before each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.calendar_links import Links, holder_of, live_link
from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer, viewer_of
from gugus.base import limits
from gugus.base.calendars import as_calendar
from gugus.base.context import speaking_for

WRONG_AN_HOUR, READ_AN_HOUR = 30, 240


class NoteUse(Protocol):
    def __call__(self, *, user: User, on: date, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Feed:
    """A context's calendar: whose links, which right it asks for, what it gives, how its trail tells of a reading."""

    space: str  # of the context's addresses
    counter: str  # under which tries and readings are counted
    section: Section
    links: Links
    drawn: Callable[[Viewer, datetime], bytes]
    note_use: NoteUse


def link_page(feed: Feed, request: HttpRequest, *, secret: str, at: datetime) -> HttpResponse:
    """One's own link; its address only together with the secret of a link just made."""
    address = request.build_absolute_uri(reverse(f"{feed.space}:feed", args=[secret])) if secret else ""
    held = live_link(feed.links, request.viewer.user)
    shown = {"held": held, "address": address, "now": at, "revoke": reverse(f"{feed.space}:revoke_feed")}
    response = render(request, f"{feed.space}/feed_link.html", shown)
    response["Cache-Control"] = "no-store"
    return response


def revoked_page(feed: Feed, request: HttpRequest, *, had_one: bool) -> HttpResponse:
    """Back to one's own link, with the word that the earlier one is closed."""
    if had_one:
        messages.success(request, _("The link opens nothing any more."))
    return redirect(f"{feed.space}:feed_link")


def answer(feed: Feed, request: HttpRequest, secret: str, *, at: datetime) -> HttpResponse:
    """What the holder of the link may see. A guess, a revoked link, a lost right: one and the same answer.

    Nothing is raised, because the count of tries must survive the request.
    """
    wrong = f"{feed.counter}_wrong"
    if limits.used_up(wrong, request, most=WRONG_AN_HOUR, at=at):
        return _nothing(429)
    holder = holder_of(feed.links, secret)
    text = _drawn_for(feed, holder, at) if holder else None
    if text is None:
        limits.count(wrong, request, at=at)
        return _nothing(404)
    if limits.used_up(feed.counter, request, most=READ_AN_HOUR, at=at):
        return _nothing(429)
    limits.count(feed.counter, request, at=at)
    return as_calendar(text)


def _drawn_for(feed: Feed, holder: User, at: datetime) -> bytes | None:
    """The calendar of a colleague, under the colleague's rights of today; None when there are none any more."""
    today = timezone.localdate(at)
    with speaking_for(agency=holder.agency_id, user=holder.pk):
        viewer = viewer_of(holder, on=today, at=at)
        if not viewer.has(feed.section, Verb.SEE):
            return None
        feed.note_use(user=holder, on=today, at=at)
        return feed.drawn(viewer, at)


def _nothing(status: int) -> HttpResponse:
    response = HttpResponse(b"", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
