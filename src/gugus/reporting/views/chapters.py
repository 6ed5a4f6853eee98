"""One chapter: read it, write it, keep what is being typed, show figures in it, decide about it."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.base.versions import Stale
from gugus.reporting import forms, markup, snapshots
from gugus.reporting.actions import planning, writing
from gugus.reporting.gate import (
    Sight,
    chapter_of,
    chapter_to_change,
    chapter_to_write,
    figure_of,
    is_late,
    report_for,
)
from gugus.reporting.models import Chapter
from gugus.reporting.skeletons import expected_figures
from gugus.reporting.steps import CHAPTER_BY_SLUG, CHAPTER_STEPS, ChapterStep
from gugus.taskforce.queries import members_on


@staff_door(Section.ACCOUNT)
@require_http_methods(["GET", "POST"])
def chapter(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Read a chapter; whoever writes it types here. A lost race answers 409 with what the other wrote."""
    at = now()
    sight = report_for(request.viewer, ref)
    if request.method == "POST":
        return _write(request, sight, chapter_to_write(sight, pk), at)
    one = chapter_of(sight, pk)
    writing.read_report(report=sight.report, by=request.viewer.user, at=at)
    return render(request, "reporting/chapter.html", _facts(sight, one, at, _form(None, sight, one)))


def _write(request: HttpRequest, sight: Sight, one: Chapter, at: datetime) -> HttpResponse:
    form, user = _form(request.POST, sight, one), request.viewer.user
    status = 422
    if not sight.may_write(one):
        return render(
            request, "reporting/chapter.html", _facts(sight, one, at, form) | {"clash": True}, status=409
        )
    if form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            kept = writing.write_chapter(
                chapter=one, text=form.cleaned_data["text"], by=user, at=at, seen=seen
            )
            if "submit" in request.POST:
                writing.submit_chapter(chapter=kept, by=user, at=at)
                return redirect("reporting:detail", sight.report.ref)
            return redirect("reporting:chapter", sight.report.ref, one.pk)
        except Stale as lost:
            text = form.cleaned_data["text"]
            writing.keep_draft(chapter=one, text=text, seen=lost.seen, by=user, at=at)
            one, status = chapter_of(report_for(request.viewer, sight.report.ref), one.pk), 409
            form = _form({"text": text, "version": one.version}, sight, one)
            return render(
                request,
                "reporting/chapter.html",
                _facts(sight, one, at, form) | {"clash": True},
                status=status,
            )
        except Cannot as refused:
            form.show(refused)
    return render(request, "reporting/chapter.html", _facts(sight, one, at, form), status=status)


def _form(data, sight: Sight, one: Chapter) -> forms.WriteForm:
    draft = writing.draft_of(one, sight.viewer.user) if data is None and sight.may_write(one) else None
    text = draft.text if draft else one.text
    url = reverse("reporting:draft", args=[sight.report.ref, one.pk])
    version = draft.seen if draft else one.version
    return forms.WriteForm(data, autosave_url=url, initial={"text": text or "", "version": version})


def _facts(sight: Sight, one: Chapter, at: datetime, form) -> dict[str, Any]:
    shown = list(one.figures.order_by("number", "pk"))
    frozen = snapshots.by_id(row.snapshot for row in shown)
    revised = snapshots.revised_since(frozen)
    may_write = sight.may_write(one)
    return {
        "report": sight.report, "sight": sight, "chapter": one, "form": form, "now": at, "may_write": may_write,
        "late": is_late(one, localdate(at)), "blocks": [_named(block) for block in markup.blocks_of(one.text)],
        "shown": [(row, frozen.get(row.snapshot), revised.get(row.snapshot, "")) for row in shown],
        "steps": [each for each in CHAPTER_STEPS if each.possible(sight, one)],
        "draft": form.initial.get("text") != (one.text or "") and not form.is_bound,
    }  # fmt: skip


def _named(block: dict) -> dict:
    return {"lines" if name == "items" else name: one for name, one in block.items()}


