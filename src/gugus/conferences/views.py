"""Pages of case conferences: the list, one conference, its steps. Writing it down is in `writing`."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.conferences import forms, queries
from gugus.conferences.actions.closing import read_conference
from gugus.conferences.actions.meeting import carry_out
from gugus.conferences.codes import Tab
from gugus.conferences.gate import Sight, sight_for
from gugus.conferences.models import Invitation
from gugus.conferences.steps import BY_SLUG, VERSIONED, Step, possible_steps
from gugus.conferences.wording import answers_in_short, matrix, told_of
from gugus.directory.queries import agency_names

PER_PAGE = 25


@staff_door(Section.CONFERENCE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The conferences of my agency's cases and those to which it is invited."""
    at = now()
    tab = request.GET.get("tab", Tab.COMING)
    tab = tab if tab in Tab.values else Tab.COMING
    rows = queries.listed(request.viewer, tab, at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": list(page.object_list), "tab": tab, "tabs": tabs, "now": at}
    return render(request, "conferences/list.html", context | {"keep": f"tab={tab}&"})


@staff_door(Section.CONFERENCE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One conference as far as it is open to the viewer. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_conference(conference=sight.conference, by=request.viewer.user, at=at)
    return render(request, "conferences/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page, the papers and the steps show of a conference."""
    conference, viewer = sight.conference, sight.viewer
    invitations = queries.invitations_of(conference)
    mine = next((one for one in invitations if one.agency_id == viewer.agency_id), None)
    items = queries.items_of(conference) if sight.reads_words else []
    case_ref = queries.case_ref(viewer, conference)
    return {
        "conference": conference,
        "sight": sight,
        "now": at,
        "invitations": invitations,
        "answers": answers_in_short(invitations, conference.agency_id) if sight.is_host else "",
        "guests": sorted(agency_names(set(conference.invited)).values()),
        "mine": mine,
        "items": [told_of(one, viewer) for one in items],
        "matrix": matrix(sight, items, invitations, at),
        "case_ref": case_ref,
        "case_url": url_of("case", case_ref) if case_ref else "",
        "steps": [one for one in possible_steps(sight, mine) if one.slug != "tutup" or not _waits(items)],
        "clashes": _clashes(sight),
    }


def _waits(items: list) -> bool:
    return any(one.to_agency_id and one.done_at is None for item in items for one in item.decided)


def _clashes(sight: Sight) -> list:
    conference = sight.conference
    if not sight.is_host or conference.state not in {"draft", "planned"}:
        return []
    people = [one for one in (conference.chair_id, conference.writer_id) if one]
    return queries.at_the_same_time(people, conference)


@staff_door(Section.CONFERENCE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what stands now, and what was typed."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    context = facts(sight, at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight, context["mine"])):
        return redirect("conferences:detail", ref)
    form = _form(asked, request, sight, context["mine"], at)
    context |= {"step": asked, "form": form}
    late = form.is_bound and not asked.possible(sight, context["mine"])
    status = OVERTAKEN if late else tried(form, lambda given: _run(asked, sight, form, at))
    if status == DONE:
        return redirect("conferences:detail", ref)
    if status == OVERTAKEN:
        context |= facts(sight_for(request.viewer, ref, at=at), at) | {"clash": True}
    return render(request, "conferences/step.html", context, status=status)


def _form(asked: Step, request: HttpRequest, sight: Sight, mine: Invitation | None, at: datetime):
    conference, more = sight.conference, {}
    initial: dict[str, Any] = {"version": conference.version}
    if asked.form is forms.InviteForm:
        on_case = queries.on_case(conference.case, at)
        more["agencies"] = [one for one in on_case if one.pk not in set(conference.invited)]
        initial["agencies"] = [one.pk for one in more["agencies"]]
    elif asked.form is forms.BeginForm:
        rows = [one for one in queries.invitations_of(conference) if one.agency_id != conference.agency_id]
        more["guests"] = [(str(one.agency_id), one.agency.name) for one in rows]
        initial["came"] = [str(one.agency_id) for one in rows if one.answer == "comes"]
    elif asked.form is forms.MoveForm:
        initial |= {"starts_at": conference.starts_at, "minutes": conference.minutes}
    elif asked.form is forms.AnswerForm and mine is not None:
        initial |= {"people": mine.people, "contribution": mine.contribution, "code": mine.code}
        initial["answer"] = "" if mine.answer == "waiting" else mine.answer
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)


def _run(asked: Step, sight: Sight, form, at: datetime) -> None:
    words = form.words
    if asked.form is forms.AgreeForm:
        words["objects"] = words["objects"] == "yes"
    if asked.form is forms.BeginForm:
        words["came"] = [one.agency_id for one in queries.invitations_of(sight.conference)
                         if str(one.agency_id) in words["came"]]  # fmt: skip
    if asked.slug in VERSIONED:
        words["seen"] = form.cleaned_data["version"]
    asked.run(conference=sight.conference, by=sight.viewer.user, at=at, **words)


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, ref: str, pk) -> HttpResponse:
    """A decision was carried out: by whom it was to be, or by the host for them."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    context = facts(sight, at)
    return _result(request, sight, context, pk, at)


def _result(request: HttpRequest, sight: Sight, context: dict, pk, at: datetime) -> HttpResponse:
    from_items = [one for told in context["items"] for one in told["item"].decided]
    decision = next((one for one in from_items if one.pk == pk), None)
    if decision is None or sight.viewer.agency_id not in {decision.to_agency_id, sight.conference.agency_id}:
        return redirect("conferences:detail", sight.conference.ref)
    form = forms.ResultForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            carry_out(decision=decision, by=sight.viewer.user, at=at, **form.words)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("conferences:detail", sight.conference.ref)
    context |= {"decision": decision, "form": form}
    return render(request, "conferences/result.html", context, status=422 if form.is_bound else 200)
