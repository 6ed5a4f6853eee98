"""The list of the criminal track, the search for a report's number, the figures."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.base.vault import keyed_digests
from gugus.justice import figures, forms, queries, wording
from gugus.justice.actions.heart import plain_number
from gugus.justice.actions.moving import note_search
from gugus.justice.codes import Tab

PER_PAGE = 25


@staff_door(Section.JUSTICE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Hearings of the week, what runs, what has stood long, who is still to be told, requests for protection."""
    at = now()
    tab = request.GET.get("tab", Tab.WEEK)
    tab = tab if tab in Tab.values else Tab.WEEK
    page = Paginator(queries.listed(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    _told(request, tab, rows, at)
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    return render(request, "justice/list.html", context | {"lp": forms.LpForm()})


def _told(request: HttpRequest, tab: str, rows: list, at) -> None:
    viewer = request.viewer
    if tab == Tab.WEEK:
        wording.hearing_words(rows)
    elif tab in {Tab.TELL, Tab.PROTECTION}:
        names = wording.named(viewer, [one.party for one in rows], at)
        for one in rows:
            one.shown_name = names[one.party_id]
            one.is_late = wording.late_at(one.due_at, at)
            if tab == Tab.PROTECTION:
                one.chip = wording.protection_chip(one.state)
    else:
        wording.accused_of(viewer, rows, at)


@staff_door(Section.JUSTICE)
@require_POST
def seek(request: HttpRequest) -> HttpResponse:
    """Proceedings within reach under the number of a police report. The number stays out of every address."""
    at, form = now(), forms.LpForm(request.POST)
    found = []
    if form.is_valid():
        plain = plain_number(form.cleaned_data["number"])
        found = queries.by_lp(request.viewer, keyed_digests("lp_number", plain) if plain else [])
        wording.accused_of(request.viewer, found, at)
        note_search(by=request.viewer.user, found=len(found), at=at)
    context = {"lp": form, "rows": found, "sought": form.is_valid(), "now": at}
    return render(request, "justice/found.html", context, status=200 if form.is_valid() else 422)


@staff_door(Section.JUSTICE)
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """How many proceedings stand where, and how long the stages last: within reach, nobody named."""
    told = figures.of(request.viewer, now())
    bars = {"groups": wording.group_bars(told), "medians": wording.median_bars(told)}
    return render(request, "justice/figures.html", {"told": told} | bars)
