"""Who is there: the list, the code of the room, lines from paper or a file."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.meetings import queries, secrets, wording
from gugus.meetings.actions import attending
from gugus.meetings.actions.attending import Present
from gugus.meetings.actions.closing import read_meeting
from gugus.meetings.codes import StrikeCode, Way
from gugus.meetings.forms_minutes import ImportForm, PresentForm
from gugus.meetings.gate import Sight, line_of, to_write
from gugus.meetings.importing import read_list
from gugus.taskforce.queries import members_on
from gugus.trail.square import square


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest, ref: str) -> HttpResponse:
    """The list of who was there, and one more line."""
    at = now()
    sight = _to_write(request, ref, at)
    form = PresentForm(request.POST if request.method == "POST" else None, agencies=_members(sight))
    if form.is_bound and form.is_valid():
        try:
            attending.add_present(
                meeting=sight.meeting, lines=[Present(**form.cleaned_data)], by=request.viewer.user, at=at
            )
        except Cannot as refused:
            form.show(refused)
        else:
            messages.success(request, _("The line was added."))
            return redirect("meetings:presence", ref)
    return _page(request, sight, form, ImportForm(), status=422 if form.is_bound else 200)


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def load(request: HttpRequest, ref: str) -> HttpResponse:
    """Lines from a spreadsheet: all or none."""
    at = now()
    sight = _to_write(request, ref, at)
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            lines = read_list(form.cleaned_data["upload"].read(), _members(sight))
            made = attending.add_present(
                meeting=sight.meeting, lines=lines, by=request.viewer.user, at=at, way=Way.IMPORT
            )
        except Cannot as refused:
            form.show(refused)
        else:
            messages.success(request, _("%(number)d lines were added.") % {"number": len(made)})
            return redirect("meetings:presence", ref)
    return _page(request, sight, PresentForm(agencies=_members(sight)), form, status=422)


def _page(request: HttpRequest, sight: Sight, form, loading, *, status: int) -> HttpResponse:
    lines = queries.attendees_of(sight.meeting)
    context = {
        "meeting": sight.meeting, "sight": sight, "lines": lines, "there": wording.there_in_short(lines), "form": form,
        "loading": loading, "codes": StrikeCode.choices,
    }  # fmt: skip
    return render(request, "meetings/presence.html", context, status=status)


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, ref: str) -> HttpResponse:
    """The code that the room shows: made by the button, shown large until the page is left. Only a digest is kept."""
    at, code, link = now(), "", ""
    sight = _to_write(request, ref, at)
    if request.method == "POST":
        try:
            if request.POST.get("close"):
                attending.close_roll(meeting=sight.meeting, by=request.viewer.user, at=at)
                return redirect("meetings:presence", ref)
            code = attending.open_roll(meeting=sight.meeting, by=request.viewer.user, at=at)
            link = request.build_absolute_uri(reverse("meetings:here")) + "#" + code
        except Cannot as refused:
            messages.error(request, refused.reasons[0].words)
    sight = to_write(request.viewer, ref, at=at)
    context = {
        "meeting": sight.meeting, "code": secrets.spoken(code) if code else "", "square": square(link) if link else "",
        "address": request.build_absolute_uri(reverse("meetings:here")),
    }  # fmt: skip
    response = render(request, "meetings/room.html", context)
    response["Cache-Control"] = "no-store"
    return response


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def strike(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A line does not count."""
    at = now()
    sight = _to_write(request, ref, at)
    line, code = line_of(sight, pk), request.POST.get("code", "")
    if code in StrikeCode.values:
        try:
            attending.strike(meeting=sight.meeting, line=line, code=code, by=request.viewer.user, at=at)
        except Cannot as refused:
            messages.error(request, refused.reasons[0].words)
    return redirect("meetings:presence", ref)


def _members(sight: Sight) -> list:
    return members_on(sight.meeting.task_force, timezone.localdate(sight.meeting.starts_at))


def _to_write(request: HttpRequest, ref: str, at: datetime) -> Sight:
    sight = to_write(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    return sight
