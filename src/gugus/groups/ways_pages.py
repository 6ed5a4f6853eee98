"""The way home: who goes where, what the family and each person said, who receives; and the hand-over in one deed."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.pictures import Bar
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import Stale
from gugus.directory.queries import receivers
from gugus.groups import queries, rules
from gugus.groups.codes import HandState
from gugus.groups.forms import JourneyForm, ManagerForm, PlaceForm, ReceiverForm, WayForm
from gugus.groups.gate import Sight, destination_of, sight_for
from gugus.groups.going import ForChild, note_will, way_of, write_way
from gugus.groups.handing_over import hurdles_of, order_hand_over, stays
from gugus.groups.models import Member
from gugus.groups.splitting import leave_open, name_receiver, place, place_by_home
from gugus.people.queries import shown_names
from gugus.places.queries import labels
from gugus.screening.queries import managers


@staff_door(Section.REPATRIATION)
@require_http_methods(["GET", "POST"])
def ways(request: HttpRequest, ref: str) -> HttpResponse:
    """Twenty people: destination, family, risk, own will; each saved by itself, places for the chosen ones at once."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write" if request.method == "POST" else "", at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    if request.method == "GET":
        return _page(request, sight, at)
    if request.POST.get("do") == "home":
        return _done(
            request, sight, at, lambda: place_by_home(group=sight.group, by=request.viewer.user, at=at)
        )
    form = PlaceForm(request.POST)
    told = {}
    if form.is_valid():
        told = _save_all(request, sight, form, at)
        if not told and (chosen := _chosen(request, sight)):
            return _done(
                request, sight, at, lambda: _move(sight, chosen, form, request.POST.get("do", ""), at), form
            )
    if told or not form.is_valid():
        return _page(request, sight, at, form, told, status=422)
    return redirect(request.get_full_path())


