"""The other side: offer places, say that nothing is free; and the one step that an offer can make."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.arrivals import offering, queries, wording
from gugus.arrivals.codes import OfferState
from gugus.arrivals.forms import OfferForm, RefuseForm
from gugus.arrivals.gate import offer_for, sight_for
from gugus.arrivals.views import facts
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.providers.models import Capacity
from gugus.providers.wording import word

STEPS = {
    OfferState.TAKEN: offering.take_offer,
    OfferState.DECLINED: offering.decline_offer,
    OfferState.WITHDRAWN: offering.withdraw_offer,
}


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer places of one's own; they are held at once. More than is free is refused with the number that is."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_offer")
    one = wording.dress([sight.headsup])[0]
    own = [(each, _said(each)) for each in queries.own_places(request.viewer, one)]
    form = OfferForm(request.POST or None, capacities=own, headsup=one)
    context = {"form": form, "one": one, "sight": sight, "own": own, "refuse": RefuseForm()}
    if request.method == "POST" and form.is_valid():
        try:
            offering.offer_places(headsup=one, by=request.viewer.user, at=at, **form.given())
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("arrivals:detail", ref)
    return render(request, "arrivals/offer.html", context, status=422 if form.is_bound else 200)


def _said(one: Capacity) -> str:
    name = one.offering.title or word("services", one.offering.service)
    free = ngettext("%(number)d free", "%(number)d free", one.left) % {"number": one.left}
    return f"{name}: {one.get_group_display()} ({free})"


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing is free: the sender looks elsewhere."""
    sight = sight_for(request.viewer, ref, needs="may_offer")
    form = RefuseForm(request.POST or None)
    title, then = (
        _("Nothing is free"),
        _("The sender is told and looks elsewhere. You can still offer places later."),
    )
    context = {"one": wording.dress([sight.headsup])[0], "form": form, "title": title, "then": then}
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            offering.refuse_headsup(headsup=sight.headsup, code=code, by=request.viewer.user, at=now())
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("arrivals:detail", ref)
    return render(request, "arrivals/step.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_POST
def move(request: HttpRequest, ref: str, offer_id: UUID) -> HttpResponse:
    """Take, decline or withdraw. Somebody was faster: the page as it is now, and why."""
    at = now()
    sight = sight_for(request.viewer, ref)
    one = offer_for(sight, offer_id)
    run = STEPS.get(request.POST.get("to", ""))
    if run is None:
        raise Http404
    seen = request.POST.get("version", "")
    try:
        run(offer=one, by=request.viewer.user, at=at, seen=int(seen) if seen.isdecimal() else -1)
    except Stale:
        clash = _("The offer changed meanwhile. It stands below as it is now.")
        return render(request, "arrivals/detail.html", facts(sight, at, clash=clash), status=409)
    except Cannot as refused:
        clash = " ".join(str(reason.words) for reason in refused.reasons)
        return render(request, "arrivals/detail.html", facts(sight, at, clash=clash), status=409)
    return redirect("arrivals:detail", ref)
