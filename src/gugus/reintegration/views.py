"""Pages of reintegration: the list, one reintegration, its steps, the figures. Visits and money are in `writing`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.forms import Versioned
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.people.queries import shown_names
from gugus.reintegration import figures, forms, queries, schedule
from gugus.reintegration.actions import ending
from gugus.reintegration.actions.moving import written
from gugus.reintegration.actions.preparing import begin_reintegration
from gugus.reintegration.codes import Tab
from gugus.reintegration.gate import Sight, case_to_reintegrate, sight_for
from gugus.reintegration.steps import BY_SLUG, Step, possible_steps
from gugus.reintegration.wording import checklist, levels, looks_of, names_of, reason_said, supports_said

PER_PAGE = 25
SECTION = Section.REINTEGRATION


@staff_door(SECTION)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The reintegrations within reach: visits of this week, late ones, alarms, running, ended."""
    at = now()
    tab = request.GET.get("tab", Tab.DUE)
    tab = tab if tab in Tab.values else Tab.DUE
    page = Paginator(queries.listed(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = names_of(request.viewer, rows, at)
    for one in rows:
        one.shown_name = names[one.person_id]
        one.is_late = bool(one.next_due and one.next_due < at)
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    may_count = request.viewer.has(Section.FIGURES, Verb.SEE)
    return render(request, "reintegration/list.html", context | {"may_count": may_count})


@staff_door(SECTION)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One reintegration as far as it is open to the viewer. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    written("reintegration.read", sight.one, by=request.viewer.user, at=at)
    return render(request, "reintegration/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page and the steps show. A village office gets days and needs."""
    one, steps = sight.one, possible_steps(sight)
    context: dict[str, Any] = {
        "one": one,
        "sight": sight,
        "now": at,
        "visits": looks_of(one, queries.visits_of(one), at),
        "name": names_of(sight.viewer, [one], at)[one.person_id],
        "person": next(iter(queries.people_of([one]).values()), None),
        "first_steps": [each for each in steps if each.kind == "main" or each.slug == "alarm"],
        "more_steps": [each for each in steps if each.kind != "main" and each.slug != "alarm"],
        "today": schedule.day_at(at, one.area_code),
        "code_words": reason_said(one),
        "shortest_basis": one.clock.basis_in(get_language()) if one.clock else "",
    }
    return context | (_deep(sight, at) if sight.reads else {})


def _deep(sight: Sight, at: datetime) -> dict[str, Any]:
    one = sight.one
    placements = queries.placements_of(one)
    alarms = queries.alarms_of(one)
    outcomes = queries.outcomes_of(one)
    return {
        "sides": checklist(queries.steps_of(one)),
        "homes": queries.homes_of(one),
        "placements": placements,
        "placement": placements[0] if placements else None,
        "supports": supports_said(queries.supports_of(one)),
        "alarms": alarms,
        "open_alarms": [each for each in alarms if each.ended_at is None],
        "never_alone": queries.never_alone(one),
        "levels": levels(outcomes) if outcomes else [],
        "hurdles": ending.hurdles(one, at) if one.state == "following" and sight.is_ours else [],
        "may_serve": sight.is_ours and sight.of_case.may(Verb.WRITE, Section.CARE),
    }


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what stands now, and what was typed."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight)):
        written("reintegration.read", sight.one, by=request.viewer.user, at=at)
        return redirect("reintegration:detail", ref)
    form = _form(asked, request, sight, at)
    context = {"step": asked, "possible": asked.possible(sight)}
    return answered(request, sight, form, lambda words: _run(asked, sight, words, form, at), at, **context)


def answered(
    request: HttpRequest,
    sight: Sight,
    form: Versioned,
    run: Callable[[dict], Any],
    at: datetime,
    *,
    step,
    possible: bool = True,
    **more,
) -> HttpResponse:
    """Show a form, or do what it says and go back to the page; a refusal stands at its field, nothing typed is lost."""
    user = request.viewer.user
    context = {"step": step, "form": form, "sight": sight, "one": sight.one, "now": at} | more
    if not form.is_bound:
        written("reintegration.read", sight.one, by=user, at=at)
        return render(request, "reintegration/step.html", context)
    if not possible:
        written("reintegration.read", sight.one, by=user, at=at)
        return render(request, "reintegration/step.html", context | {"clash": True}, status=409)
    if form.is_valid():
        try:
            run(form.words)
        except Stale:
            fresh = sight_for(request.viewer, sight.one.ref, at=at)
            again = {"one": fresh.one, "sight": fresh, "clash": True}
            return render(request, "reintegration/step.html", context | again, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("reintegration:detail", sight.one.ref)
    written("reintegration.read", sight.one, by=user, at=at)
    return render(request, "reintegration/step.html", context, status=422)


def _form(asked: Step, request: HttpRequest, sight: Sight, at: datetime) -> Versioned:
    one, more = sight.one, {}
    today = schedule.day_at(at, one.area_code)
    initial: dict[str, Any] = {"version": one.version}
    if asked.form is forms.FollowerForm:
        more["agencies"] = queries.followers(one.case, at)
        initial["follower"] = one.follower_id
    elif asked.form is forms.OutcomeForm:
        more["asked"] = queries.moments_asked(one)
    elif asked.form is forms.StepForm:
        initial["step"] = request.GET.get("step", "")
    initial |= dict.fromkeys(("asked_on", "looked_on", "reunited_on"), today)
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)


def _run(asked: Step, sight: Sight, words: dict, form: Versioned, at: datetime) -> None:
    if asked.versioned:
        words["seen"] = form.cleaned_data["version"]
    if asked.form is forms.PlaceForm:
        words["may_override"] = sight.may_override
    asked.run(one=sight.one, by=sight.viewer.user, at=at, **words)


@staff_door(SECTION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin to prepare the return of one survivor of a case."""
    at = now()
    of_case = case_to_reintegrate(request.viewer, ref, at=at)
    case = of_case.case
    parties = {str(one.pk): one for one in queries.survivors_without(case)}
    names = shown_names(request.viewer, [one.person for one in parties.values()], at)
    choices = [(key, names[one.person_id]) for key, one in parties.items()]
    first = next(iter(parties.values()), None)
    area = (first.person.home_area if first else "") or case.area_code
    rules, initial = queries.rules_on(timezone.localdate(at)), {"risk": case.risk, "area_code": area}
    form = forms.BeginForm(request.POST or None, parties=choices, rules=rules, initial=initial)
    context = {"case": case, "form": form, "nobody": not parties}
    if form.is_bound and form.is_valid():
        words = form.words
        words["party"] = parties[words["party"]]
        try:
            one = begin_reintegration(case=case, by=request.viewer.user, at=at, **words)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("reintegration:detail", one.ref)
    read_case(request, case, at)
    return render(request, "reintegration/new.html", context, status=422 if form.is_bound else 200)


def read_case(request: HttpRequest, case, at: datetime) -> None:
    """Whoever opens the form about a case leaves a line."""
    figures.looked_at(case, by=request.viewer.user, at=at)


@staff_door(Section.FIGURES)
@require_GET
def figures_page(request: HttpRequest) -> HttpResponse:
    """How the outcomes stood in a year, of everybody; small counts are hidden."""
    at = now()
    this_year = timezone.localdate(at).year
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdigit() and 2020 <= int(asked) <= this_year else this_year
    years = [
        {"label": str(one), "url": f"?tahun={one}", "current": one == year}
        for one in range(this_year, this_year - 3, -1)
    ]
    context = {"year": year, "tabs": years, "pictures": figures.of_year(year)}
    return render(request, "reintegration/figures.html", context)
