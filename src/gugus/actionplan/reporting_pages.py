"""Progress reports: who owes one, one report with every activity, what is written about one, handing in, answering."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import NO_RIGHT
from gugus.actionplan import queries, reporting, rules, wording
from gugus.actionplan.codes import ReportState
from gugus.actionplan.forms import EntryForm, MoveForm
from gugus.actionplan.gate import ReportSight, report_for, report_to_write
from gugus.actionplan.matrix import Figure
from gugus.actionplan.queries import Work
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.base.versions import Stale
from gugus.files.queries import attachments_of
from gugus.kernel.periods import Period

PER_PAGE = 30


@staff_door(Section.PLAN)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Reports of all agencies, open ones unless all are asked for."""
    at, everything = now(), bool(request.GET.get("semua"))
    rows = queries.reports(request.viewer, open_only=not everything)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [wording.dress_report(one, at) for one in page.object_list]
    context = {
        "page": page,
        "rows": shown,
        "everything": everything,
        "keep": "semua=1&" if everything else "",
    }
    return render(request, "actionplan/reports.html", context)


@staff_door(Section.PLAN)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The report of an agency. Reading it is written to the trail."""
    at, sight = now(), report_for(request.viewer, ref)
    reporting.read_report(report=sight.report, by=request.viewer.user, at=at)
    return _page(request, sight, at)


def _page(
    request: HttpRequest, sight: ReportSight, at: datetime, *, form: MoveForm | None = None, refused=(),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    report = wording.dress_report(sight.report, at)
    year = Period.parse(report.period).year
    works = wording.dress(queries.works_to_report(report, reporting.activities_of(report)), year)
    readable, moves = sight.may_read, list(report.moves.select_related("by", "data_key"))
    last = next((one for one in reversed(moves) if one.to_state == ReportState.RETURNED), None)
    context = {
        "report": report, "plan": report.plan, "sight": sight, "works": works if readable else [], "readable": readable,
        "form": form or MoveForm(initial={"version": report.version}), "refused": refused, "clash": status == 409,
        "files": attachments_of(report, sections=[Section.PLAN]) if readable else [],
        "moves": moves, "year": year, "now": at,
        "returned": last if readable and report.state == ReportState.RETURNED else None,
        "missing": sum(work.entry is None for work in works),
    }  # fmt: skip
    return render(request, "actionplan/report.html", context, status=status)


@staff_door(Section.PLAN, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, ref: str, which: str) -> HttpResponse:
    """What the agency did for one activity."""
    at, sight = now(), report_to_write(request.viewer, ref)
    report = sight.report
    reporting.read_report(report=report, by=request.viewer.user, at=at)
    if report.state not in rules.MINE:
        return redirect("actionplan:report", ref)
    found = [one for one in reporting.activities_of(report) if one.ref == which]
    if not found:
        raise Http404
    work = wording.dress(queries.works_to_report(report, found), Period.parse(report.period).year)[0]
    form = EntryForm(request.POST or None, work=work, initial=_initial(work))
    status = tried(
        form,
        lambda given: reporting.write_entry(
            report=report,
            activity=work.activity,
            done=form.done,
            by=request.viewer.user,
            at=at,
            seen=given["version"],
        ),
    )
    if status == DONE:
        return redirect("actionplan:report", ref)
    context = {
        "form": form, "report": wording.dress_report(report, at), "work": work, "plan": report.plan,
        "clash": status == OVERTAKEN, "newest": work.entry.version if work.entry else 0,
    }  # fmt: skip
    return render(request, "actionplan/entry.html", context, status=status)


def _initial(work: Work) -> dict:
    one = work.entry
    given: dict = {"version": one.version if one else 0}
    if one:
        names = ("spent_apbn", "spent_apbd", "spent_other", "evidence", "obstacle", "follow_up")
        given |= {name: getattr(one, name) for name in names}
    for measure in work.measures:
        if measure.reached:
            figure = Figure(measure.reached.value, measure.reached.words)
            given[f"reached_{measure.indicator.pk}"] = figure
    return given


@staff_door(Section.PLAN, Verb.WRITE)
@require_POST
def hand_in(request: HttpRequest, ref: str) -> HttpResponse:
    """The agency is done with its report."""
    sight, form, at = report_to_write(request.viewer, ref), MoveForm(request.POST), now()
    if not form.is_valid():
        return _page(request, sight, at, form=form, status=422)
    try:
        seen = form.cleaned_data["version"]
        reporting.hand_in(report=sight.report, by=request.viewer.user, at=at, seen=seen)
    except Stale:
        return _page(request, report_for(request.viewer, ref), at, status=409)
    except Cannot as refused:
        return _page(request, sight, at, refused=refused.reasons, status=422)
    return redirect("actionplan:report", ref)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_POST
def answer(request: HttpRequest, ref: str, to: str) -> HttpResponse:
    """The secretariat accepts a report or sends it back with a reason."""
    sight, form, at = report_for(request.viewer, ref), MoveForm(request.POST), now()
    if to not in {ReportState.ACCEPTED, ReportState.RETURNED}:
        raise Http404
    if not sight.plan.keeps:
        raise PermissionDenied(NO_RIGHT)
    if not form.is_valid():
        return _page(request, sight, at, form=form, status=422)
    given = form.cleaned_data
    try:
        reporting.answer(
            report=sight.report,
            to=to,
            reason=given["reason"],
            by=request.viewer.user,
            at=at,
            seen=given["version"],
        )
    except Stale:
        return _page(request, report_for(request.viewer, ref), at, status=409)
    except Cannot as refused:
        form.show(refused)
        return _page(request, sight, at, form=form, status=422)
    return redirect("actionplan:report", ref)
