"""The pages on which the secretariat writes for its task force. Errors 422, a lost race 409; typed text stays."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.models import Agency
from gugus.taskforce import queries
from gugus.taskforce.actions.founding import Wish, found_force
from gugus.taskforce.actions.seats import take_up_secretariat
from gugus.taskforce.forms import FoundForm, ReplaceSeatForm, SeatForm
from gugus.taskforce.gate import basis_for, force_to_keep, force_to_take_up, position_of
from gugus.taskforce.leaving import left_of
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.policies import Sight
from gugus.taskforce.stepping import BY_SLUG, StepPage


@staff_door(Section.TASKFORCE, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new task force, whose secretariat one's agency keeps."""
    at = now()
    if not request.viewer.has(Section.TASKFORCE, Verb.WRITE):
        raise PermissionDenied
    parents = queries.could_be_above(None, timezone.localdate(at))
    form = FoundForm(request.POST or None, parents=parents, initial={"on": timezone.localdate(at)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        wish = Wish(told["name"], told["level"], told["area_code"], told["parent"])
        try:
            force = found_force(wish=wish, on=told["on"], by=request.viewer.user, at=at, key=told["key"])
            return redirect("taskforce:detail", force.ref)
        except Cannot as refused:
            form.show(refused)
    return render(request, "taskforce/found.html", {"form": form}, status=422 if form.errors else 200)


@staff_door(Section.TASKFORCE, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One thing about the task force itself."""
    asked = BY_SLUG.get(("force", slug))
    if asked is None:
        raise Http404
    sight = force_to_keep(request.viewer, ref)
    usual = {"name": sight.force.name, "parent": sight.force.parent_id}
    return _page(request, sight, asked, {"force": sight.force}, usual, sight.force.version)


@staff_door(Section.TASKFORCE, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, ref: str, agency: str, slug: str) -> HttpResponse:
    """One thing about a member."""
    asked = BY_SLUG.get(("member", slug))
    if asked is None:
        raise Http404
    sight = force_to_keep(request.viewer, ref)
    seats = queries.seats_on(sight.force, timezone.localdate())
    seat = next((one for one in seats if one.agency.slug == agency), None)
    if seat is None:
        raise Http404
    usual = {"fields_": seat.fields, "leads": seat.leads}
    named = {"force": sight.force, "agency": seat.agency}
    return _page(request, sight, asked, named, usual, sight.force.version, named=seat.agency.name)


@staff_door(Section.TASKFORCE, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def position(request: HttpRequest, ref: str, pk, slug: str) -> HttpResponse:
    """One thing about a position."""
    asked = BY_SLUG.get(("position", slug))
    if asked is None:
        raise Http404
    sight = force_to_keep(request.viewer, ref)
    held = position_of(sight, pk)
    usual = {"office": held.office, "holder": held.holder}
    return _page(request, sight, asked, {"position": held}, usual, held.version, named=held.office)


@staff_door(Section.TASKFORCE, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def basis(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One thing about a document of the legal basis."""
    asked = BY_SLUG.get(("basis", slug))
    if asked is None:
        raise Http404
    sight, found = basis_for(request.viewer, ref, keep=True)
    columns = ("kind", "number", "title", "signed_on", "valid_from", "valid_to")
    usual = {name: getattr(found, name) for name in columns}
    back = reverse("taskforce:basis", args=[found.ref])
    return _page(request, sight, asked, {"basis": found}, usual, found.version, named=found.number, back=back)


@staff_door(Section.TASKFORCE, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, ref: str) -> HttpResponse:
    """A member takes up the secretariat that nobody keeps."""
    at = now()
    sight = force_to_take_up(request.viewer, ref)
    record("taskforce.read", about=sight.force, by=request.viewer.user, at=at)
    reasons: list = []
    if request.method == "POST":
        try:
            take_up_secretariat(force=sight.force, by=request.viewer.user, on=timezone.localdate(at), at=at)
            return redirect("taskforce:detail", ref)
        except Cannot as refused:
            reasons = [reason.words for reason in refused.reasons]
    context = {"sight": sight, "force": sight.force, "reasons": reasons}
    return render(request, "taskforce/take_up.html", context, status=422 if reasons else 200)


def _page(
    request: HttpRequest, sight: Sight, asked: StepPage, about: dict, usual: dict, version: int, *, named: str = "",
    back: str = "",
) -> HttpResponse:  # fmt: skip
    at = now()
    day = timezone.localdate(at)
    record("taskforce.read", about=sight.force, by=request.viewer.user, at=at)
    back = back or reverse("taskforce:detail", args=[sight.force.ref])
    form = asked.form(
        request.POST or None,
        initial=usual | {"version": version},
        choices=_choices(sight, asked, day, about.get("agency")),
        day=day,
    )
    context = {
        "sight": sight,
        "force": sight.force,
        "step": asked,
        "form": form,
        "named": named,
        "back": back,
        "left": left_of(sight.force, about["agency"]) if asked.tells_left else [],
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, asked, about, form, at, back)
        except Stale as stale:
            context |= {"clash": True, "fresh": stale.record.version}
            status = 409
        except Cannot as refused:
            form.show(refused)
    return render(request, "taskforce/step.html", context, status=422 if form.errors else status)


def _done(request: HttpRequest, asked: StepPage, about: dict, form, at: datetime, back: str) -> HttpResponse:
    asked.run(**about, **form.words, by=request.viewer.user, at=at, seen=form.cleaned_data["version"])
    on = form.cleaned_data.get("on")
    if on is not None and on > timezone.localdate(at):
        told = _("Kept. It counts from %(day)s; until then the page shows what counts today.")
        messages.success(request, told % {"day": date_format(on, "j M Y")})
    return redirect(back)


def _choices(sight: Sight, asked: StepPage, day: date, one: Agency | None) -> dict:
    """Rows that a form offers, read under the viewer's rights. `one`: the member that the form is about."""
    bases = LegalBasis.objects.visible_to(sight.viewer).filter(task_force=sight.force)
    if asked.form is SeatForm:
        agencies = queries.could_join(sight.force, day)
    elif asked.form is ReplaceSeatForm:
        agencies = Agency.objects.valid_on(day).order_by("name")
    else:
        agencies = Agency.objects.filter(pk__in=[one.pk for one in queries.members_on(sight.force, day)])
    return {
        "agency": agencies,
        "heir": agencies.exclude(pk=one.pk) if one else agencies,
        "parent": queries.could_be_above(sight.force, day),
        "basis": bases,
        "replaces": bases.filter(replaced_by=None),
    }
