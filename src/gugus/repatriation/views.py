"""Pages of returns: the list, one return, its steps, its report. Writing down is in `writing`, minutes in `minutes`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.pictures import Bar
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.queries import agencies
from gugus.files.queries import attachments_of
from gugus.people.models import Person
from gugus.people.queries import shown_names
from gugus.repatriation import forms, queries, rules, wording
from gugus.repatriation.actions.moving import read_repatriation
from gugus.repatriation.codes import Tab
from gugus.repatriation.gate import Sight, sight_for
from gugus.repatriation.models import Repatriation
from gugus.repatriation.routes import picture, route_of
from gugus.repatriation.steps import BY_SLUG, Step, leg_steps, possible, possible_steps

PER_PAGE = 25


@staff_door(Section.REPATRIATION)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Returns within reach, by what they wait for; minutes that wait; what was paid by whom."""
    at = now()
    tab = request.GET.get("tab", Tab.OPEN)
    tab = tab if tab in Tab.values else Tab.OPEN
    minutes = tab == Tab.MINUTES
    rows = queries.minutes_listed(request.viewer) if minutes else queries.listed(request.viewer, tab, at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {
        "page": page,
        "tab": tab,
        "tabs": tabs,
        "now": at,
        "keep": f"tab={tab}&",
        "by_payer": _payers(request),
    }
    if minutes:
        return render(request, "repatriation/list.html", context | {"minutes": list(page.object_list)})
    return render(request, "repatriation/list.html", context | {"lines": _lines(list(page.object_list), at)})


def _lines(rows: list[Repatriation], at: datetime) -> list[dict]:
    """What the list says of each return: two queries for all of them."""
    ends = wording.ends_words(rows)
    legs = queries.legs_of_many(one.pk for one in rows)
    return [{"one": one, "ends": ends[one.pk], "next": _next_of(legs.get(one.pk, []), at)} for one in rows]


def _next_of(legs: list, at: datetime) -> dict | None:
    """The leg that is under way, else the one that comes next."""
    open_legs = [leg for leg in legs if leg.state in {"planned", "under_way"}]
    if not open_legs:
        return None
    leg = open_legs[0]
    away = leg.state == "under_way"
    ends = (leg.arrives_at, leg.to_zone) if away else (leg.departs_at, leg.from_zone)
    late = rules.is_late(leg.state, leg.alarm_at, at)
    return {"leg": leg, "away": away, "moment": wording.local_moment(*ends), "late": late}


def _payers(request: HttpRequest) -> list[Bar]:
    return [
        Bar(wording.payer_words(one["payer"]), int(one["rupiah"].to_integral_value()))
        for one in queries.paid_by(request.viewer)
    ]


@staff_door(Section.REPATRIATION)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One return as far as it is open to the viewer. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_repatriation(repatriation=sight.repatriation, by=request.viewer.user, at=at)
    return render(request, "repatriation/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page, the paper and the steps show of a return."""
    one, viewer = sight.repatriation, sight.viewer
    legs = queries.legs_of(one)
    route = route_of(legs, at)
    case_ref = queries.case_ref(viewer, one)
    papers = queries.papers_of(one) if sight.reads_words else []
    return {
        "repatriation": one,
        "sight": sight,
        "now": at,
        "who": who_of(viewer, one, at),
        "why": wording.code_words(one.code),
        "ends": wording.ends_words([one])[one.pk],
        "legs": [line | {"steps": leg_steps(sight, line["leg"])} for line in wording.told_legs(legs, at)],
        "picture": picture(route),
        "late": any(line["late"] for line in route),
        "papers": wording.told_papers(papers, legs),
        "costs": wording.told_costs(queries.costs_of(one) if sight.reads_words else []),
        "minutes": queries.minutes_of(viewer, one) if sight.reads_words else [],
        "together": queries.together_with(viewer, one),
        "case_ref": case_ref,
        "case_url": url_of("case", case_ref) if case_ref else "",
        "steps": possible_steps(sight),
        "files": attachments_of(one) if sight.reads_words and not viewer.reviewing else [],
        "may_hand": sight.may_write
        and one.departed_at is not None
        and one.state in {"departed", "handed_over"},
        "preparation": preparation_of(one),
    }


def preparation_of(one: Repatriation) -> list[dict]:
    """The chain of steps as the page draws it: done, current or to do."""
    order = list(rules.STEPS)
    reached = order.index(one.paused_from or one.state) if (one.paused_from or one.state) in order else -1
    return [
        {
            "label": state.label,
            "state": "done" if place <= reached else "current" if place == reached + 1 else "todo",
        }
        for place, state in enumerate(order)
    ]


def who_of(viewer, one: Repatriation, at: datetime) -> str:
    """The person as the viewer may see her: masked, open while unmasked, or her code."""
    person = Person.objects.visible_to(viewer).filter(pk=one.person_id).first()
    return shown_names(viewer, [person], at)[person.pk] if person else one.person_ref


@staff_door(Section.REPATRIATION)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not possible(asked, sight)):
        return redirect("repatriation:detail", ref)
    form = _form(asked, request, sight)
    context = {"repatriation": sight.repatriation, "step": asked, "form": form, "now": at}
    if form.is_bound and not possible(asked, sight):
        return render(request, "repatriation/step.html", context | {"clash": True}, status=409)

    def run() -> None:
        _run(asked, sight, form, at)

    return answer(request, form, run, "repatriation/step.html", context, ref)


def _form(asked: Step, request: HttpRequest, sight: Sight):
    one, more = sight.repatriation, {}
    initial: dict[str, Any] = {"version": one.version}
    if asked.form is forms.TogetherForm:
        rows = _companions(sight)
        more["others"] = [(str(other.pk), f"{other.ref} · {other.person_ref}") for other in rows]
    elif asked.form is forms.TracingForm:
        initial |= {"tracing": one.tracing, "note": one.tracing_note}
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)


def _companions(sight: Sight) -> list[Repatriation]:
    """Other returns of the same case that are being prepared."""
    rows = queries.repatriations_for(sight.viewer).filter(case_id=sight.repatriation.case_id)
    rows = rows.filter(state__in=rules.PREPARING).exclude(pk=sight.repatriation.pk)
    return list(rows.order_by("written_at", "pk"))


def _run(asked: Step, sight: Sight, form, at: datetime) -> None:
    common = {"by": sight.viewer.user, "at": at}
    if asked.slug == "bersama":
        chosen = set(form.cleaned_data["others"])
        others = [one for one in _companions(sight) if str(one.pk) in chosen]
        asked.run(repatriations=[sight.repatriation, *others], **common)
        return
    if asked.slug == "sendiri":
        asked.run(repatriation=sight.repatriation, **common)
        return
    asked.run(repatriation=sight.repatriation, seen=form.cleaned_data["version"], **common, **form.words)


def answer(
    request: HttpRequest, form, run: Callable[[], Any], template: str, context: dict, ref: str,
    page: str = "repatriation:detail",
) -> HttpResponse:  # fmt: skip
    """Run it and go back; a refusal stands at its field, a lost race says so, and nothing typed is lost."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = run()
            except Stale:
                return render(request, template, context | {"clash": True}, status=409)
            except Cannot as refused:
                form.show(refused)
            else:
                return redirect(page, made if isinstance(made, str) else ref)
    return render(request, template, context, status=status)


def offices(at: datetime, *, but=None) -> Any:
    """Agencies of today, but perhaps one's own, to choose from."""
    rows = agencies(timezone.localdate(at))
    return rows.exclude(pk=but) if but else rows
