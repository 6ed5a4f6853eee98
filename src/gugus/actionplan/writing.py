"""Writing a plan: its cover, lines of the matrix, targets, the steps from draft to closed."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import NO_RIGHT
from gugus.actionplan import planning, queries
from gugus.actionplan.codes import PlanState
from gugus.actionplan.forms import (
    ActivityForm,
    DropForm,
    IndicatorForm,
    LineForm,
    MoveForm,
    PaperForm,
    TargetForm,
    activity_initial,
)
from gugus.actionplan.gate import Sight, activity_for, indicator_of, plan_for, plan_to_keep
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Activity, Plan
from gugus.actionplan.views import activity_facts
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.taskforce.gate import sight_of
from gugus.taskforce.queries import forces_for

FORM = ["GET", "POST"]


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """A draft of a plan, by the secretariat of a task force."""
    if not forces_for(request.viewer, Section.PLAN).exists():
        return redirect("actionplan:list")  # it says that the agency has no seat
    return _new(request)


def _new(request: HttpRequest, follows: Plan | None = None) -> HttpResponse:
    initial = _as_initial(follows) if follows else {}
    form = PaperForm(request.POST or None, viewer=request.viewer, plan=follows, initial=initial)
    if form.is_bound and form.is_valid():
        sight = sight_of(request.viewer, form.force, section=Section.PLAN)
        if why := sight.host_refusal(Verb.WRITE):
            raise PermissionDenied(why)
        try:
            made = planning.write_plan(
                force=form.force, paper=form.paper, by=request.viewer.user, at=now(), key=form.cleaned_data["key"],
                follows=follows,
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("actionplan:detail", made.ref)
    context = {"form": form, "follows": follows}
    return render(request, "actionplan/paper.html", context, status=422 if form.errors else 200)


def _as_initial(plan: Plan) -> dict:
    names = ("title", "first_year", "last_year", "every", "report_days", "basis", "basis_words", "version")
    return {name: getattr(plan, name) for name in names}


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def follow(request: HttpRequest, ref: str) -> HttpResponse:
    """A new edition: a draft with the same cover and an empty matrix; the old one can be imported into it."""
    sight = _seen(request, plan_to_keep(request.viewer, ref))
    return _new(request, sight.plan)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Another cover; a colleague who was faster is told of, and what was typed stays."""
    sight = _seen(request, plan_to_keep(request.viewer, ref))
    plan = sight.plan
    form = PaperForm(request.POST or None, viewer=request.viewer, plan=plan, initial=_as_initial(plan))
    status = tried(
        form,
        lambda given: planning.change_plan(
            plan=plan,
            paper=form.paper,
            by=request.viewer.user,
            at=now(),
            seen=given["version"],
        ),
    )
    if status == DONE:
        return redirect("actionplan:detail", ref)
    context = {"form": form, "plan": plan, "clash": status == OVERTAKEN}
    return render(request, "actionplan/paper.html", context, status=status)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """One more line of the matrix."""
    sight = _seen(request, plan_to_keep(request.viewer, ref))
    form = LineForm(request.POST or None, plan=sight.plan, initial={"field": request.GET.get("field", "")})
    if form.is_bound and form.is_valid():
        try:
            made = planning.add_line(plan=sight.plan, line=form.line, by=request.viewer.user, at=now())
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("actionplan:activity", made.activity.ref)
    context = {"form": form, "plan": sight.plan}
    return render(request, "actionplan/line.html", context, status=422 if form.errors else 200)


