"""Pages of stays: the tray, one stay, its steps, a family at once, a proposal. Houses are in `housing`."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.shelter import forms, gate, queries
from gugus.shelter.actions import deciding, keeping
from gugus.shelter.codes import Misfit, State, Tab
from gugus.shelter.models import Stay
from gugus.shelter.policies import Sight
from gugus.shelter.steps import BY_SLUG, Step, possible_steps
from gugus.shelter.wording import dress, hold_words

PER_PAGE = 25


@staff_door(Section.CARE)
@require_GET
def stays(request: HttpRequest) -> HttpResponse:
    """The stays in my agency's houses: to decide, expected, here, ended."""
    at, viewer = now(), request.viewer
    tab = request.GET.get("tab", Tab.PROPOSED)
    tab = tab if tab in Tab.values else Tab.PROPOSED
    page = Paginator(queries.listed(viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names, beds = queries.names_of(viewer, rows, at), queries.beds_of(rows)
    for one in rows:
        dress(one, at).shown_name, one.bed_words = names.get(one.person_id, ""), beds.get(one.pk, "")
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    return render(request, "shelter/stays.html", context)


@staff_door(Section.CARE)
@require_GET
def stay(request: HttpRequest, ref: str) -> HttpResponse:
    """One stay: everything for the house, state and dates for the agency of the case. Reading it is recorded."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, at=at)
    keeping.read_stay(stay=sight.stay, by=request.viewer.user, at=at)
    return render(request, "shelter/stay.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What page and steps show of a stay."""
    one, viewer = dress(sight.stay, at), sight.viewer
    one.shown_name = queries.names_of(viewer, [one], at).get(one.person_id, "")
    case = queries.case_of(viewer, one)
    context = {
        "stay": one,
        "sight": sight,
        "now": at,
        "case": case,
        "case_url": url_of("case", case.ref) if case else "",
        "referral_url": url_of("referral", one.referral.ref) if one.referral_id else "",
        "steps": possible_steps(sight),
        "warnings": queries.warnings_of(viewer, case, at),
    }
    if sight.is_house:
        context |= _of_the_house(one, viewer, at)
    return context


def _of_the_house(one: Stay, viewer, at: datetime) -> dict[str, Any]:
    """What only the house sees: bed, notes, rounds, belongings, the family."""
    family = [each for each in queries.family_of(viewer, one) if each.pk != one.pk]
    names = queries.names_of(viewer, family, at)
    for each in family:
        each.shown_name = names.get(each.person_id, "")
    return {
        "bed": queries.bed_of(one),
        "beds": queries.history_of(one),
        "notes": queries.notes_of(one),
        "checks": queries.checks_of(one),
        "against": [Misfit(code).label for code in one.against],
        "things": queries.belongings_of(one),
        "family": family,
        "together": [each for each in family if each.state == State.PROPOSED == one.state],
    }


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what stands now, and what was typed."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight)):
        return redirect("shelter:stay", ref)
    context = facts(sight, at)
    form, chosen = step_form(asked, sight, request.POST if request.method == "POST" else None, at)
    context |= {"step": asked, "form": form}
    if not form.is_bound:
        return render(request, "shelter/step.html", context)
    if not asked.possible(sight):
        return render(request, "shelter/step.html", context | {"clash": True}, status=409)
    if form.is_valid():
        try:
            _run(asked, sight, form, chosen, at)
        except Stale:
            again = facts(gate.stay_for(request.viewer, ref, at=at), at)
            return render(request, "shelter/step.html", context | again | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:stay", ref)
    return render(request, "shelter/step.html", context, status=422)


def step_form(asked: Step, sight: Sight, data, at: datetime) -> tuple[Any, dict[str, Any]]:
    """The form of a step, and the rows behind its choices by id."""
    one, more, chosen = sight.stay, {}, {}
    minute = at.replace(second=0, microsecond=0)
    initial: dict[str, Any] = {"version": one.version, "in_at": minute, "out_at": minute}
    if issubclass(asked.form, forms.BedForm):
        ours = asked.form is forms.ApproveForm
        houses = [one.house] if ours else queries.houses_of(sight.viewer).filter(closed_at=None)
        free = queries.suited(one, houses, at)
        more["beds"] = forms.bed_choices(free, with_house=not ours)
        chosen |= {str(bed.pk): bed for bed, _against in free}
    if asked.form is forms.ApproveForm:
        holds = queries.holds_of(one.house, at)
        more["holds"] = [(str(hold.pk), hold_words(hold)) for hold in holds]
        chosen |= queries.by_ids(holds)
    return asked.form(data, initial=initial, **more), chosen


def _run(asked: Step, sight: Sight, form, chosen: dict[str, Any], at: datetime) -> None:
    words = dict(form.words)
    for name in ("bed", "hold"):
        if name in words:
            words[name] = chosen.get(words[name])
    if asked.versioned:
        words["seen"] = form.cleaned_data["version"]
    asked.run(stay=sight.stay, by=sight.viewer.user, at=at, **words)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, ref: str) -> HttpResponse:
    """A family that was proposed for one house: one decision, a bed for each."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    waiting = [one for one in queries.family_of(request.viewer, sight.stay) if one.state == State.PROPOSED]
    if len(waiting) < 2:
        return redirect("shelter:stay", ref)
    form, beds = _family_form(request, waiting, sight, at)
    if form.is_bound and form.is_valid():
        words = form.words
        places = [(one, beds[words.pop(f"b_{one.pk}")]) for one in waiting]
        try:
            deciding.approve_family(places=places, by=request.viewer.user, at=at, **words)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:stay", ref)
    context = facts(sight, at) | {"form": form}
    return render(request, "shelter/family.html", context, status=422 if form.is_bound else 200)


def _family_form(request: HttpRequest, waiting: list[Stay], sight: Sight, at: datetime):
    free = queries.suited(sight.stay, [sight.stay.house], at)
    names = queries.names_of(request.viewer, waiting, at)
    choices = forms.bed_choices([(bed, []) for bed, _against in free])
    people = [
        (str(one.pk), f"{names.get(one.person_id, one.ref)} · {dress(one, at).who_words}", choices)
        for one in waiting
    ]
    data = request.POST if request.method == "POST" else None
    return forms.FamilyForm(data, people=people), {str(bed.pk): bed for bed, _against in free}


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def returned(request: HttpRequest, ref: str, pk) -> HttpResponse:
    """Something the house kept was given back."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    thing = gate.belonging_of(sight, pk)
    if thing.returned_at is None:
        signed = request.POST.get("signed") == "on"
        keeping.give_back(belonging=thing, signed=signed, by=request.viewer.user, at=at)
    return redirect("shelter:stay", ref)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def propose_for_referral(request: HttpRequest, ref: str) -> HttpResponse:
    """The asked agency accepted a referral for a place to stay: which house, from when."""
    at = now()
    referral, case = gate.referral_to_house(request.viewer, ref, at=at)
    parties = case.parties.filter(until_at=None, person_id=referral.person_id).select_related("person")
    return _propose(request, case, parties, at, referral)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def propose_for_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody of one's own case is to stay in a house of one's own agency."""
    at = now()
    case = gate.case_to_house(request.viewer, ref, at=at)
    parties = case.parties.filter(until_at=None, role__in=["survivor", "witness", "family"]).select_related(
        "person"
    )
    return _propose(request, case, parties, at)


def _propose(request: HttpRequest, case, parties, at: datetime, referral=None) -> HttpResponse:
    viewer = request.viewer
    houses = {one.ref: one for one in queries.houses_of(viewer).filter(closed_at=None)}
    people = {str(one.person_id): one.person for one in parties}
    form = _propose_form(request, houses, people, at)
    if form.is_bound and form.is_valid():
        words = form.words
        words |= {"person": people[words["person"]], "house": houses[words["house"]]}
        try:
            made = deciding.propose(case=case, referral=referral, by=viewer.user, at=at, **words)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:stay", made.ref)
    context = {"case": case, "referral": referral, "form": form, "houses": houses}
    return render(request, "shelter/propose.html", context, status=422 if form.is_bound else 200)


def _propose_form(request: HttpRequest, houses: dict, people: dict, at: datetime) -> forms.ProposeForm:
    names = queries.shown_names(request.viewer, people.values(), at)
    free = queries.free_in_words(request.viewer, houses.values(), at)
    return forms.ProposeForm(
        request.POST if request.method == "POST" else None,
        people=[(key, names.get(person.pk, person.ref)) for key, person in people.items()],
        houses=[(ref, house.name) for ref, house in houses.items()],
        explain={ref: free.get(house.pk, "") for ref, house in houses.items()},
        initial={"from_at": at.replace(second=0, microsecond=0)},
    )
