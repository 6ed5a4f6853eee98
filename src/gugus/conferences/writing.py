"""Pages that write: the plan, the agenda, what was said and decided."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.conferences import forms, queries
from gugus.conferences.actions import meeting, planning
from gugus.conferences.codes import State
from gugus.conferences.gate import Sight, case_to_confer_on, item_of, to_write
from gugus.conferences.models import Item
from gugus.conferences.views import facts


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """A conference about a case."""
    at = now()
    case = case_to_confer_on(request.viewer, ref, at=at)
    tomorrow = timezone.localtime(at).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    initial = {"starts_at": tomorrow, "chair": request.viewer.user_id, "kind": "coordination"}
    form = _plan_form(request, initial)
    if form.is_bound and form.is_valid():
        words = form.words
        key = words.pop("key")
        try:
            plan = planning.Plan(**words)
            conference = planning.write_conference(
                case=case, plan=plan, by=request.viewer.user, at=at, key=key
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("conferences:detail", conference.ref)
    context = {"case": case, "form": form}
    return render(request, "conferences/plan.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Another place, chair, reason; of a draft another time too."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    one = sight.conference
    names = ("version", "kind", "starts_at", "minutes", "chair", "writer", "place", "words")
    form = _plan_form(request, {name: getattr(one, name) for name in names})
    clash = False
    if form.is_bound and form.is_valid():
        words = form.words
        words.pop("key")
        try:
            plan = planning.Plan(**words)
            planning.change_plan(
                conference=one, plan=plan, by=request.viewer.user, at=at, seen=form.cleaned_data["version"]
            )
        except Stale:
            clash = True
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("conferences:detail", ref)
    context = {"conference": one, "form": form, "clash": clash, "case": one.case}
    return render(
        request, "conferences/plan.html", context, status=409 if clash else 422 if form.is_bound else 200
    )


def _plan_form(request: HttpRequest, initial: dict) -> forms.PlanForm:
    colleagues = User.objects.filter(agency_id=request.viewer.agency_id, is_active=True)
    data = request.POST if request.method == "POST" else None
    return forms.PlanForm(data, colleagues=colleagues, initial=initial)


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_item(request: HttpRequest, ref: str) -> HttpResponse:
    """One more question on the agenda."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    form = forms.ItemForm(request.POST if request.method == "POST" else None)

    def run() -> None:
        planning.add_item(conference=sight.conference, by=request.viewer.user, at=at, **form.words)

    return _answer(request, sight, form, run, "conferences/item.html", {}, at)


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_POST
def take_off(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A question is not asked after all."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    item = item_of(sight, pk)
    with suppress(Cannot):  # the meeting has begun: the page that follows shows so
        planning.take_off(conference=sight.conference, item=item, by=request.viewer.user, at=at)
    return redirect("conferences:detail", ref)


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def said(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """What was said on one question."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    item = _item_while_running(request, sight, pk)
    form = forms.SaidForm(request.POST if request.method == "POST" else None, initial={"said": item.said})

    def run() -> None:
        meeting.write_said(
            conference=sight.conference, item=item, by=request.viewer.user, at=at, **form.words
        )

    return _answer(request, sight, form, run, "conferences/said.html", {"item": item}, at)


@staff_door(Section.CONFERENCE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A decision on one question."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    item = _item_while_running(request, sight, pk)
    offices = _who_may_read(sight, item, at)
    form = forms.DecisionForm(request.POST if request.method == "POST" else None, agencies=offices)

    def run() -> None:
        meeting.decide(conference=sight.conference, item=item, by=request.viewer.user, at=at, **form.words)

    return _answer(request, sight, form, run, "conferences/decision.html", {"item": item}, at)


def _item_while_running(request: HttpRequest, sight: Sight, pk: UUID) -> Item:
    item = item_of(sight, pk)
    if request.method == "GET" and sight.conference.state != State.RUNNING:
        raise Http404
    return item


def _who_may_read(sight: Sight, item: Item, at: datetime) -> list:
    parts = queries.open_parts(sight.conference.case_id, at)
    readers = [
        one for one in queries.on_case(sight.conference.case, at) if item.section in parts.get(one.pk, {})
    ]
    return [sight.conference.agency, *readers]


def _answer(
    request: HttpRequest, sight: Sight, form, run: Callable[[], None], template: str, more: dict, at: datetime
) -> HttpResponse:
    """Run it and go back to the conference; a refusal stands at its field, and nothing typed is lost."""
    if form.is_bound and form.is_valid():
        try:
            run()
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("conferences:detail", sight.conference.ref)
    return render(
        request, template, facts(sight, at) | {"form": form} | more, status=422 if form.is_bound else 200
    )
