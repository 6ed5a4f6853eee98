"""Pages that write a plan: a new version, what stands on top, goals and steps."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.care import plan_forms, planning, plans
from gugus.care.gate import plan_for, readable, sight_to_plan
from gugus.care.instruments import instrument_on
from gugus.care.models import CarePlan
from gugus.care.plan_views import answer, facts, gone, posted, seen_by
from gugus.cases.policies import Sight
from gugus.directory.queries import agencies
from gugus.people.queries import shown_names
from gugus.referrals.queries import referable


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """A plan for somebody in the case; what was planned before is there already."""
    at = now()
    sight = sight_to_plan(request.viewer, ref, at=at)
    parties = {str(one.pk): one for one in referable(sight.case)}
    form = plan_forms.StartForm(
        posted(request), parties=choices(request, parties, at), initial={"party": request.GET.get("party", "")}
        if request.GET.get("party", "") in parties else {},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            plan = planning.start_plan(
                case=sight.case, party=parties[form.cleaned_data["party"]], by=request.viewer.user, at=at,
                key=form.cleaned_data["key"],
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("care:plan", plan.ref)
    status = 422 if form.is_bound else 200
    return render(request, "care/plan_new.html", {"case": sight.case, "form": form}, status=status)


def choices(request: HttpRequest, parties: dict, at: datetime) -> list[tuple[str, str]]:
    """The people of a case for a list of choices, names masked."""
    names = shown_names(request.viewer, [one.person for one in parties.values()], at)
    return [(key, f"{names[one.person_id]} · {one.get_role_display()}") for key, one in parties.items()]


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def renew(request: HttpRequest, ref: str) -> HttpResponse:
    """A new version that begins with this one."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    party = next((one for one in referable(sight.case) if one.person_id == plan.person_id), None)
    if party is None:
        raise Http404
    try:
        fresh = planning.start_plan(case=sight.case, party=party, by=request.viewer.user, at=at)
    except Cannot:  # the case was closed meanwhile: the page that follows shows so
        return redirect("care:plan", ref)
    return redirect("care:plan", fresh.ref)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """What stands on top of a draft."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    initial = {"version": plan.version, "words": plan.words, "review_on": plan.review_on}
    form = plan_forms.TopForm(posted(request), initial=initial)

    def run() -> None:
        planning.change_plan(plan=plan, by=request.viewer.user, at=at, seen=seen_by(form), **form.words)

    return answer(request, plan, sight, form, run, {"kind": "top"}, at)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_goal(request: HttpRequest, ref: str) -> HttpResponse:
    """One more goal of a draft."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = _goal_form(request, sight, {"version": plan.version}, at)

    def run() -> None:
        planning.add_goal(plan=plan, aim=form.aim, by=request.viewer.user, at=at, seen=seen_by(form))

    return answer(request, plan, sight, form, run, {"kind": "goal"}, at)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change_goal(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Another goal than it was."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    goal = plans.goal_of(plan, pk, readable(sight))
    if goal is None:
        return gone(request, plan, sight, _goal_form(request, sight, {}, at), {"kind": "goal"}, at)
    initial = {name: getattr(goal, name) for name in ("domain", "words", "measure", "until_on")}
    form = _goal_form(request, sight, initial | {"version": plan.version}, at)

    def run() -> None:
        planning.change_goal(goal=goal, aim=form.aim, by=request.viewer.user, at=at, seen=seen_by(form))

    return answer(request, plan, sight, form, run, {"kind": "goal", "about": goal}, at)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_step(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """One more step towards a goal of a draft."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    goal = plans.goal_of(plan, pk, readable(sight))
    if goal is None:
        return gone(request, plan, sight, _step_form(request, {}, at), {"kind": "step"}, at)
    initial = {
        "version": plan.version,
        "doer": "agency",
        "by_agency": plan.agency_id,
        "until_on": goal.until_on,
    }
    form = _step_form(request, initial, at)

    def run() -> None:
        planning.add_step(goal=goal, doing=form.doing, by=request.viewer.user, at=at, seen=seen_by(form))

    return answer(request, plan, sight, form, run, {"kind": "step", "goal": goal}, at)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change_step(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Another step than it was."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    found = plans.step_of(plan, pk, readable(sight))
    if found is None:
        return gone(request, plan, sight, _step_form(request, {}, at), {"kind": "step"}, at)
    initial = {name: getattr(found, name) for name in ("words", "doer", "by_agency", "until_on")}
    form = _step_form(request, initial | {"version": plan.version}, at)

    def run() -> None:
        planning.change_step(step=found, doing=form.doing, by=request.viewer.user, at=at, seen=seen_by(form))

    return answer(request, plan, sight, form, run, {"kind": "step", "about": found, "goal": found.goal}, at)


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def drop_goal(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A goal goes from the draft, with its steps."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    goal = _found(plans.goal_of(plan, pk, readable(sight)))
    return _drop(request, plan, sight, lambda seen: planning.drop_goal(
        goal=goal, by=request.viewer.user, at=at, seen=seen), at)  # fmt: skip


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def drop_step(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A step goes from the draft."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    found = _found(plans.step_of(plan, pk, readable(sight)))
    return _drop(request, plan, sight, lambda seen: planning.drop_step(
        step=found, by=request.viewer.user, at=at, seen=seen), at)  # fmt: skip


def _drop(request: HttpRequest, plan: CarePlan, sight: Sight, run, at: datetime) -> HttpResponse:
    given = request.POST.get("version", "")
    try:
        run(int(given) if given.isdigit() else plan.version)
    except (Stale, Cannot):
        again, sight = plan_for(request.viewer, plan.ref, at=at)
        return render(request, "care/plan.html", facts(again, sight, at) | {"clash": True}, status=409)
    return redirect("care:plan", plan.ref)


def _goal_form(request: HttpRequest, sight: Sight, initial: dict, at: datetime) -> plan_forms.GoalForm:
    used = instrument_on(timezone.localdate(at))
    return plan_forms.GoalForm(posted(request), instrument=used, sections=readable(sight), initial=initial)


def _step_form(request: HttpRequest, initial: dict, at: datetime) -> plan_forms.StepForm:
    return plan_forms.StepForm(posted(request), agencies=agencies(timezone.localdate(at)), initial=initial)


def _found(row):
    if row is None:
        raise Http404
    return row
