"""Pages of houses: the list, the plan of beds, tonight's register, the address, rooms, beds out of use."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.base.pictures import StackedBar
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.providers.models import Offering
from gugus.providers.policies import is_current
from gugus.shelter import forms, gate, queries
from gugus.shelter.actions import houses as acting
from gugus.shelter.actions import keeping
from gugus.shelter.actions.placing import CannotStay
from gugus.shelter.codes import AddressReason
from gugus.shelter.policies import HouseSight
from gugus.shelter.wording import dress, dress_house

PARTS = ("free", "reserved", "occupied", "out_of_use")


@staff_door(Section.CARE)
@require_GET
def houses(request: HttpRequest) -> HttpResponse:
    """The houses of my agency with their free beds tonight."""
    at, viewer = now(), request.viewer
    rows = [dress_house(one) for one in queries.houses_of(viewer)]
    free = queries.free_in_words(viewer, rows, at)
    for one in rows:
        one.free_words = free.get(one.pk, "")
    may_keep = viewer.has(Section.CARE, Verb.WRITE) and viewer.has(Section.PROVIDER, Verb.WRITE)
    return render(request, "shelter/houses.html", {"rows": rows, "may_keep": may_keep, "now": at})


@staff_door(Section.CARE)
@require_GET
def house(request: HttpRequest, ref: str) -> HttpResponse:
    """The plan: every room with its beds, who lies where, what is free. Reading it is recorded."""
    at = now()
    sight = gate.house_for(request.viewer, ref, at=at)
    keeping.read_house(house=sight.house, by=request.viewer.user, at=at)
    return render(request, "shelter/house.html", facts(sight, at))


def facts(sight: HouseSight, at: datetime) -> dict[str, Any]:
    """What the page of a house shows."""
    rooms = queries.plan_of(sight.viewer, sight.house, at)
    counts = {
        room.room.name: [sum(bed.state == part for bed in room.beds) for part in PARTS] for room in rooms
    }
    return {
        "house": dress_house(sight.house),
        "sight": sight,
        "rooms": rooms,
        "free": sum(room.free for room in rooms),
        "total": sum(len(room.beds) for room in rooms),
        "bars": [StackedBar(name, values) for name, values in counts.items()],
        "parts": [_("free"), _("held for somebody"), _("occupied"), _("out of use")],
        "handovers": queries.handovers_of(sight.house, at),
        "has_address": queries.has_address(sight.house),
        "now": at,
    }


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def night(request: HttpRequest, ref: str) -> HttpResponse:
    """Who sleeps here tonight, and the evening round: each is here, away or missing."""
    at = now()
    sight = gate.house_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    here = queries.tonight(request.viewer, sight.house, at)
    names, beds = queries.names_of(request.viewer, here, at), queries.beds_of(here)
    for one in here:
        dress(one, at).shown_name, one.bed_words = names.get(one.person_id, ""), beds.get(one.pk, "")
    labels = [(str(one.pk), f"{one.bed_words or '–'} · {one.shown_name or one.ref}") for one in here]
    form = forms.NightForm(request.POST if request.method == "POST" else None, stays=labels)
    if form.is_bound and form.is_valid():
        seen = {UUID(key): value for key, value in form.seen.items()}
        try:
            keeping.count_night(house=sight.house, seen=seen, by=request.viewer.user, at=at)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:night", ref)
    keeping.read_house(house=sight.house, by=request.viewer.user, at=at)
    context = {"house": sight.house, "sight": sight, "here": here, "form": form, "now": at}
    context["expected"] = _expected(request, sight, at)
    return render(request, "shelter/night.html", context, status=422 if form.is_bound else 200)


def _expected(request: HttpRequest, sight: HouseSight, at: datetime) -> list:
    rows = queries.expected(request.viewer, sight.house, at)
    names, beds = queries.names_of(request.viewer, rows, at), queries.beds_of(rows)
    for one in rows:
        dress(one, at).shown_name, one.bed_words = names.get(one.person_id, ""), beds.get(one.pk, "")
    return rows


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A house of my agency."""
    return _write(request, None, now())


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Another name, head, phone or service."""
    at = now()
    return _write(request, gate.house_to_keep(request.viewer, ref, at=at), at)


def _write(request: HttpRequest, sight: HouseSight | None, at: datetime) -> HttpResponse:
    one, clash = sight.house if sight else None, False
    form = _house_form(request, one, at)
    gate.must_keep(request.viewer)
    if form.is_bound and form.is_valid():
        words = form.words
        key = words.pop("key")
        told = acting.Told(**words)
        try:
            if one is None:
                one = acting.write_house(told=told, by=request.viewer.user, at=at, key=key)
            else:
                seen = form.cleaned_data["version"]
                acting.change_house(house=one, told=told, by=request.viewer.user, at=at, seen=seen)
        except Stale:
            clash = True
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:house", one.ref)
    status = 409 if clash else 422 if form.is_bound else 200
    return render(
        request, "shelter/write_house.html", {"form": form, "house": one, "clash": clash}, status=status
    )


def _house_form(request: HttpRequest, one, at: datetime) -> forms.HouseForm:
    viewer = request.viewer
    names = ("version", "name", "kind", "head", "deputy", "phone", "offering")
    rows = Offering.objects.visible_to(viewer).filter(agency_id=viewer.agency_id, service="shelter")
    current = [offer.pk for offer in rows if is_current(offer, timezone.localdate(at))]
    return forms.HouseForm(
        request.POST if request.method == "POST" else None,
        colleagues=User.objects.filter(agency_id=viewer.agency_id, is_active=True),
        offerings=rows.filter(pk__in=current),
        initial={name: getattr(one, name) for name in names} if one else {"head": viewer.user_id},
    )


@staff_door(Section.CARE, Verb.WRITE, fresh=True)
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, ref: str) -> HttpResponse:
    """The address, once, for a coded reason that the trail keeps. Nothing of it on the page before."""
    at = now()
    sight = gate.house_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = forms.ShowAddressForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"house": sight.house, "sight": sight, "form": form}
    if form.is_bound and form.is_valid():
        reason = AddressReason(form.cleaned_data["reason"]).value
        shown = acting.show_address(house=sight.house, reason=reason, by=request.viewer.user, at=at)
        context |= {"shown": shown, "asked": True}
    response = render(request, "shelter/address.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@staff_door(Section.CARE, Verb.WRITE, fresh=True)
@require_http_methods(["GET", "POST"])
def write_address(request: HttpRequest, ref: str) -> HttpResponse:
    """Where it is, sealed. What stood there before is not shown."""

    def run(sight: HouseSight, words: dict, at: datetime) -> None:
        acting.write_address(house=sight.house, by=request.viewer.user, at=at, **words)

    return _form_page(request, ref, forms.AddressForm, run, _("Write the address anew"), "lock")


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, ref: str) -> HttpResponse:
    """A room with its beds."""

    def run(sight: HouseSight, words: dict, at: datetime) -> None:
        acting.add_room(house=sight.house, by=request.viewer.user, at=at, **words)

    return _form_page(request, ref, forms.RoomForm, run, _("Add a room"), "plus")


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, ref: str) -> HttpResponse:
    """What the next shift must know."""

    def run(sight: HouseSight, words: dict, at: datetime) -> None:
        keeping.hand_over(house=sight.house, by=request.viewer.user, at=at, **words)

    return _form_page(request, ref, forms.HandoverForm, run, _("Handover note"), "note", keeps=False)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody comes in any more."""

    def run(sight: HouseSight, words: dict, at: datetime) -> None:
        acting.close_house(house=sight.house, by=request.viewer.user, at=at)

    then = _("Nobody comes in any more. This is possible when nobody lives there and no bed is held.")
    return _form_page(request, ref, forms.Versioned, run, _("Close the house"), "x", then=then)


