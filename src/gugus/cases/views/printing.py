"""The case summary on paper: masked, and written to the trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.cases.gate import sight_for
from gugus.cases.reading import read_case
from gugus.cases.story import read_story
from gugus.cases.wording import state_reason

MOST_LINES = 60


@staff_door(Section.CASE)
def summary(request: HttpRequest, ref: str) -> HttpResponse:
    """What the viewer sees of the case, with masks even where a name is shown on the screen just now."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, at=at)
    case = sight.case
    record("case.printed", about=case, within=case, by=request.viewer.user, at=at)
    context = {
        "view": read_case(sight, at, on_paper=True), "sight": sight, "case": case, "now": at,
        "story": read_story(sight, most=MOST_LINES), "by": request.viewer.user,
        "state_reason": state_reason(case.state, case.state_code),
        "letterhead": {"over": [], "name": request.viewer.user.agency.name, "address": ""},
    }  # fmt: skip
    return render(request, "cases/print.html", context)
