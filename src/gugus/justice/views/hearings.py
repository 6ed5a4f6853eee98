"""Hearings: fixed, changed, held, postponed, cancelled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.justice import forms, growing, queries, rules, wording
from gugus.justice.actions import sitting
from gugus.justice.codes import HearingState
from gugus.justice.gate import Sight, hearing_for, proceeding_for
from gugus.justice.models import Hearing
from gugus.justice.views.proceedings import BOTH, courts, url
from gugus.justice.views.sheets import Sheet, answer, posted
from gugus.tasks.rules import zone_of_area

HEARD = ("survivor", "witness", "family", "reporter")


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """A hearing was fixed."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one = sight.row
    if one.stage in rules.ENDED:
        return redirect("justice:detail", ref)
    zone = zone_of_area(one.case.area_code)
    begins = timezone.localtime(at).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=7)
    form = growing.HearingForm(
        posted(request), people=people(sight, one.case, at), courts=courts(at),
        initial={"zone": zone, "starts_at": begins},
    )  # fmt: skip

    def act(form):
        key = form.cleaned_data["key"]
        return sitting.plan_hearing(
            proceeding=one, sitting=form.sitting, by=request.viewer.user, at=at, key=key
        )

    up = ((str(_("Criminal cases")), url("list")), (ref, url("detail", ref)))
    sheet = Sheet(_("Fix a hearing"), url("detail", ref), up, ref, RULE)
    return answer(request, form, act, sheet, to=lambda made: url("hearing", made.ref))


RULE = _(
    "Choose who has to come and how. For a child in the court room, name who is beside it: parent, guardian, foster "
    "parent, advocate or companion."
)


def people(sight: Sight, case, at: datetime) -> list:
    """Who may have to come: party, masked name, and whether she is a child today."""
    parties = queries.parties_of(case, *HEARD)
    names, today = wording.named(sight.viewer, parties, at), timezone.localdate(at)
    return [
        (
            one,
            names[one.pk],
            rules.child_at(today, birth_year=one.person.birth_year, age_at_act=one.age_at_act),
        )
        for one in parties
    ]


@staff_door(Section.JUSTICE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One hearing and who is to come. Reading it is written to the trail."""
    at = now()
    sight = hearing_for(request.viewer, ref, at=at)
    sitting.read_hearing(hearing=sight.row, by=request.viewer.user, at=at)
    return render(request, "justice/hearing.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict:
    """What the page shows of a hearing."""
    one: Hearing = wording.hearing_words([sight.row])[0]
    seats = list(one.seats.select_related("party__person"))
    names = wording.named(sight.viewer, [row.party for row in seats], at)
    for row in seats:
        row.shown_name = names[row.party_id]
        row.is_alone = row.child and rules.must_be_accompanied(row.presence) and not row.beside
    later = Hearing.objects.unscoped(because="the hearing came through its gate").filter(follows=one).first()
    open_ = one.state == HearingState.PLANNED and sight.may_write
    steps = [step for step in STEPS if open_ and (step.slug != "hasil" or one.starts_at <= at)]
    return {
        "one": one,
        "sight": sight,
        "now": at,
        "seats": seats,
        "later": later,
        "steps": steps,
        "open": open_,
    }


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Another room, other people, another hour."""
    at = now()
    sight = hearing_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one: Hearing = sight.row
    if one.state != HearingState.PLANNED:
        return redirect("justice:hearing", ref)
    form = growing.HearingForm(
        posted(request), people=people(sight, one.case, at), courts=courts(at), initial=growing.initial_of(one),
        seats=list(one.seats.all()),
    )  # fmt: skip

    def act(form):
        seen = form.cleaned_data["version"]
        return sitting.change_hearing(
            hearing=one, sitting=form.sitting, by=request.viewer.user, at=at, seen=seen
        )

    return answer(request, form, act, _sheet(sight, _("Change the hearing"), text=RULE))


def _sheet(sight: Sight, heading, **more) -> Sheet:
    one: Hearing = sight.row
    up = ((one.proceeding.ref, url("detail", one.proceeding.ref)), (one.ref, url("hearing", one.ref)))
    return Sheet(heading, url("hearing", one.ref), up, one.ref, **more)


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done with a planned hearing."""

    slug: str
    run: Callable[..., Any]
    form: type
    label: Any
    icon: str
    text: Any
    kind: str = ""


STEPS = (
    Step(
        "hasil", sitting.close_hearing, forms.ResultForm, _("Write what came of it"), "check",
        _("Who came, what came of it, and when it goes on. A verdict is written at the proceeding."), "main",
    ),
    Step(
        "tunda", sitting.postpone_hearing, forms.PostponeForm, _("Postpone"), "calendar",
        _("The chain of postponed hearings stays. Tell who had to come, in the safe way."),
    ),
    Step(
        "batal", sitting.cancel_hearing, forms.CancelForm, _("Cancel the hearing"), "x",
        _("It will not take place at all."), "danger",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(BOTH)
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """Held, postponed or cancelled."""
    at = now()
    sight = hearing_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one, asked = sight.row, BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and one.state != HearingState.PLANNED):
        return redirect("justice:hearing", ref)
    more = {"seats": _seats(sight, at)} if asked.form is forms.ResultForm else {}
    form = asked.form(posted(request), initial={"version": one.version}, **more)

    def act(form):
        words = form.words
        if "next_at" in words:
            words["next_at"] = growing.in_court_time(words["next_at"], one.zone)
        if "came" in words:
            words["came"] = [row.pk for row in one.seats.all() if str(row.pk) in words["came"]]
        return asked.run(
            hearing=one, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **words
        )

    sheet = _sheet(
        sight,
        asked.label,
        text=asked.text,
        button=asked.label,
        icon=asked.icon,
        danger=asked.kind == "danger",
    )
    return answer(request, form, act, sheet)


def _seats(sight: Sight, at: datetime) -> list[tuple[str, str]]:
    rows = list(sight.row.seats.select_related("party__person"))
    names = wording.named(sight.viewer, [one.party for one in rows], at)
    return [(str(one.pk), names[one.party_id]) for one in rows]