def _form_page(
    request: HttpRequest,
    ref: str,
    form_type,
    run,
    title: str,
    icon: str,
    *,
    keeps: bool = True,
    then: str = "",
) -> HttpResponse:
    at = now()
    door = gate.house_to_keep if keeps else gate.house_to_work_in
    sight = door(request.viewer, ref, at=at)
    form = form_type(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            run(sight, form.words, at)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:house", ref)
    context = {"house": sight.house, "form": form, "heading": title, "icon": icon, "then": then}
    return render(request, "shelter/house_form.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def bed(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Take a bed out of use for a time; put it back; take it away."""
    at = now()
    sight = gate.house_to_keep(request.viewer, ref, at=at)
    one = gate.bed_in(sight, pk)
    minute = at.replace(second=0, microsecond=0)
    form = forms.BedOutForm(request.POST if request.method == "POST" else None, initial={"from_at": minute})
    if form.is_bound and form.is_valid():
        try:
            acting.put_out_of_use(bed=one, by=request.viewer.user, at=at, **form.words)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("shelter:house", ref)
    context = {"house": sight.house, "bed": one, "form": form, "out": queries.is_out(one, at)}
    return render(request, "shelter/bed.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def bed_back(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The bed can be used again."""
    at = now()
    sight = gate.house_to_keep(request.viewer, ref, at=at)
    acting.back_in_use(bed=gate.bed_in(sight, pk), by=request.viewer.user, at=at)
    return redirect("shelter:house", ref)


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def bed_away(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """The bed is no longer there."""
    at = now()
    sight = gate.house_to_keep(request.viewer, ref, at=at)
    one = gate.bed_in(sight, pk)
    try:
        acting.retire_bed(bed=one, by=request.viewer.user, at=at)
    except CannotStay as refused:
        form = forms.BedOutForm(initial={"from_at": at})
        said = " ".join(str(reason.words) for reason in refused.reasons)
        context = {"house": sight.house, "bed": one, "form": form, "said": said}
        return render(request, "shelter/bed.html", context, status=422)
    return redirect("shelter:house", ref)
