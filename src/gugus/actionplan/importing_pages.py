"""A matrix as a file: the empty one, what a file would add, taking it over, undoing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.actionplan import importing, sheets
from gugus.actionplan.forms import FileForm
from gugus.actionplan.gate import load_for, plan_to_keep
from gugus.actionplan.importing import Looked
from gugus.actionplan.models import Load
from gugus.actionplan.views import as_file
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale

MOST_SHOWN = 100


@staff_door(Section.PLAN, Verb.DECIDE)
@require_GET
def template(request: HttpRequest, ref: str) -> HttpResponse:
    """The empty matrix for the years of the plan."""
    sight = plan_to_keep(request.viewer, ref)
    record("actionplan.read", about=sight.plan, by=request.viewer.user, at=now())
    return as_file(sheets.template(sight.plan), f"matriks-{sight.plan.ref}.xlsx")


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, ref: str) -> HttpResponse:
    """Bring a file; nothing is written into the plan yet."""
    sight = plan_to_keep(request.viewer, ref)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            load = importing.bring(
                plan=sight.plan, content=given["file"].read(), file_name=given["file"].name, by=request.viewer.user,
                at=now(), sheet=(given["sheet"] or 1) - 1, key=given["key"],
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("actionplan:load", ref, load.pk)
    record("actionplan.read", about=sight.plan, by=request.viewer.user, at=now())
    context = {"form": form, "plan": sight.plan, "loads": sight.plan.loads.select_related("brought_by")[:10]}
    return render(request, "actionplan/import.html", context, status=422 if form.errors else 200)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_GET
def look(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """What the file would add, and what is wrong with which cell."""
    _sight, load = load_for(request.viewer, ref, key)
    record("actionplan.read", about=load.plan, by=request.viewer.user, at=now())
    return _page(request, load)


def _page(request: HttpRequest, load: Load, refused=(), *, status: int = 200) -> HttpResponse:
    looked = Looked(load) if load.content and load.state == "looked" else None
    context = {
        "load": load, "plan": load.plan, "looked": looked, "refused": refused,
        "good": looked.good[:MOST_SHOWN] if looked else [], "bad": looked.bad[:MOST_SHOWN] if looked else [],
        "known": len(looked.known) if looked else 0, "clash": status == 409,
        "bad_count": len(looked.bad) if looked else 0, "good_count": len(looked.good) if looked else 0,
    }  # fmt: skip
    return render(request, "actionplan/load.html", context, status=status)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_GET
def bad(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The rows that do not go in, with what is wrong, to be mended and brought again."""
    _sight, load = load_for(request.viewer, ref, key)
    record("actionplan.read", about=load.plan, by=request.viewer.user, at=now())
    looked = Looked(load)
    heads = looked.lines[looked.heads.line - 1] if looked.heads.line else []
    return as_file(sheets.bad_rows(heads, looked.lines, looked.bad), f"baris-salah-{load.plan.ref}.xlsx")


@staff_door(Section.PLAN, Verb.DECIDE)
@require_POST
def apply(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Take the good rows over."""
    return _step(request, ref, key, importing.apply)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_POST
def undo(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Take out again what an import added."""
    return _step(request, ref, key, importing.undo)


def _step(request: HttpRequest, ref: str, key: UUID, action) -> HttpResponse:
    _sight, load = load_for(request.viewer, ref, key)
    seen = request.POST.get("version", "")
    try:
        action(load=load, by=request.viewer.user, at=now(), seen=int(seen) if seen.isdecimal() else -1)
    except Stale:
        return _page(request, load, status=409)
    except Cannot as refused:
        return _page(request, load, refused.reasons, status=422)
    return redirect("actionplan:load", ref, key)
