"""The task forces of one's agency, one of them as of a day, one document of its legal basis."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.files.queries import attachments_of
from gugus.places.queries import labels
from gugus.taskforce import queries, rules, wording
from gugus.taskforce.forms import DayForm
from gugus.taskforce.gate import basis_for, force_for
from gugus.taskforce.policies import Sight


@staff_door(Section.TASKFORCE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The task forces in which one's agency sits today."""
    today = timezone.localdate()
    forces = list(queries.forces_for(request.viewer))
    sizes = queries.sizes_on([one.pk for one in forces], today)
    areas = labels({one.area_code for one in forces if one.area_code})
    rows = [
        {"force": one, "members": sizes.get(one.pk, 0), "area": areas.get(one.area_code, "")}
        for one in forces
    ]
    may_found = request.viewer.has(Section.TASKFORCE, Verb.DECIDE) and request.viewer.has(
        Section.TASKFORCE, Verb.WRITE
    )
    return render(request, "taskforce/index.html", {"rows": rows, "may_found": may_found})


@staff_door(Section.TASKFORCE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One task force as it stood on a day (`hari` in the address), with its chart and what changed until then."""
    at = now()
    sight = force_for(request.viewer, ref)
    form = DayForm(request.GET or None)
    today = timezone.localdate(at)
    day = (form.cleaned_data["hari"] if form.is_bound and form.is_valid() else None) or today
    record("taskforce.read", about=sight.force, by=request.viewer.user, at=at, changes={"day": day})
    context = facts(sight, day) | {
        "form": form if form.is_bound else DayForm(initial={"hari": day}),
        "today": today,
    }
    return render(request, "taskforce/detail.html", context, status=422 if form.errors else 200)


def facts(sight: Sight, day: date) -> dict:
    """A task force on a day in words. A fixed number of queries."""
    force = sight.force
    seats, positions = queries.seats_on(force, day), queries.positions_on(force, day)
    all_seats, all_positions, bases = queries.all_of(force)
    return {
        "force": force, "sight": sight, "day": day, "seats": seats, "head": wording.head_of(positions),
        "fields": wording.fields_of(seats, positions), "chart": wording.chart_of(force, seats, positions),
        "bases": [one for one in bases if counts(one, day)],
        "inside": set(queries.forces_for(sight.viewer).order_by().values_list("pk", flat=True)),
        "soon": day + rules.RUNS_OUT,
        "other_bases": [one for one in bases if not counts(one, day)],
        "frequencies": queries.frequencies_on(force, day),
        "host": next((one for one in seats if one.secretariat), None),
        "children": list(force.children.valid_on(day).order_by("name")), "positions": wording.in_order(positions),
        "story": wording.story_of(all_seats, all_positions, bases, day),
        "coming": wording.coming_of(all_seats, all_positions, bases, day),
        "may_take_up": not any(one.secretariat for one in seats) and sight.may(Verb.DECIDE) and sight.may(Verb.WRITE),
    }  # fmt: skip


def counts(row, day: date) -> bool:
    """Does a dated row count on a day?"""
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


@staff_door(Section.TASKFORCE)
@require_GET
def basis(request: HttpRequest, ref: str) -> HttpResponse:
    """One document of the legal basis, with the file itself and what it replaced."""
    at: datetime = now()
    sight, found = basis_for(request.viewer, ref)
    record("taskforce.basis_read", about=found, within=sight.force, by=request.viewer.user, at=at)
    context = {
        "basis": found, "sight": sight, "force": sight.force, "replaced": list(found.replaces.all()),
        "attachments": attachments_of(found, sections=[Section.TASKFORCE]), "positions": list(found.positions.all()),
        "counts": counts(found, timezone.localdate(at)),
    }  # fmt: skip
    if sight.may_keep:
        context |= {"upload_kind": "legalbasis", "upload_ref": found.ref, "upload_section": "taskforce"}
    return render(request, "taskforce/basis.html", context)