@staff_door(Section.REPATRIATION, Verb.WRITE)
@require_POST
def receiver(request: HttpRequest, ref: str, pk) -> HttpResponse:
    """Who receives people at a destination."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write", at=at)
    destination = destination_of(sight, pk)
    agencies = receivers(timezone.localdate(at))
    form = ReceiverForm(request.POST, destination=destination, agencies=agencies)
    if not form.is_valid():
        return _page(request, sight, at, status=422)
    chosen = next((one for one in agencies if str(one.pk) == form.cleaned_data["agency"]), None)
    run = lambda: name_receiver(  # noqa: E731
        destination=destination,
        agency=chosen,
        by=request.viewer.user,
        at=at,
        seen=form.cleaned_data["version"],
    )
    return _done(request, sight, at, run)


@staff_door(Section.REPATRIATION, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def handing(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is ready and who is not, and why; the journeys; one press orders the hand-over, the worker carries it out."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_hand_over", at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    context = _readiness(sight, at)
    data = request.POST if request.method == "POST" else None
    moment = timezone.localtime(at).replace(second=0, microsecond=0, tzinfo=None)
    start = {"departed_at": moment, "arrives_at": moment + timedelta(hours=6)}
    for one in context["destinations"]:
        one.form = JourneyForm(
            data, prefix=str(one.pk), stays=stays(sight.group, one), initial=start | {"go": bool(one.ready)}
        )
    colleagues = managers(request.viewer, timezone.localdate(at))
    form = ManagerForm(
        data, managers=colleagues, initial={"manager": request.viewer.user_id, "place": sight.group.place}
    )
    context |= {"form": form, "group": sight.group, "sight": sight, "now": at}
    if data is None:
        return render(request, "groups/handing.html", context)
    going = [one for one in context["destinations"] if one.ready]
    valid = [form.is_valid(), *(one.form.is_valid() for one in going)]  # each says what is missing
    if not all(valid):
        return render(request, "groups/handing.html", context, status=422)
    journeys = {
        one: one.form.journey(form.cleaned_data["place"]) for one in going if one.form.cleaned_data["go"]
    }
    try:
        order_hand_over(
            group=sight.group, journeys=journeys, manager=form.cleaned_data["manager"], by=request.viewer.user, at=at,
            key=form.cleaned_data["key"],
        )  # fmt: skip
    except Cannot as refused:
        form.show(refused)
        return render(request, "groups/handing.html", context, status=422)
    return redirect("groups:went", ref)


@staff_door(Section.REPATRIATION)
@require_GET
def went(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the ordered hand-overs are, and who did not go and why. The page looks again by itself while one runs."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    orders = queries.orders_of(sight.group)
    stayed = {problem["number"] for one in orders for problem in one.problems or ()}
    people = [one for one in queries.members_of(sight.group) if one.number in stayed]
    names = shown_names(sight.viewer, [one.person for one in people], at)
    called = {one.number: names[one.person_id] for one in people}
    places = labels(one.destination.area_code for one in orders)
    for one in orders:
        one.words = places.get(one.destination.area_code, one.destination.area_code)
        one.stayed = [problem | {"name": called.get(problem["number"], "")} for problem in one.problems or ()]
        one.people, one.is_done = len(one.numbers), one.state == HandState.DONE
        one.bars = [Bar(_("Handed over"), one.gone, kind="safe")]
        one.bars += [Bar(_("Did not go"), one.done - one.gone, kind="high")]
        one.bars += [Bar(_("Still to go"), one.people - one.done)]
    context = {"group": sight.group, "sight": sight, "now": at, "orders": orders}
    return render(request, "groups/went.html", context | {"waits": any(not one.is_done for one in orders)})


def _readiness(sight: Sight, at: datetime) -> dict:
    """Destinations with how many are ready, and everybody else with what is missing."""
    people = [one for one in queries.members_of(sight.group) if not one.absent and one.handed_at is None]
    hurdles = hurdles_of(people, at)
    names = shown_names(sight.viewer, [one.person for one in people], at)
    destinations = queries.destinations_of(sight.group)
    places = labels(one.area_code for one in destinations)
    for one in destinations:
        one.words = places.get(one.area_code, one.area_code)
        one.ready = [who for who in people if who.destination_id == one.pk and not hurdles[who.pk]]
    waiting = [(one, names[one.person_id], hurdles[one.pk]) for one in people if hurdles[one.pk]]
    return {
        "destinations": [one for one in destinations if one.people],
        "waiting": waiting,
        "left": len(people),
    }


def _page(
    request: HttpRequest, sight: Sight, at: datetime, form=None, told: dict | None = None, *, status: int = 200,
    refused: Cannot | None = None,
) -> HttpResponse:  # fmt: skip
    told = told or {}
    page = Paginator(queries.members_of(sight.group), rules.LINES_PER_PAGE).get_page(request.GET.get("page"))
    people = list(page.object_list)
    names = shown_names(sight.viewer, [one.person for one in people], at)
    destinations = queries.destinations_of(sight.group)
    offices = queries.receivers_for(
        (one.area_code for one in destinations), at=at, but_not=sight.group.agency_id
    )
    every = list(receivers(timezone.localdate(at)).exclude(pk=sight.group.agency_id).order_by("name"))
    areas = [one.person.home_area for one in people] + [one.area_code for one in destinations]
    places = labels(areas)
    answering = queries.can_answer([one.to_agency for one in destinations])
    for one in destinations:
        one.words = places.get(one.area_code, one.area_code)
        near = offices.get(one.area_code, [])
        one.form = ReceiverForm(
            destination=one, agencies=[*near, *(each for each in every if each not in near)]
        )
        one.answers = one.to_agency_id in answering
    hurdles = hurdles_of(people, at)
    lines = [
        {
            "member": one, "name": names[one.person_id], "home": places.get(one.person.home_area, ""),
            "form": told.get(one.number, (None, None))[0] or WayForm(member=one),
            "problem": told.get(one.number, (None, None))[1], "hurdles": hurdles[one.pk],
            "destination": places.get(one.destination.area_code, "") if one.destination_id else "",
        }
        for one in people
    ]  # fmt: skip
    context = {
        "group": sight.group, "sight": sight, "now": at, "page": page, "keep": "", "lines": lines,
        "destinations": destinations, "form": form or PlaceForm(), "refused": refused,
    }  # fmt: skip
    return render(request, "groups/ways.html", context, status=status)


def _done(request: HttpRequest, sight: Sight, at: datetime, run, form=None) -> HttpResponse:
    """Do it and show the page again; or what speaks against it."""
    try:
        run()
    except Stale:
        reason = Reason("stale", _("Somebody was faster. Look at the page again."))
        return _page(request, sight, at, form, status=409, refused=Cannot([reason]))
    except Cannot as refused:
        return _page(request, sight, at, form, status=422, refused=refused)
    return redirect("groups:ways", sight.group.ref)


def _chosen(request: HttpRequest, sight: Sight) -> list[Member]:
    people = queries.members_of(sight.group)
    return [one for one in people if request.POST.get(f"b{one.number}-chosen")]


def _move(sight: Sight, chosen: list[Member], form: PlaceForm, do: str, at: datetime) -> None:
    common = {"group": sight.group, "members": chosen, "by": sight.viewer.user, "at": at}
    if do == "open":
        leave_open(**common)
    elif form.cleaned_data["area_code"]:
        place(area_code=form.cleaned_data["area_code"], **common)


def _save_all(request: HttpRequest, sight: Sight, form: PlaceForm, at: datetime) -> dict:
    """Each line by itself; number → (form, reasons) of those that could not be saved."""
    told = {}
    for member in queries.members_of(sight.group):
        if f"b{member.number}-version" not in request.POST:
            continue
        one = WayForm(request.POST, member=member)
        if reasons := _save(sight, member, one, form, at):
            told[member.number] = (one, reasons)
    return told


def _save(sight: Sight, member: Member, form: WayForm, asked: PlaceForm, at: datetime) -> list[Reason]:
    by = sight.viewer.user
    if not form.is_valid():
        return [Reason("invalid", _("Choose from the list."))]
    seen, will = form.cleaned_data["version"], form.cleaned_data["will"]
    try:
        if form.way() != way_of(member):
            member = write_way(member=member, way=form.way(), by=by, at=at, seen=seen)
            seen = member.version
        if will:
            told = {name: asked.cleaned_data[name] for name in ("language", "witness")}
            told["child"] = ForChild(*(asked.cleaned_data[name] for name in ForChild.__slots__))
            note_will(
                member=member, wants=will != "refused", form="spoken" if will == "refused" else will, by=by, at=at,
                seen=seen, **told,
            )  # fmt: skip
    except Stale:
        return [
            Reason("stale", _("Somebody was faster on this line. What you chose stands here; save again."))
        ]
    except Cannot as refused:
        return list(refused.reasons)
    return []
