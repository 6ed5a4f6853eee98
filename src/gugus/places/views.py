"""One fragment: candidates for a place while it is being typed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gugus.places import rules
from gugus.places.forms import CHOICE, SEEN
from gugus.places.search import search

_LONGEST = 120


def suggest(request: HttpRequest) -> HttpResponse:
    """Radio buttons for what was typed so far into the field that `for` names; the same the form shows itself."""
    name = request.GET.get("for", "")[:60]
    text = request.GET.get(name, "").strip()[:_LONGEST]
    context = {"name": name, "text": text, "choice": name + CHOICE, "seen": name + SEEN}
    if len(text) >= 2:
        try:
            context["candidates"] = search(
                text,
                least=_level(request, "least", 1),
                most=_level(request, "most", 4),
                under=request.GET.get("under", "")[:13],
                near=settings.HOME_AREA,
            )
            context["asked"] = True
        except rules.CodeRefused as refused:
            context["problem"] = refused.problem.label
    return render(request, "places/_choices.html", context)


def _level(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given in {"1", "2", "3", "4"} else default
