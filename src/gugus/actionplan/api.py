"""Doors for machines: the same gates and actions as the pages."""

from base64 import b64decode
from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.actionplan import importing, planning, queries, reporting, rules
from gugus.actionplan.codes import LoadState, PlanState, ReportState
from gugus.actionplan.codes import Standing as Stands
from gugus.actionplan.gate import (
    activity_for,
    indicator_of,
    load_for,
    plan_for,
    plan_to_keep,
    report_for,
    report_to_write,
)
from gugus.actionplan.importing import Looked
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Activity, Load, PeriodReport, Plan
from gugus.actionplan.planning import Paper
from gugus.actionplan.queries import Measure, Work
from gugus.actionplan.reporting import Done
from gugus.actionplan.schemas import (
    ActivityIn,
    ActivityOut,
    AnswerIn,
    BudgetIo,
    DropIn,
    EntryIn,
    EntryOut,
    FigureIo,
    FileIn,
    IndicatorIn,
    IndicatorOut,
    LineIn,
    LoadOut,
    MatrixOut,
    NewPlanIn,
    PlanIn,
    PlanOut,
    ReportFull,
    ReportOut,
    RowOut,
    TargetIn,
    TargetOut,
    WrongOut,
)
from gugus.audit.actions import record
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import Agency
from gugus.kernel.ids import parse_ref
from gugus.taskforce.gate import force_to_keep
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.queries import members_on

router = Router(tags=["action plans"])
MOST = 100


@router.get("/action-plans", response=list[PlanOut], summary="Action plans")
@api_door(Section.PLAN)
def list_plans(request: HttpRequest, offset: int = Query(0, ge=0, le=1_000_000)):
    """Those of the caller's task forces, the newest first; at most 100."""
    return [
        _plan(one) for one in queries.plans(request.viewer).select_related("basis")[offset : offset + MOST]
    ]


@router.post("/action-plans", response={201: PlanOut}, summary="Write an action plan")
@api_door(Section.PLAN, Verb.DECIDE)
def write_plan(request: HttpRequest, body: NewPlanIn, response: HttpResponse):
    """A draft. Only the secretariat of the task force. Send an Idempotency-Key."""
    sight = force_to_keep(request.viewer, body.task_force, section=Section.PLAN)
    follows = plan_to_keep(request.viewer, body.follows).plan if body.follows else None
    paper = _paper(request, body)
    made = planning.write_plan(
        force=sight.force, paper=paper, by=request.viewer.user, at=now(), follows=follows
    )
    return Status(201, _answer(made, response))


@router.get("/action-plans/{ref}", response=MatrixOut, summary="One action plan with its matrix")
@api_door(Section.PLAN)
def get_plan(request: HttpRequest, ref: str, response: HttpResponse, year: int | None = None):
    """For a year of the plan; this one unless named. Reading is written to the trail."""
    plan = plan_for(request.viewer, ref).plan
    record("actionplan.read", about=plan, by=request.viewer.user, at=now())
    chosen = min(max(year or localdate().year, plan.first_year), plan.last_year)
    found = queries.matrix(plan, chosen)
    planned, spent = queries.money(found)
    response["ETag"] = etag_of(plan)
    return MatrixOut(
        plan=_plan(plan), year=chosen, activities=[_work(one) for one in found.works],
        by_field=_standings(queries.by_field(found)), by_agency=_standings(queries.by_agency(found)), planned=planned,
        spent=spent,
    )  # fmt: skip


@router.put("/action-plans/{ref}", response=PlanOut, summary="Change the cover of an action plan")
@api_door(Section.PLAN, Verb.DECIDE)
def change_plan(request: HttpRequest, ref: str, body: PlanIn, response: HttpResponse):
    """Needs If-Match. Years and rhythm change in a draft only."""
    plan = plan_to_keep(request.viewer, ref).plan
    if (seen := seen_version(request)) is None:
        return version_needed()
    paper = _paper(request, body)
    changed = planning.change_plan(plan=plan, paper=paper, by=request.viewer.user, at=now(), seen=seen)
    return _answer(changed, response)