@staff_door(Section.ACCOUNT, Verb.WRITE)
@require_POST
def draft(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Keep what is being typed. 204: kept."""
    one = chapter_to_write(report_for(request.viewer, ref), pk)
    seen = request.POST.get("version", "")
    writing.keep_draft(
        chapter=one, text=request.POST.get("text", ""), seen=int(seen) if seen.isdecimal() else one.version,
        by=request.viewer.user, at=now(),
    )  # fmt: skip
    return HttpResponse(status=204)


@staff_door(Section.ACCOUNT, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Show a frozen figure in a chapter."""
    at = now()
    sight = report_for(request.viewer, ref)
    one = chapter_to_change(sight, pk)
    offered = _offered(sight, one)
    form = forms.FigureForm(request.POST if request.method == "POST" else None, offered=offered)

    def show(given: dict) -> None:
        told = form.words
        wanted = told.pop("figure")
        frozen = next(each for each in offered if each.ref == wanted)
        writing.show_figure(chapter=one, frozen=frozen, by=request.viewer.user, at=at, **told)

    status = tried(form, show)
    if status == DONE:
        return redirect("reporting:chapter", ref, pk)
    context = {"report": sight.report, "chapter": one, "form": form}
    return render(request, "reporting/figure.html", context, status=status)


def _offered(sight: Sight, one: Chapter) -> list[snapshots.Frozen]:
    """Frozen figures to choose from; those that the skeleton expects here stand first."""
    wanted = expected_figures(sight.report.kind, one.code)
    found = snapshots.offered(sight.viewer, sight.report.task_force)
    return sorted(found, key=lambda each: (each.code not in wanted, each.title, each.period))


@staff_door(Section.ACCOUNT, Verb.WRITE)
@require_POST
def take_out(request: HttpRequest, ref: str, pk: UUID, row: UUID) -> HttpResponse:
    """A chapter no longer shows a figure."""
    one = chapter_to_change(report_for(request.viewer, ref), pk)
    with suppress(Cannot):  # merged meanwhile: the page says so
        writing.take_figure_out(figure=figure_of(one, row), by=request.viewer.user, at=now())
    return redirect("reporting:chapter", ref, pk)


@staff_door(Section.ACCOUNT, Verb.DECIDE)
@require_POST
def move(request: HttpRequest, ref: str, pk: UUID, way: str) -> HttpResponse:
    """One place up or down."""
    sight = report_for(request.viewer, ref, verb=Verb.DECIDE)
    one = chapter_of(sight, pk)
    if sight.may_plan:
        with suppress(Cannot):  # merged meanwhile: the page says so
            planning.move_chapter(chapter=one, up=way == "naik", by=request.viewer.user, at=now())
    return redirect("reporting:detail", ref)


@staff_door(Section.ACCOUNT)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, pk: UUID, slug: str) -> HttpResponse:
    """The secretariat decides about a chapter."""
    at = now()
    sight = report_for(request.viewer, ref)
    one, asked = chapter_of(sight, pk), CHAPTER_BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight, one)):
        return redirect("reporting:chapter", ref, pk)
    form = _step_form(asked, request, sight, one, at)
    context = {"report": sight.report, "chapter": one, "step": asked, "form": form}
    status = OVERTAKEN
    if asked.possible(sight, one):
        run = partial(asked.run, chapter=one, by=request.viewer.user, at=at)
        status = tried(form, lambda given: run(seen=given["version"], **form.words))
    if status == DONE:
        return redirect("reporting:detail", ref)
    context["clash"] = status == OVERTAKEN
    return render(request, "reporting/chapter_step.html", context, status=status)


def _step_form(asked: ChapterStep, request: HttpRequest, sight: Sight, one: Chapter, at: datetime):
    more = {}
    if asked.form is forms.AssignForm:
        more["agencies"] = members_on(sight.report.task_force, localdate(at))
    initial = {"version": one.version, "title": one.title, "agency": one.agency_id, "due_on": one.due_on}
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)
