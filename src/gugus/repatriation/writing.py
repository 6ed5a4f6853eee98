"""Pages that write: the proposal, legs, papers, costs."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.people.queries import shown_names
from gugus.repatriation import forms, rules, wording
from gugus.repatriation.actions import costs, legs, papers, preparing
from gugus.repatriation.gate import Sight, case_to_return_from, part_of, sight_for, to_handle, to_prepare
from gugus.repatriation.models import Cost, Leg, Repatriation, TravelPaper
from gugus.repatriation.steps import LEG_BY_SLUG, Step, leg_possible
from gugus.repatriation.views import answer, offices

PLAN = ("kind", "from_point", "from_area", "to_point", "to_area", "to_agency", "mission", "mission_name", "address",
        "family", "guardian", "words", "version")  # fmt: skip


def _typed(request: HttpRequest):
    return request.POST if request.method == "POST" else None


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """A return of somebody in a case."""
    at, viewer = now(), request.viewer
    case = case_to_return_from(viewer, ref, at=at).case
    people = _people(viewer, case, at, sent=request.method == "POST")
    choices = [(str(person.pk), name) for person, name in people]
    initial = {"kind": "domestic", "person": choices[0][0] if choices else ""}
    agencies = offices(at, but=viewer.agency_id)
    form = forms.PlanForm(_typed(request), people=choices or [("", "–")], agencies=agencies, initial=initial)

    def run() -> str:
        chosen = {str(person.pk): person for person, _name in people}
        person = chosen.get(form.cleaned_data["person"])
        if person is None:
            raise Http404
        plan = preparing.Plan(**form.plan_words)
        key = form.cleaned_data["key"]
        return preparing.propose(case=case, person=person, plan=plan, by=viewer.user, at=at, key=key).ref

    context = {"case": case, "form": form, "nobody": not people}
    return answer(request, form, run, "repatriation/plan.html", context, ref)


def _people(viewer, case, at: datetime, *, sent: bool) -> list[tuple]:
    """Everybody of the case who may travel home, with the name that the viewer may see.

    A form that was `sent` twice finds its person again; the action says what it says.
    """
    parties = case.parties.filter(until_at=None, role__in=preparing.RETURNS).select_related("person")
    persons = {party.person_id: party.person for party in parties.order_by("since_at")}
    running = Repatriation.objects.visible_to(viewer).filter(case=case).exclude(state__in=rules.ENDED)
    taken = set(running.values_list("person_id", flat=True))
    free = [person for pk, person in persons.items() if sent or pk not in taken]
    names = shown_names(viewer, free, at)
    return [(person, f"{names[person.pk]} · {person.ref}") for person in free]


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Another place, agency or address."""
    at = now()
    sight = to_prepare(request.viewer, ref, at=at)
    one = sight.repatriation
    initial = {name: getattr(one, name) for name in PLAN}
    agencies = offices(at, but=request.viewer.agency_id)
    form = forms.PlanForm(_typed(request), people=[], agencies=agencies, initial=initial)

    def run() -> None:
        plan = preparing.Plan(**form.plan_words)
        seen = form.cleaned_data["version"]
        preparing.change_plan(repatriation=one, plan=plan, by=request.viewer.user, at=at, seen=seen)

    return answer(request, form, run, "repatriation/plan.html", {"repatriation": one, "form": form}, ref)


@staff_door(Section.REPATRIATION)
@require_GET
def leg(request: HttpRequest, ref: str) -> HttpResponse:
    """A leg by its reference, as tasks and notices name it: the page of its return."""
    rows = Leg.objects.unscoped(because="its return is asked at its gate").filter(ref=ref)
    found = rows.select_related("repatriation").first()
    if found is None:
        raise Http404
    sight = sight_for(request.viewer, found.repatriation.ref, at=now())
    return redirect("repatriation:detail", sight.repatriation.ref)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new_leg(request: HttpRequest, ref: str) -> HttpResponse:
    """One more leg, beginning where the last one ended."""
    at = now()
    sight = to_handle(request.viewer, ref, at=at)
    one = sight.repatriation
    form = forms.LegForm(_typed(request), agencies=offices(at), initial=_next_leg(one))

    def run() -> None:
        plan = legs.LegPlan(**form.plan_words)
        legs.write_leg(
            repatriation=one, plan=plan, by=request.viewer.user, at=at, key=form.cleaned_data["key"]
        )

    return answer(request, form, run, "repatriation/leg.html", {"repatriation": one, "form": form}, ref)