@router.post("/action-plans/{ref}/state/{to}", response=PlanOut, summary="Approve, put in force, close")
@api_door(Section.PLAN)
def move_plan(request: HttpRequest, ref: str, to: PlanState, response: HttpResponse):
    """Approving needs the right to approve; the other steps belong to the secretariat."""
    sight = plan_for(request.viewer, ref) if to == PlanState.APPROVED else plan_to_keep(request.viewer, ref)
    if to == PlanState.APPROVED and (why := sight.force.refusal(Verb.APPROVE)):
        return problem(403, why.code, why.words)
    moved = planning.move_plan(
        plan=sight.plan, to=to.value, by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _answer(moved, response)


@router.post("/action-plans/{ref}/lines", response={201: ActivityOut}, summary="Add a line to the matrix")
@api_door(Section.PLAN, Verb.DECIDE)
def add_line(request: HttpRequest, ref: str, body: LineIn):
    """One indicator of one activity. 409 where it stands there already."""
    plan = plan_to_keep(request.viewer, ref).plan
    made = planning.add_line(plan=plan, line=_line(plan, body), by=request.viewer.user, at=now())
    return Status(201, _work(queries.works_of(made.activity, plan.first_year)))


@router.post("/action-plans/{ref}/imports", response={201: LoadOut}, summary="Bring a matrix")
@api_door(Section.PLAN, Verb.DECIDE)
def bring(request: HttpRequest, ref: str, body: FileIn):
    """Says what it would add and what is wrong with which cell; nothing is written into the plan."""
    plan = plan_to_keep(request.viewer, ref).plan
    try:
        content = b64decode(body.content, validate=True)
    except ValueError as broken:
        raise Cannot([Reason("not_base64", _("This is not base64."), "content")]) from broken
    load = importing.bring(
        plan=plan,
        content=content,
        file_name=body.file_name,
        by=request.viewer.user,
        at=now(),
        sheet=body.sheet - 1,
    )
    return Status(201, _load(load))


@router.get("/action-plans/{ref}/imports/{key}", response=LoadOut, summary="What a matrix would add")
@api_door(Section.PLAN, Verb.DECIDE)
def get_load(request: HttpRequest, ref: str, key: UUID):
    """As long as it was not taken over."""
    _sight, load = load_for(request.viewer, ref, key)
    record("actionplan.read", about=load.plan, by=request.viewer.user, at=now())
    return _load(load)


@router.post("/action-plans/{ref}/imports/{key}/apply", response=LoadOut, summary="Take a matrix over")
@api_door(Section.PLAN, Verb.DECIDE)
def apply(request: HttpRequest, ref: str, key: UUID):
    """The good rows, all or none."""
    _sight, load = load_for(request.viewer, ref, key)
    return _load(importing.apply(load=load, by=request.viewer.user, at=now(), seen=seen_version(request)))


@router.post("/action-plans/{ref}/imports/{key}/undo", response=LoadOut, summary="Undo an import")
@api_door(Section.PLAN, Verb.DECIDE)
def undo(request: HttpRequest, ref: str, key: UUID):
    """409 when somebody has worked with its rows since."""
    _sight, load = load_for(request.viewer, ref, key)
    return _load(importing.undo(load=load, by=request.viewer.user, at=now(), seen=seen_version(request)))


@router.get("/plan-activities/{ref}", response=ActivityOut, summary="One activity of an action plan")
@api_door(Section.PLAN)
def get_activity(request: HttpRequest, ref: str, response: HttpResponse, year: int | None = None):
    """With every edition of its targets. Reading is written to the trail."""
    _sight, one = activity_for(request.viewer, ref)
    record("actionplan.activity_read", about=one, within=one.plan, by=request.viewer.user, at=now())
    return _activity_answer(one, response, year)


@router.put("/plan-activities/{ref}", response=ActivityOut, summary="Change an activity")
@api_door(Section.PLAN, Verb.DECIDE)
def change_activity(request: HttpRequest, ref: str, body: ActivityIn, response: HttpResponse):
    """Needs If-Match."""
    _sight, one = activity_for(request.viewer, ref, keep=True)
    if (seen := seen_version(request)) is None:
        return version_needed()
    agency, supporting = _offices(one.plan, body.agency, body.supporting)
    planning.change_activity(
        activity=one, name=body.name, agency=agency, supporting=supporting,
        budgets={(each.year, each.source.value): each.amount for each in body.budgets}, by=request.viewer.user,
        at=now(), seen=seen,
    )  # fmt: skip
    return _activity_answer(activity_for(request.viewer, ref)[1], response)


@router.post("/plan-activities/{ref}/drop", response=ActivityOut, summary="Take an activity out of the plan")
@api_door(Section.PLAN, Verb.DECIDE)
def drop_activity(request: HttpRequest, ref: str, body: DropIn, response: HttpResponse):
    """What was reported about it stays readable."""
    _sight, one = activity_for(request.viewer, ref, keep=True)
    planning.drop_activity(
        activity=one, code=body.code.value, by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _activity_answer(activity_for(request.viewer, ref)[1], response)


@router.put(
    "/plan-activities/{ref}/indicators/{key}", response=ActivityOut, summary="Change an indicator of a draft"
)
@api_door(Section.PLAN, Verb.DECIDE)
def change_indicator(request: HttpRequest, ref: str, key: UUID, body: IndicatorIn, response: HttpResponse):
    """Needs If-Match with the ETag of its activity. 409 once the plan was approved."""
    _sight, one = activity_for(request.viewer, ref, keep=True)
    if (seen := seen_version(request)) is None:
        return version_needed()
    planning.change_indicator(
        indicator=indicator_of(request.viewer, one, key), name=body.name, unit=body.unit, better=body.better.value,
        baseline=Figure(body.baseline.value, body.baseline.words), by=request.viewer.user, at=now(), seen=seen,
    )  # fmt: skip
    return _activity_answer(activity_for(request.viewer, ref)[1], response)


@router.post(
    "/plan-activities/{ref}/indicators/{key}/targets",
    response={201: ActivityOut},
    summary="Set or revise a target",
)
@api_door(Section.PLAN, Verb.DECIDE)
def set_target(request: HttpRequest, ref: str, key: UUID, body: TargetIn, response: HttpResponse):
    """The old target stays with its edition."""
    _sight, one = activity_for(request.viewer, ref, keep=True)
    planning.set_target(
        indicator=indicator_of(request.viewer, one, key), year=body.year, figure=Figure(body.value, body.words),
        reason=body.reason, by=request.viewer.user, at=now(), seen=seen_version(request),
    )  # fmt: skip
    return Status(201, _activity_answer(activity_for(request.viewer, ref)[1], response))


@router.get("/plan-reports", response=list[ReportOut], summary="Progress reports of agencies")
@api_door(Section.PLAN)
def list_reports(
    request: HttpRequest,
    open: bool = Query(False, description="Only those that were not accepted."),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """The newest period first; at most 100."""
    rows = queries.reports(request.viewer, open_only=open)
    return [ReportOut(**_report(one)) for one in rows[offset : offset + MOST]]


@router.get("/plan-reports/{ref}", response=ReportFull, summary="One progress report")
@api_door(Section.PLAN)
def get_report(request: HttpRequest, ref: str, response: HttpResponse):
    """With its entries once it was handed in; the agency itself reads them before. Written to the trail."""
    sight = report_for(request.viewer, ref)
    reporting.read_report(report=sight.report, by=request.viewer.user, at=now())
    return _report_answer(request, sight.report, response)


@router.put("/plan-reports/{ref}/entries/{activity}", response=ReportFull, summary="Write about an activity")
@api_door(Section.PLAN, Verb.WRITE)
def write_entry(request: HttpRequest, ref: str, activity: str, body: EntryIn, response: HttpResponse):
    """Only the agency itself, until it hands the report in. `version` guards against a colleague's newer words."""
    report = report_to_write(request.viewer, ref).report
    one = next(
        (each for each in reporting.activities_of(report) if each.ref == (parse_ref(activity) or "")), None
    )
    if one is None:
        raise Http404
    told = body.dict(exclude={"version", "reached"})
    done = Done(**told, reached={key: Figure(each.value, each.words) for key, each in body.reached.items()})
    reporting.write_entry(
        report=report, activity=one, done=done, by=request.viewer.user, at=now(), seen=body.version
    )
    return _report_answer(request, report, response)


@router.post("/plan-reports/{ref}/hand-in", response=ReportFull, summary="Hand in a progress report")
@api_door(Section.PLAN, Verb.WRITE)
def hand_in(request: HttpRequest, ref: str, response: HttpResponse):
    """409 while an activity has no entry."""
    report = report_to_write(request.viewer, ref).report
    done = reporting.hand_in(report=report, by=request.viewer.user, at=now(), seen=seen_version(request))
    return _report_answer(request, done, response)


@router.post(
    "/plan-reports/{ref}/answer/{to}", response=ReportFull, summary="Accept a report or send it back"
)
@api_door(Section.PLAN, Verb.DECIDE)
def answer(request: HttpRequest, ref: str, to: ReportState, body: AnswerIn, response: HttpResponse):
    """Only the secretariat. Sending back needs a reason."""
    sight = report_for(request.viewer, ref)
    plan_to_keep(request.viewer, sight.report.plan.ref)
    told = reporting.answer(
        report=sight.report, to=to.value, reason=body.reason, by=request.viewer.user, at=now(),
        seen=seen_version(request),
    )  # fmt: skip
    return _report_answer(request, told, response)


def _paper(request: HttpRequest, body: PlanIn) -> Paper:
    basis = None
    if body.basis:
        basis = LegalBasis.objects.visible_to(request.viewer).filter(ref=parse_ref(body.basis) or "").first()
        if basis is None:
            raise Cannot([Reason("unknown_basis", _("There is no such document."), "basis")])
    names = ("title", "first_year", "last_year", "report_days", "basis_words")
    return Paper(**{name: getattr(body, name) for name in names}, every=body.every.value, basis=basis)


def _line(plan: Plan, body: LineIn) -> Line:
    agency, supporting = _offices(plan, body.agency, body.supporting)
    return Line(
        field=body.field.value, strategy=body.strategy, programme=body.programme, activity=body.activity,
        agency=agency, supporting=supporting, indicator=body.indicator, unit=body.unit,
        better=body.better.value, baseline=Figure(body.baseline.value, body.baseline.words),
        targets={one.year: Figure(one.value, one.words) for one in body.targets},
        budgets={(one.year, one.source.value): one.amount for one in body.budgets},
    )  # fmt: skip


def _offices(plan: Plan, agency: str, supporting: list[str]) -> tuple[Agency, list[Agency]]:
    members = {one.slug: one for one in members_on(plan.task_force, localdate())}
    unknown = [slug for slug in (agency, *supporting) if slug not in members]
    if unknown:
        words = _("No member of the task force has this name.")
        raise Cannot([Reason("no_member", words, "agency" if agency in unknown else "supporting")])
    return members[agency], [members[slug] for slug in supporting]


def _plan(one: Plan) -> PlanOut:
    plain = {name: getattr(one, name) for name in PlanOut.model_fields if name not in {"task_force", "basis"}}
    return PlanOut(**plain, task_force=one.task_force.ref, basis=one.basis.ref if one.basis else "")


def _answer(one: Plan, response: HttpResponse) -> PlanOut:
    response["ETag"] = etag_of(one)
    return _plan(one)


def _figure(value: Decimal | None, words: str) -> FigureIo:
    return FigureIo(value=value, words=words)


def _measure(one: Measure) -> IndicatorOut:
    targets = [
        TargetOut(
            value=each.value,
            words=each.words,
            year=each.year,
            edition=each.edition,
            reason=each.reason,
            at=each.at,
        )
        for each in one.history
    ]
    reached = one.reached
    return IndicatorOut(
        id=one.indicator.pk, name=one.indicator.name, unit=one.indicator.unit, better=one.indicator.better,
        baseline=_figure(one.indicator.baseline, one.indicator.baseline_words), targets=targets,
        reached=_figure(reached.value, reached.words) if reached else None, standing=one.standing, share=one.share,
    )  # fmt: skip


def _work(one: Work) -> ActivityOut:
    activity, place = one.activity, one.activity.programme
    budgets = [BudgetIo(year=each.year, source=each.source, amount=each.amount) for each in one.budgets]
    return ActivityOut(
        ref=activity.ref, field=place.strategy.field, strategy=place.strategy.name, programme=place.name,
        name=activity.name, agency=activity.agency.slug, supporting=one.supporting, budgets=budgets, spent=one.spent,
        dropped_at=activity.dropped_at, dropped_code=activity.dropped_code,
        indicators=[_measure(each) for each in one.measures],
    )  # fmt: skip


def _activity_answer(one: Activity, response: HttpResponse, year: int | None = None) -> ActivityOut:
    response["ETag"] = etag_of(one)
    plan = one.plan
    return _work(queries.works_of(one, min(max(year or localdate().year, plan.first_year), plan.last_year)))


def _standings(rows: list[tuple[str, list[int]]]) -> dict[str, dict[str, int]]:
    return {name: dict(zip(Stands.values, counts, strict=True)) for name, counts in rows}


def _load(one: Load) -> LoadOut:
    looked = Looked(one) if one.state == LoadState.LOOKED else None
    bad = [
        RowOut(
            number=row.number,
            wrong=[WrongOut(column=each.column, words=str(each.words)) for each in row.wrong],
        )
        for row in (looked.bad[:MOST] if looked else [])
    ]
    return LoadOut(
        id=one.pk, state=one.state, total=one.total, good=one.good, known=len(looked.known) if looked else 0, bad=bad,
        etag=f'"{one.pk}:{one.version}"',
    )  # fmt: skip


def _report(one: PeriodReport) -> dict:
    return {
        "ref": one.ref, "plan": one.plan.ref, "agency": one.agency.slug, "period": one.period, "state": one.state,
        "due_at": one.due_at, "late": rules.is_late(one.state, one.due_at, one.submitted_at, now()),
        "submitted_at": one.submitted_at, "took_over_from": one.took_over_from.slug if one.took_over_from else "",
    }  # fmt: skip


def _report_answer(request: HttpRequest, one: PeriodReport, response: HttpResponse) -> ReportFull:
    response["ETag"] = etag_of(one)
    readable = one.agency_id == request.viewer.agency_id or one.state not in rules.MINE
    activities = reporting.activities_of(one)
    works = queries.works_to_report(one, activities) if readable else []
    entries = [_entry(work) for work in works if work.entry is not None]
    return ReportFull(**_report(one), activities=[each.ref for each in activities], entries=entries)


def _entry(work: Work) -> EntryOut:
    one = work.entry
    reached = {
        measure.indicator.pk: _figure(measure.reached.value, measure.reached.words)
        for measure in work.measures
        if measure.reached
    }
    return EntryOut(
        activity=work.activity.ref, spent_apbn=one.spent_apbn, spent_apbd=one.spent_apbd, spent_other=one.spent_other,
        evidence=one.evidence or "", obstacle=one.obstacle or "", follow_up=one.follow_up or "", reached=reached,
        version=one.version,
    )  # fmt: skip
