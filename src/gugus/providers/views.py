"""Who can take somebody, the list of the directory, one service, the directory on paper."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.base.pictures import StackedBar
from gugus.kernel.ids import parse_ref
from gugus.places.queries import labels
from gugus.providers import queries, rules, wording
from gugus.providers.actions import print_directory, read_offering, show_number
from gugus.providers.codes import Group
from gugus.providers.forms import AskForm, ListFilter, NumberForm, quick_choices
from gugus.providers.gate import sight_for
from gugus.providers.models import Offering
from gugus.providers.queries import Found

PER_PAGE = 30
SHOWN = 20
DRAWN = 8
MOST_PRINTED = 1000


@staff_door(Section.PROVIDER)
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """The question and its answer. One chip asks for tonight, a shelter, near one's own office; nothing is kept."""
    at = now()
    asked = any(request.GET.get(name) for name in AskForm.base_fields)
    form = AskForm(request.GET if asked else None)
    case = parse_ref(request.GET.get("kasus", "")) or ""
    context = {
        "form": form,
        "chips": quick_choices(case),
        "case": case,
        "asked": asked,
        "now": at,
    }
    if asked:
        need = form.need(request.viewer, at)
        found, count = queries.who_can_take(request.viewer, need, at=at, most=SHOWN)
        context |= {
            "need": need, "found": [_dressed(one, case, at) for one in found], "count": count,
            "question": _question(form), "bars": _bars(found), "parts": _parts(),
        }  # fmt: skip
    context["may_write"] = request.viewer.has(Section.PROVIDER, Verb.WRITE)
    return render(request, "providers/who.html", context, status=422 if form.errors else 200)


def _question(form: AskForm) -> str:
    """What was asked, in words."""
    given = form.cleaned_data
    chosen = {
        name: dict(form.fields[name].choices).get(given.get(name), "")
        for name in ("who", "age", "when")
        if given.get(name)
    }
    service = wording.word("services", given.get("service") or "shelter")
    parts = [
        chosen.get("who") or _("Anybody"),
        chosen.get("age", ""),
        service,
        chosen.get("when") or _("Tonight"),
    ]
    return ", ".join(str(part) for part in parts if part)


def _dressed(one: Found, case: str, at: datetime) -> Found:
    wording.dress(one.offering, at)
    one.room = wording.places(one.free)
    one.near_words = wording.nearness(one.near)
    one.against = [str(said) for said in wording.against(one.misfits)]
    if case:
        chosen = urlencode({"service": one.offering.service, "to": one.offering.agency.slug})
        one.refer_url = f"{reverse('referrals:new', args=[case])}?{chosen}"
    return one


def _parts() -> list[str]:
    return [_("free"), _("held"), _("taken")]


def _bars(found: Iterable[Found]) -> list[StackedBar]:
    """Free, held and taken places of the first answers."""
    bars = []
    for one in found:
        if one.free.total and len(bars) < DRAWN:
            taken = max(0, one.free.total - one.free.held - one.free.places)
            name = one.offering.title or one.offering.agency.name
            bars.append(StackedBar(name, [one.free.places, one.free.held, taken]))
    return bars


@staff_door(Section.PROVIDER)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The directory, filtered by the address."""
    at = now()
    form = ListFilter(request.GET or None)
    chosen = form.chosen() if form.is_bound else queries.Filter()
    rows = queries.listed(request.viewer, chosen, at=at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = _lines(page.object_list, at)
    address = urlencode({name: value for name, value in request.GET.items() if value and name != "page"})
    context = {
        "form": form, "page": page, "rows": shown, "keep": f"{address}&" if address else "", "address": address,
        "is_filtered": bool(address), "now": at, "may_write": request.viewer.has(Section.PROVIDER, Verb.WRITE),
        "may_export": request.viewer.has(Section.PROVIDER, Verb.EXPORT),
    }  # fmt: skip
    return render(request, "providers/list.html", context, status=422 if form.errors else 200)


def _lines(rows: Iterable[Offering], at: datetime) -> list[Offering]:
    """Words, places and free places for a list that was read with its capacities."""
    shown = [wording.dress(one, at) for one in rows]
    places = labels({one.area_code for one in shown})
    for one in shown:
        one.place = places.get(one.area_code, "")
        one.free = rules.summed([each.count for each in one.capacities.all()], at)
        one.room = wording.places(one.free)
    return shown


@staff_door(Section.PROVIDER)
@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """The directory as a list on paper, always in Indonesian; filters as in the list."""
    at = now()
    form = ListFilter(request.GET or None)
    with translation.override("id"):
        rows = queries.listed(request.viewer, form.chosen() if form.is_bound else queries.Filter(), at=at)
        shown = _lines(rows[:MOST_PRINTED], at)
        print_directory(by=request.viewer.user, at=at, count=len(shown))
        context = {"rows": shown, "now": at, "letterhead": {"name": request.viewer.user.agency.name}}
        return render(request, "providers/paper.html", context)


@staff_door(Section.PROVIDER)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One service, with its places and, for whoever keeps it, their history."""
    at = now()
    sight = sight_for(request.viewer, ref)
    read_offering(offering=sight.offering, by=request.viewer.user, at=at)
    return render(request, "providers/detail.html", facts(request, sight, at))


def facts(request: HttpRequest, sight, at: datetime) -> dict:
    """What the page of a service shows."""
    one = wording.dress(sight.offering, at)
    counted = list(one.capacities.all())
    served = labels([*one.areas, one.area_code], depth=2)
    return {
        "one": one,
        "sight": sight,
        "capacities": [beds(each, at) for each in counted],
        "free": rules.summed([each.count for each in counted], at),
        "bars": [StackedBar(str(Group(c.group).label), [c.left, c.held, c.taken]) for c in counted],
        "parts": _parts(),
        "place": served.get(one.area_code, ""),
        "served": [served[code] for code in one.areas],
        "week": [] if one.always_open else wording.week(one),
        "moves": queries.history(request.viewer, one) if sight.may_write else [],
        "number_form": NumberForm() if sight.may_see_number else None,
        "now": at,
    }


def beds(one, at: datetime):
    """Put the words of a count on it."""
    one.stale = rules.is_stale(one.counted_at, at)
    one.is_full = one.full_until is not None and one.full_until > at
    return one


@staff_door(Section.PROVIDER)
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, ref: str) -> HttpResponse:
    """The private number of whoever is on duty, once, for a coded reason."""
    at = now()
    sight = sight_for(request.viewer, ref)
    if not sight.may_see_number:
        raise PermissionDenied(OUT_OF_REACH)
    form = NumberForm(request.POST if request.method == "POST" else None)
    context = facts(request, sight, at) | {"number_form": form}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = show_number(offering=sight.offering, reason=reason, by=request.viewer.user, at=at)
        context |= {"number": shown, "number_tel": wording.tel(shown)}
    return render(request, "providers/detail.html", context, status=422 if form.errors else 200)