def _next_leg(one: Repatriation) -> dict[str, Any]:
    rows = list(one.legs.exclude(state="cancelled").select_related("data_key").order_by("-number")[:1])
    if not rows:
        return {"from_point": one.from_point, "from_area": one.from_area}
    last = rows[0]
    return {
        "from_point": last.to_point, "from_area": last.to_area, "to_point": one.to_point, "to_area": one.to_area,
        "departs_at": forms.on_the_wall((last.arrived_at or last.arrives_at) + timedelta(hours=2), last.to_zone),
        "escort": last.escort, "escort_phone": last.escort_phone, "escort_agency": last.escort_agency_id,
    }  # fmt: skip


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change_leg(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Another place, time, carrier or escort, until the leg was begun."""
    at = now()
    sight = to_handle(request.viewer, ref, at=at)
    leg = part_of(sight, Leg, pk)
    names = ("version", "from_point", "from_area", "to_point", "to_area", "transport", "carrier", "escort",
             "escort_phone", "note")  # fmt: skip
    initial = {name: getattr(leg, name) for name in names} | {
        "departs_at": forms.on_the_wall(leg.departs_at, leg.from_zone),
        "arrives_at": forms.on_the_wall(leg.arrives_at, leg.to_zone),
        "escort_agency": leg.escort_agency_id,
        "to_agency": leg.to_agency_id,
    }
    form = forms.LegForm(_typed(request), agencies=offices(at), initial=initial)

    def run() -> None:
        plan = legs.LegPlan(**form.plan_words)
        legs.change_leg(leg=leg, plan=plan, by=request.viewer.user, at=at, seen=form.cleaned_data["version"])

    context = {"repatriation": sight.repatriation, "form": form, "leg": leg}
    return answer(request, form, run, "repatriation/leg.html", context, ref)


@staff_door(Section.REPATRIATION)
@require_http_methods(["GET", "POST"])
def leg_step(request: HttpRequest, ref: str, pk: UUID, slug: str) -> HttpResponse:
    """A leg begins, arrives, or does not take place."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    leg, asked = part_of(sight, Leg, pk), LEG_BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not leg_possible(asked, sight, leg)):
        return redirect("repatriation:detail", ref)
    zone = leg.to_zone if slug == "tiba" else leg.from_zone
    initial = {"version": leg.version, "moment": forms.on_the_wall(at.replace(second=0, microsecond=0), zone)}
    form = asked.form(_typed(request), initial=initial | {"how": _usual(request, leg)})
    [line] = wording.told_legs([leg], at)
    context = {"repatriation": sight.repatriation, "form": form, "step": asked, "line": line, "leg": leg}
    if form.is_bound and not leg_possible(asked, sight, leg):
        return render(request, "repatriation/step.html", context | {"clash": True}, status=409)

    def run() -> None:
        _run_leg(asked, leg, form, zone, request.viewer.user, at)

    return answer(request, form, run, "repatriation/step.html", context, ref)


def _usual(request: HttpRequest, leg: Leg) -> str:
    return "receiver" if leg.to_agency_id == request.viewer.agency_id else "escort"


def _run_leg(asked: Step, leg: Leg, form, zone: str, by, at: datetime) -> None:
    common = {"leg": leg, "by": by, "at": at}
    if asked.slug == "batal":
        asked.run(**common)
        return
    moment, seen = forms.at_place(form.cleaned_data["moment"], zone), form.cleaned_data["version"]
    if asked.slug == "mulai":
        asked.run(departed_at=moment, seen=seen, **common)
    else:
        asked.run(arrived_at=moment, how=form.cleaned_data["how"], seen=seen, **common)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """One more paper."""
    at = now()
    one = to_handle(request.viewer, ref, at=at).repatriation
    form = forms.PaperForm(_typed(request), initial={"state": "needed"})

    def run() -> None:
        words = form.words
        key, kind = words.pop("key"), words.pop("kind")
        paper = papers.PaperFacts(**words)
        papers.write_paper(repatriation=one, kind=kind, facts=paper, by=request.viewer.user, at=at, key=key)

    return answer(request, form, run, "repatriation/paper.html", {"repatriation": one, "form": form}, ref)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change_paper(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """It was asked for, granted or refused."""
    at = now()
    sight = to_handle(request.viewer, ref, at=at)
    paper = part_of(sight, TravelPaper, pk)
    names = ("state", "number", "asked_on", "issued_on", "valid_until", "note")
    form = forms.PaperForm(
        _typed(request), fixed=True, initial={name: getattr(paper, name) for name in names}
    )

    def run() -> None:
        words = form.words
        words.pop("key")
        papers.change_paper(paper=paper, facts=papers.PaperFacts(**words), by=request.viewer.user, at=at)

    context = {"repatriation": sight.repatriation, "form": form, "paper": wording.paper_words(paper.kind)}
    return answer(request, form, run, "repatriation/paper.html", context, ref)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new_cost(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """What a leg cost and who paid."""
    at = now()
    sight = to_handle(request.viewer, ref, at=at)
    leg = part_of(sight, Leg, pk)
    form = forms.CostForm(_typed(request), agencies=offices(at))

    def run() -> None:
        price, key = costs.Price(**form.price_words), form.cleaned_data["key"]
        costs.write_cost(leg=leg, price=price, by=request.viewer.user, at=at, key=key)

    [line] = wording.told_legs([leg], at)
    context = {"repatriation": sight.repatriation, "form": form, "line": line}
    return answer(request, form, run, "repatriation/cost.html", context, ref)


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_POST
def take_back_cost(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """An amount that was written by mistake."""
    at = now()
    sight = to_handle(request.viewer, ref, at=at)
    costs.take_back_cost(cost=cost_of(sight, pk), by=request.viewer.user, at=at)
    return redirect("repatriation:detail", ref)


def cost_of(sight: Sight, pk: UUID) -> Cost:
    """An amount that one's own agency wrote on a return that came through its gate."""
    rows = Cost.objects.unscoped(because="the return came through its gate").filter(pk=pk)
    found = rows.filter(leg__repatriation=sight.repatriation, agency_id=sight.viewer.agency_id).first()
    if found is None:
        raise Http404
    return found