@staff_door(Section.PLAN)
@require_http_methods(FORM)
def move(request: HttpRequest, ref: str, to: str) -> HttpResponse:
    """Approve, take back, put in force, close: asked once more before it is done."""
    sight = _seen(request, plan_for(request.viewer, ref))
    if to not in PlanState.values:
        raise Http404
    if not (sight.may_approve if to == PlanState.APPROVED else sight.keeps):
        raise PermissionDenied(NO_RIGHT)
    form = MoveForm(request.POST or None, initial={"version": sight.plan.version})
    del form.fields["reason"]
    status = tried(
        form,
        lambda given: planning.move_plan(
            plan=sight.plan, to=to, by=request.viewer.user, at=now(), seen=given["version"]
        ),
    )
    if status == DONE:
        return redirect("actionplan:detail", ref)
    context = {"plan": sight.plan, "form": form, "to": PlanState(to), "clash": status == OVERTAKEN}
    return render(request, "actionplan/move.html", context, status=status)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def change_activity(request: HttpRequest, ref: str) -> HttpResponse:
    """Other words, another agency, other money for an activity."""
    sight, one = _activity(request, ref)
    work = queries.works_of(one, one.plan.first_year)
    form = ActivityForm(request.POST or None, activity=one, initial=activity_initial(work))
    status = tried(
        form,
        lambda given: planning.change_activity(
            activity=one,
            name=given["name"],
            agency=given["agency"],
            supporting=list(given["supporting"]),
            budgets=form.budgets,
            by=request.viewer.user,
            at=now(),
            seen=given["version"],
        ),
    )
    if status == DONE:
        return redirect("actionplan:activity", ref)
    context = {"form": form, "one": one, "plan": one.plan, "sight": sight, "clash": status == OVERTAKEN}
    return render(request, "actionplan/change_activity.html", context, status=status)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an activity out of the plan, asked once more."""
    sight, one = _activity(request, ref)
    form = DropForm(request.POST or None, initial={"version": one.version})
    status = tried(
        form,
        lambda given: planning.drop_activity(
            activity=one, code=given["code"], by=request.viewer.user, at=now(), seen=given["version"]
        ),
    )
    if status == DONE:
        return redirect("actionplan:activity", ref)
    context = {"form": form, "one": one, "plan": one.plan, "sight": sight, "clash": status == OVERTAKEN}
    return render(request, "actionplan/drop.html", context, status=status)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def change_indicator(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Other words, another baseline, the other way for an indicator of a draft."""
    sight, one = _activity(request, ref)
    indicator = indicator_of(request.viewer, one, key)
    names = ("name", "unit", "better")
    initial = {name: getattr(indicator, name) for name in names} | {
        "baseline": Figure(indicator.baseline, indicator.baseline_words), "version": one.version
    }  # fmt: skip
    form = IndicatorForm(request.POST or None, initial=initial)
    status = tried(
        form,
        lambda given: planning.change_indicator(
            indicator=indicator,
            **{name: given[name] for name in (*names, "baseline")},
            by=request.viewer.user,
            at=now(),
            seen=given["version"],
        ),
    )
    if status == DONE:
        return redirect("actionplan:activity", ref)
    context = {"form": form, "one": one, "plan": one.plan, "sight": sight, "clash": status == OVERTAKEN}
    return render(request, "actionplan/indicator.html", context, status=status)


@staff_door(Section.PLAN, Verb.DECIDE)
@require_http_methods(FORM)
def target(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Set the target of a year, or revise it with a reason."""
    sight, one = _activity(request, ref)
    indicator = indicator_of(request.viewer, one, key)
    form = TargetForm(request.POST or None, plan=one.plan, initial={"version": one.version})
    status = tried(
        form,
        lambda given: planning.set_target(
            indicator=indicator,
            year=given["year"],
            figure=given["target"],
            reason=given["reason"],
            by=request.viewer.user,
            at=now(),
            seen=given["version"],
        ),
    )
    if status == DONE:
        return redirect("actionplan:activity", ref)
    facts = activity_facts(sight, one, now())
    measure = next((each for each in facts["work"].measures if each.indicator.pk == key), None)
    context = facts | {"form": form, "measure": measure, "clash": status == OVERTAKEN}
    return render(request, "actionplan/target.html", context, status=status)


def _seen(request: HttpRequest, sight: Sight) -> Sight:
    """Whoever opens a form has read the plan."""
    record("actionplan.read", about=sight.plan, by=request.viewer.user, at=now())
    return sight


def _activity(request: HttpRequest, ref: str) -> tuple[Sight, Activity]:
    sight, one = activity_for(request.viewer, ref, keep=True)
    record("actionplan.activity_read", about=one, within=one.plan, by=request.viewer.user, at=now())
    return sight, one
