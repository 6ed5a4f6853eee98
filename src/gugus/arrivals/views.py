"""Heads-ups: the list, one of them, writing, telling, ending."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.arrivals import actions, queries, wording
from gugus.arrivals.codes import OfferState, Tab
from gugus.arrivals.forms import ArrivedForm, CancelForm, ExtendForm, HeadsupForm, SendForm
from gugus.arrivals.gate import sight_for
from gugus.arrivals.policies import Sight
from gugus.base.pictures import Bar
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.queries import receivers
from gugus.law.clocks import zone_of_area
from gugus.providers.wording import places as places_words

PER_PAGE = 25


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Three lists: sent by us, we were asked, ended."""
    tab = request.GET.get("tab", "")
    if tab not in Tab.values:
        tab = Tab.ASKED if queries.listed(request.viewer, Tab.ASKED).exists() else Tab.OURS
    page = Paginator(queries.listed(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    rows = wording.dress(page.object_list)
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "keep": f"tab={tab}&", "now": now()}
    return render(request, "arrivals/list.html", context)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One heads-up as this side sees it now. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref)
    actions.read_headsup(headsup=sight.headsup, by=request.viewer.user, at=at)
    return render(request, "arrivals/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime, *, clash: str = "") -> dict:
    """What the page of a heads-up shows."""
    one = wording.dress([sight.headsup])[0]
    offers = [wording.dress_offer(each, one.zone) for each in queries.offers_of(sight.viewer, one)]
    for each in offers:
        each.moves = sight.moves_of(each)
    covered = queries.cover(one, offers) if sight.is_sender else None
    return {
        "one": one,
        "sight": sight,
        "offers": offers,
        "cover": covered,
        "bars": _bars(covered) if covered else [],
        "asked": queries.asked_agencies(one) if sight.is_sender else [],
        "clash": clash,
        "now": at,
    }


def _bars(covered: queries.Cover) -> list[Bar]:
    return [
        Bar(_("expected at most"), covered.most),
        Bar(_("places taken"), covered.taken, kind="safe"),
        Bar(_("places offered"), covered.offered),
    ]


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft; the next page asks whom to tell."""
    form = HeadsupForm(request.POST or None, zone_code=zone_of_area(request.viewer.user.agency.area_code))
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["key"]
            made = actions.write_headsup(told=form.told(), by=request.viewer.user, at=now(), key=key)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("arrivals:send", made.ref)
    return render(request, "arrivals/write.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """A draft says something else."""
    sight = sight_for(request.viewer, ref, needs="may_change")
    form = HeadsupForm(request.POST or None, headsup=sight.headsup)
    context = {"form": form, "one": sight.headsup}

    def run(seen: int | None) -> None:
        actions.change_headsup(
            headsup=sight.headsup, told=form.told(), by=request.viewer.user, at=now(), seen=seen
        )

    return _step(request, "arrivals/write.html", context, run)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom to tell: those that fit stand first and are chosen; others may be added; who cannot answer has a phone."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_send")
    one = wording.dress([sight.headsup])[0]
    found = [each for each in queries.candidates(request.viewer, one, at=at) if not each.told]
    fitting = {each.agency.pk: places_words(each.found.free) for each in found if each.can_answer}
    others = receivers(timezone.localdate(at)).exclude(pk__in=[one.agency_id, *one.asked])
    others = others.filter(Q(pk__in=fitting) | Q(kind="shelter") | Q(services__contains=["shelter"]))
    form = SendForm(
        request.POST or None, agencies=others, explain={str(pk): said for pk, said in fitting.items()},
        initial={"agencies": list(fitting), "version": one.version},
    )  # fmt: skip
    context = {"form": form, "one": one, "silent": [each for each in found if not each.can_answer], "now": at}

    def run(seen: int | None) -> None:
        chosen = list(form.cleaned_data["agencies"])
        actions.send_headsup(headsup=one, agencies=chosen, by=request.viewer.user, at=at, seen=seen)

    return _step(request, "arrivals/send.html", context, run)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, ref: str) -> HttpResponse:
    """They come later than told."""
    sight = sight_for(request.viewer, ref, needs="may_end")
    form = ExtendForm(request.POST or None, headsup=sight.headsup)
    context = _page(sight, form, _("They come later"), _("Everybody who was asked is told."))

    def run(seen: int | None) -> None:
        actions.extend_headsup(
            headsup=sight.headsup, to_at=form.until(), by=request.viewer.user, at=now(), seen=seen
        )

    return _step(request, "arrivals/step.html", context, run)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def arrived(request: HttpRequest, ref: str) -> HttpResponse:
    """How many came to each house; what is left of the holds is free again."""
    sight = sight_for(request.viewer, ref, needs="may_end")
    offers = [
        each for each in queries.offers_of(request.viewer, sight.headsup) if each.state == OfferState.TAKEN
    ]
    data = request.POST if request.method == "POST" else None
    form = ArrivedForm(data, offers=offers, initial={"version": sight.headsup.version})
    then = _(
        "Those who came take the held places; the rest is free again. Then each gets a case and a referral."
    )
    context = _page(sight, form, _("They have arrived"), then)

    def run(seen: int | None) -> None:
        actions.note_arrival(
            headsup=sight.headsup, came=form.came(), by=request.viewer.user, at=now(), seen=seen
        )

    return _step(request, "arrivals/step.html", context, run)


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """It does not happen."""
    sight = sight_for(request.viewer, ref, needs="may_cancel")
    form = CancelForm(request.POST or None, initial={"version": sight.headsup.version})
    then = _("All holds end and everybody who was asked is told.")
    context = _page(sight, form, _("Cancel the heads-up"), then) | {"danger": True}

    def run(seen: int | None) -> None:
        actions.cancel_headsup(
            headsup=sight.headsup, code=form.cleaned_data["code"], by=request.viewer.user, at=now(), seen=seen
        )

    return _step(request, "arrivals/step.html", context, run)


def _page(sight: Sight, form, title: str, then: str) -> dict:
    return {"one": wording.dress([sight.headsup])[0], "form": form, "title": title, "then": then}


def _step(request: HttpRequest, template: str, context: dict, run) -> HttpResponse:
    """Draw the page of a step; on POST do it. Somebody was faster: say so, keep what was typed."""
    form, one = context["form"], context["one"]
    if request.method == "POST" and form.is_valid():
        try:
            run(form.cleaned_data["version"])
        except Stale:
            return render(request, template, context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("arrivals:detail", one.ref)
    return render(request, template, context, status=422 if form.is_bound else 200)
