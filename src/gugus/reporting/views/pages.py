"""The list, one report, reading what was merged, and the steps of a report."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.reporting import forms, queries
from gugus.reporting.actions.planning import Wish, begin_report
from gugus.reporting.actions.writing import read_report
from gugus.reporting.codes import TO_WRITE, Way
from gugus.reporting.gate import Sight, force_to_report, report_for
from gugus.reporting.reading import read_content
from gugus.reporting.skeletons import duty_of
from gugus.reporting.steps import BY_SLUG, STEPS, Step
from gugus.taskforce.queries import forces_for

PER_PAGE = 25


@staff_door(Section.ACCOUNT)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The reports of my task forces, and where one begins."""
    page = Paginator(queries.listed(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    forces = list(forces_for(request.viewer, Section.ACCOUNT))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "begin": hosted(request, forces),
        "today": localdate(now()),
    }
    return render(request, "reporting/list.html", context)


@staff_door(Section.ACCOUNT)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Reports that reached my task forces from below, and those that went up."""
    page = Paginator(queries.arrived(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    forces = hosted(request, list(forces_for(request.viewer, Section.ACCOUNT)))
    return render(
        request, "reporting/inbox.html", {"page": page, "rows": list(page.object_list), "forces": forces}
    )


def hosted(request: HttpRequest, forces: list) -> list:
    """The task forces whose secretariat the viewer's agency keeps, if the viewer may write for them."""
    viewer = request.viewer
    if not forces or not (
        viewer.has(Section.ACCOUNT, Verb.DECIDE) and viewer.has(Section.ACCOUNT, Verb.WRITE)
    ):
        return []
    return [one for one in forces if queries.keeps(viewer, one)]


@staff_door(Section.ACCOUNT, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, force: str) -> HttpResponse:
    """A new report with its own copy of the skeleton."""
    sight, at = force_to_report(request.viewer, force), now()
    form = forms.BeginForm(request.POST if request.method == "POST" else None, initial=_last_year(at))
    if form.is_valid():
        told = form.words
        key = told.pop("key")
        try:
            made = begin_report(force=sight.force, wish=Wish(**told), by=request.viewer.user, at=at, key=key)
            return redirect("reporting:detail", made.ref)
        except Cannot as refused:
            form.show(refused)
    context = {"form": form, "force": sight.force}
    return render(request, "reporting/begin.html", context, status=422 if form.errors else 200)


def _last_year(at: datetime) -> dict[str, Any]:
    year = localdate(at).year - 1
    return {"first_on": localdate(at).replace(year, 1, 1), "last_on": localdate(at).replace(year, 12, 31)}


@staff_door(Section.ACCOUNT)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One report: how far it is, who writes what, what was revised since. Reading it is written to the trail."""
    at = now()
    sight = report_for(request.viewer, ref)
    read_report(report=sight.report, by=request.viewer.user, at=at)
    return render(request, "reporting/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page and the steps show of a report."""
    report, today = sight.report, localdate(at)
    sendings = queries.sendings_of(report)
    newer = getattr(report, "replaced_by", None)
    over = {"kirim"} if any(one.way == Way.INSIDE for one in sendings) else set()
    over |= {"koreksi"} if newer else set()
    lines = queries.chapters_of(report, today=today, writes=sight.is_own)
    return {
        "report": report, "sight": sight, "now": at, "today": today, "lines": lines,
        "mine": [one for one in lines if one.mine and report.state == "writing" and one.chapter.state in TO_WRITE],
        "picture": queries.picture_of(report, lines, today), "late": queries.late_agencies(lines),
        "steps": [one for one in STEPS if one.possible(sight) and one.slug not in over],
        "revised": queries.revisions_of(report),
        "sendings": sendings, "parcel": queries.parcel_of(report) if sight.is_host else None,
        "newer": newer, "duty": duty_of(report.kind, report.task_force.level),
    }  # fmt: skip


@staff_door(Section.ACCOUNT)
@require_GET
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """What was merged, to read before it is approved. Reading it is written to the trail."""
    at = now()
    sight = report_for(request.viewer, ref)
    if not sight.report.content:
        return redirect("reporting:detail", sight.report.ref)
    read_report(report=sight.report, by=request.viewer.user, at=at)
    approve = BY_SLUG["setujui"].possible(sight)
    context = {
        "report": sight.report,
        "sight": sight,
        "whole": read_content(sight.report.content),
        "approve": approve,
    }
    return render(request, "reporting/read.html", context)


@staff_door(Section.ACCOUNT)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what stands now, and what was typed."""
    at = now()
    sight = report_for(request.viewer, ref)
    asked = BY_SLUG.get(slug)
    if asked is None or not asked.possible(sight):
        if request.method == "GET" or asked is None:
            return redirect("reporting:detail", sight.report.ref)
        form = _form(asked, request, sight)
        return render(
            request, "reporting/step.html", _about(sight, asked, form) | {"clash": True}, status=409
        )
    form = _form(asked, request, sight)
    if request.method == "POST" and form.is_valid():
        try:
            made = _run(asked, sight, form, at)
        except Stale:
            again = report_for(request.viewer, ref)
            return render(
                request, "reporting/step.html", _about(again, asked, form) | {"clash": True}, status=409
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("reporting:detail", made.ref if slug == "koreksi" else sight.report.ref)
    return render(
        request, "reporting/step.html", _about(sight, asked, form), status=422 if form.errors else 200
    )


def _about(sight: Sight, asked: Step, form) -> dict[str, Any]:
    return {"report": sight.report, "sight": sight, "step": asked, "form": form}


def _form(asked: Step, request: HttpRequest, sight: Sight):
    report = sight.report
    initial = {
        "version": report.version,
        "title": report.title,
        "due_on": report.due_on,
        "digest": report.digest,
    }
    if asked.form is forms.ChapterForm:
        initial.pop("title")
    return asked.form(request.POST if request.method == "POST" else None, initial=initial)


def _run(asked: Step, sight: Sight, form, at: datetime):
    words = form.words
    words.pop("read", None)
    if asked.versioned:
        words["seen"] = form.cleaned_data["version"]
    return asked.run(report=sight.report, by=sight.viewer.user, at=at, **words)
