"""The case on paper, as a summary or as a dossier of chosen chapters: masked, and written to the trail."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.cases.forms import ChaptersForm
from gugus.cases.gate import sight_for
from gugus.cases.policies import Sight, sight_of
from gugus.cases.reading import read_case
from gugus.cases.story import read_story
from gugus.cases.views.panels import panels_in_reach, shown_panels
from gugus.cases.wording import state_reason

MOST_LINES = 60
MOST_LINES_OF_DOSSIER = 500
USUAL = ("facts", "summary")


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


@staff_door(Section.CASE)
def dossier(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose chapters, then the dossier with them: what the viewer may read, never more than was asked for."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, at=at)
    form = ChaptersForm(request.GET or None, chapters=_chapters(sight), initial={"chapter": USUAL})
    context = {"sight": sight, "case": sight.case, "now": at, "form": form}
    if not form.is_valid():
        record("case.seen", about=sight.case, within=sight.case, by=request.viewer.user, at=at)
        return render(request, "cases/chapters.html", context, status=422 if form.is_bound else 200)
    context["chosen"] = chosen = form.cleaned_data["chapter"]
    record(
        "case.printed", about=sight.case, within=sight.case, by=request.viewer.user, at=at,
        changes={"chapters": chosen},
    )  # fmt: skip
    return render(request, "cases/dossier.html", context | _content(request, sight, chosen, at))


def _chapters(sight: Sight) -> list[tuple[str, Any]]:
    """What the viewer may put into the dossier: parts of the case itself, and the panels in reach."""
    own = [("facts", _("Facts and warnings"))]
    if sight.reads_notes:
        own.append(("summary", _("Summary")))
    if sight.sees_people:
        own.append(("people", _("People")))
    if sight.sees_story:
        own.append(("incidents", _("What happened")))
    if sight.entry_sections:
        own.append(("story", _("Chronology")))
    return [*own, *((panel.key, panel.title) for panel in panels_in_reach(sight))]


def _content(request: HttpRequest, sight: Sight, chosen: list[str], at: datetime) -> dict:
    """The chosen chapters; names stay masked even where they are shown on the screen just now."""
    paper = replace(request.viewer, on_paper=True)
    sight = sight_of(paper, sight.case, at)
    most = MOST_LINES_OF_DOSSIER if "story" in chosen else 1
    return {
        "view": read_case(sight, at, on_paper=True), "story": read_story(sight, most=most),
        "panels": shown_panels(request, paper, sight, at, only=chosen), "by": request.viewer.user,
        "state_reason": state_reason(sight.case.state, sight.case.state_code),
        "letterhead": {"over": [], "name": request.viewer.user.agency.name, "address": ""},
    }  # fmt: skip
