"""The page of the chair, one task force at a time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.kernel.ids import parse_ref
from gugus.room.telling import room_of, sights_of
from gugus.taskforce.policies import Sight

PLACES = (
    (_("Meetings"), "meetings:list", Section.MEETING),
    (_("Recommendations"), "followup:board", Section.FOLLOWUP),
    (_("Action plan"), "actionplan:list", Section.PLAN),
    (_("Reports of the task force"), "reporting:list", Section.ACCOUNT),
    (_("Publications"), "publication:list", Section.ACCOUNT),
)


@staff_door(Section.TASKFORCE)
@require_safe
def chair(request: HttpRequest) -> HttpResponse:
    """How the task force stands; `gugus` in the address names one of several. Looking is written to the trail."""
    at = now()
    sights = sights_of(request.viewer)
    if not sights:
        return render(request, "room/none.html")
    sight = chosen(sights, request.GET.get("gugus", ""))
    record("room.read", about=sight.force, by=request.viewer.user, at=at)
    tabs = [
        {"label": one.force.name, "url": f"?gugus={one.force.ref}", "current": one is sight} for one in sights
    ]
    places = [
        (label, reverse(name)) for label, name, section in PLACES if request.viewer.has(section, Verb.SEE)
    ]
    context = {
        "room": room_of(sight, at), "force": sight.force, "tabs": tabs, "places": places,
        "may_invite": sight.host and request.viewer.has(Section.MEETING, Verb.WRITE),
    }  # fmt: skip
    return render(request, "room/chair.html", context | {"today": timezone.localdate(at)})


def chosen(sights: list[Sight], ref: str) -> Sight:
    """The one that is asked for; else the first whose secretariat the agency keeps, else the first. Raises Http404."""
    if ref:
        found = next((one for one in sights if one.force.ref == (parse_ref(ref) or ref)), None)
    else:
        found = next((one for one in sights if one.host), next(iter(sights), None))
    if found is None:
        raise Http404
    return found
