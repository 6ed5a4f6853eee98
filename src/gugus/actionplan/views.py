"""Action plans: the list, one plan with its matrix and progress, one activity, the matrix as a file."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.actionplan import queries, sheets, wording
from gugus.actionplan.codes import PlanState
from gugus.actionplan.forms import MatrixFilter
from gugus.actionplan.gate import Sight, activity_for, plan_for
from gugus.actionplan.models import Activity, Plan
from gugus.actionplan.queries import Matrix
from gugus.audit.actions import record
from gugus.taskforce.queries import forces_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_door(Section.PLAN)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every plan of the viewer's task forces, and whose reports are late."""
    at = now()
    late = [wording.dress_report(one, at) for one in queries.unreported(request.viewer, at=at)]
    context = {
        "plans": queries.plans(request.viewer)[:200], "late": late, "now": at,
        "has_seat": forces_for(request.viewer, Section.PLAN).exists(),
        "may_write": request.viewer.has(Section.PLAN, Verb.DECIDE) and request.viewer.has(Section.PLAN, Verb.WRITE),
    }  # fmt: skip
    return render(request, "actionplan/list.html", context)


@staff_door(Section.PLAN)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One plan: how its fields and agencies stand, and its matrix. Reading it is written to the trail."""
    at, sight = now(), plan_for(request.viewer, ref)
    record("actionplan.read", about=sight.plan, by=request.viewer.user, at=at)
    form, found = _asked(request, sight.plan)
    works = wording.dress(found.works, found.year)
    reports = [wording.dress_report(one, at) for one in queries.reports(request.viewer, plan=sight.plan)[:60]]
    context = {
        "plan": sight.plan, "sight": sight, "form": form, "found": found, "fields": found.fields, "works": works,
        "series": wording.series(), "field_bars": wording.field_bars(found), "agency_bars": wording.agency_bars(found),
        "money_bars": wording.money_bars(found), "money_series": [_("Spent"), _("Not spent")],
        "reports": reports, "steps": _steps(sight), "now": at,
        "moves": sight.plan.moves.filter(report=None).select_related("by", "data_key"),
        "address": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "actionplan/detail.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, plan: Plan) -> tuple[MatrixFilter, Matrix]:
    this_year = min(max(localdate().year, plan.first_year), plan.last_year)
    form = MatrixFilter(request.GET or None, plan=plan, initial={"year": this_year})
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year = given.get("year") or this_year
    agency = given.get("agency")
    found = queries.matrix(
        plan, year, agency=agency.pk if agency else None, field_code=given.get("field") or ""
    )
    return form, found


def _steps(sight: Sight) -> list[str]:
    """Where the viewer may move the plan."""
    state = sight.plan.state
    if sight.may_approve:
        return [PlanState.APPROVED]
    if not sight.keeps:
        return []
    return {
        PlanState.APPROVED: [PlanState.IN_FORCE, PlanState.DRAFT],
        PlanState.IN_FORCE: [PlanState.CLOSED],
    }.get(state, [])


@staff_door(Section.PLAN)
@require_GET
def activity(request: HttpRequest, ref: str) -> HttpResponse:
    """One activity: indicators with every edition of their targets, money by year, what was reported."""
    at = now()
    sight, one = activity_for(request.viewer, ref)
    record("actionplan.activity_read", about=one, within=one.plan, by=request.viewer.user, at=at)
    return render(request, "actionplan/activity.html", activity_facts(sight, one, at))


def activity_facts(sight: Sight, one: Activity, at: datetime) -> dict:
    """What the page of an activity shows."""
    plan = one.plan
    year = min(max(localdate(at).year, plan.first_year), plan.last_year)
    found = queries.works_of(one, year)
    work = wording.dress([found], year)[0]
    told = queries.told_about(one)
    for entry in told:
        wording.dress_report(entry.report, at)
        entry.total = wording.rupiah(entry.spent_apbn + entry.spent_apbd + entry.spent_other)
    for measure in work.measures:
        for target in measure.history:
            target.said = wording.figure(target.value, target.words, measure.indicator.unit)
    money = [(each, wording.money_of(work, each)) for each in plan.years]
    return {
        "one": one, "plan": plan, "sight": sight, "work": work, "year": year, "told": told,
        "money": [line for line in money if line[1]], "now": at,
        "may_write": sight.may_write and one.dropped_at is None,
    }  # fmt: skip


@staff_door(Section.PLAN, Verb.EXPORT)
@require_GET
def download(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The matrix in the usual form as XLSX or CSV, filters as on the page; the import reads it again."""
    sight = plan_for(request.viewer, ref)
    if form not in {"xlsx", "csv"}:
        raise Http404
    _form, found = _asked(request, sight.plan)
    record("actionplan.taken_out", about=sight.plan, by=request.viewer.user, at=now(), changes={"form": form})
    made = sheets.as_xlsx(found) if form == "xlsx" else sheets.as_csv(found)
    return as_file(made, f"{sight.plan.ref}-{found.year}.{form}")


def as_file(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to keep."""
    kind = XLSX if name.endswith("xlsx") else "text/csv; charset=utf-8"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
