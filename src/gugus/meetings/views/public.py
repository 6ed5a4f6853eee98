"""Pages without an account: "I am here", with the code of the room; the answer to an invitation, with its link.

A look consumes nothing and gives away nothing: what the square or the letter leads to stands behind the # and reaches
no server in an address. Wrong codes are counted by the place they come from, for an hour.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.gate import public_door
from gugus.base import limits
from gugus.base.refusals import Cannot
from gugus.meetings import forms, visiting
from gugus.meetings.actions import attending
from gugus.meetings.actions.attending import Present
from gugus.meetings.forms_minutes import ConfirmForm, HereForm, KeyForm, RoomForm
from gugus.meetings.gate import sight_for

# A whole meeting sits behind one address; wrong codes are few, right ones many.
WRONG_AN_HOUR, LINES_AN_HOUR = 60, 400
ROOM_WHY = "people in the room write down that they are there, with a code that the room shows for some hours"
LINK_WHY = "an invited office without an account answers with the link of its letter"


@public_door(because=ROOM_WHY)
@require_http_methods(["GET", "POST"])
def here(request: HttpRequest) -> HttpResponse:
    """First the code, then who one is. Whoever is signed in and sits in the task force only confirms."""
    at = now()
    if request.method != "POST":
        return _door(request, RoomForm())
    form = RoomForm(request.POST)
    sorry = _("This code opens no list (any more). Look at the screen once more.")
    meeting, status = _opened(request, form, "code", attending.meeting_of_room, "meeting_room", sorry, at)
    if meeting is None:
        return _door(request, form, status=status)
    return _here(request, meeting, form.cleaned_data["code"], at)


def _opened(
    request: HttpRequest, form, field: str, find: Callable, counter: str, sorry: str, at: datetime
) -> tuple[Any, int]:
    """What stands behind the code or the link; None with the status of the door, where the form says why."""
    if limits.used_up(counter, request, most=WRONG_AN_HOUR, at=at):
        form.add_error(None, _("Many tries came from this network within an hour. Please wait a little."))
        return None, 429
    found = find(form.cleaned_data[field], at) if form.is_valid() else None
    if found is None:
        limits.count(counter, request, at=at)
        form.add_error(field, sorry)
        return None, 422
    return found, 200


def _here(request: HttpRequest, meeting, code: str, at: datetime) -> HttpResponse:
    member = _as_member(request, meeting, at)
    sent = "name" in request.POST or "confirm" in request.POST
    form = (ConfirmForm if member else HereForm)(request.POST if sent else None, initial={"code": code})
    if sent and limits.used_up("meeting_lines", request, most=LINES_AN_HOUR, at=at):
        form.add_error(
            None, _("Many lines came from this network within an hour. Please use the paper list.")
        )
    if not sent or not form.is_valid():
        return _who(request, meeting, form, member, status=422 if sent else 200)
    try:
        _write(request, meeting, form.cleaned_data, member, code, at)
    except Cannot as refused:
        form.show(refused)
        return _who(request, meeting, form, member, status=422)
    limits.count("meeting_lines", request, at=at)
    return render(request, "meetings/here_done.html", {"meeting": meeting})


def _write(request: HttpRequest, meeting, given: dict, member: bool, code: str, at: datetime) -> None:
    if member:
        attending.confirm_presence(meeting=meeting, by=request.viewer.user, at=at, sex=given["sex"])
        return
    present = Present(given["name"], given["position"], None, given["office"], given["sex"])
    attending.sign_in_as_guest(code=code, present=present, at=at, key=given["key"])


def _as_member(request: HttpRequest, meeting, at: datetime) -> bool:
    """Is this a colleague who is signed in and may see the meeting anyway?"""
    if not request.viewer.is_known or request.viewer.stands_in_for or request.viewer.reviewing:
        return False
    with suppress(Http404, PermissionDenied):
        sight_for(request.viewer, meeting.ref, at=at)
        return True
    return False


def _who(request: HttpRequest, meeting, form, member: bool, *, status: int) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "member": member}
    return render(request, "meetings/here.html", context, status=status)


def _door(request: HttpRequest, form, *, status: int = 200) -> HttpResponse:
    return render(request, "meetings/room_door.html", {"form": form}, status=status)


@public_door(because=LINK_WHY)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """First the link, then the answer; it can be changed until the meeting."""
    at = now()
    if request.method != "POST":
        return _link_door(request, KeyForm())
    form = KeyForm(request.POST)
    sorry = _("This link opens nothing (any more). Ask the office that invited you.")
    seen, status = _opened(request, form, "key", visiting.visit, "meeting_link", sorry, at)
    if seen is None:
        return _link_door(request, form, status=status)
    return _reply(request, seen, form.cleaned_data["key"], at)


def _reply(request: HttpRequest, seen: visiting.Visit, key: str, at: datetime) -> HttpResponse:
    one, sent = seen.invitation, "answer" in request.POST
    # A link that strayed shows nobody's name: what colleagues answered with their account stays with them.
    told: dict = {"people": one.people, "words": one.words, "persons": one.persons} if one.by_link else {}
    told["answer"] = "" if one.answer == "waiting" else one.answer
    form = forms.AnswerForm(request.POST if sent else None, initial=told)
    if sent and form.is_valid():
        try:
            visiting.answer(key=key, words=form.words_given, at=at)
        except Cannot as refused:
            form.show(refused)
        else:
            return render(request, "meetings/reply_done.html", {"meeting": seen.meeting})
    context = {"seen": seen, "meeting": seen.meeting, "form": form, "key": key}
    return render(request, "meetings/reply.html", context, status=422 if sent else 200)


def _link_door(request: HttpRequest, form, *, status: int = 200) -> HttpResponse:
    return render(request, "meetings/link_door.html", {"form": form}, status=status)
