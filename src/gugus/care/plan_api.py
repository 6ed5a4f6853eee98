"""Plans for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.care import agreeing, planning, plans, reviewing
from gugus.care.gate import plan_for, readable, sight_of_needs, sight_to_plan
from gugus.care.models import CarePlan
from gugus.care.plan_schemas import (
    EndIn,
    GoalIn,
    GoalOut,
    MarkIn,
    PlanBrief,
    PlanIn,
    PlanOut,
    ReturnIn,
    ReviewIn,
    SettleIn,
    SignatureIn,
    StepIn,
    StepOut,
    TopIn,
)
from gugus.cases.policies import Sight
from gugus.directory.queries import agencies

router = Router(tags=["care"])
MOST = 100
OF_GOAL = ("id", "number", "domain", "words", "measure", "until_on", "result")


@router.get("/plans", response=list[PlanBrief], summary="Plans within reach")
@api_door(Section.CARE)
def list_plans(
    request: HttpRequest,
    tab: str = Query("active", pattern="^(waiting|active|ended)$"),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, the next review first."""
    return [_brief(one) for one in plans.work_list(request.viewer, tab)[offset : offset + MOST]]


@router.get("/cases/{ref}/plans", response=list[PlanBrief], summary="Plans of a case")
@api_door(Section.CARE)
def plans_of_case(request: HttpRequest, ref: str):
    """Every version that the caller may know, the newest first of each person."""
    return [_brief(one) for one in plans.plans_of(sight_of_needs(request.viewer, ref, at=now()))]


@router.post("/cases/{ref}/plans", response={201: PlanOut}, summary="Begin a version of a plan")
@api_door(Section.CARE, Verb.WRITE)
def begin_plan(request: HttpRequest, ref: str, body: PlanIn, response: HttpResponse):
    """A draft that begins with what the person's plan says; the one that is being written is given back."""
    at = now()
    sight = sight_to_plan(request.viewer, ref, at=at)
    party = get_object_or_404(sight.case.parties.select_related("person"), pk=body.party)
    plan = planning.start_plan(case=sight.case, party=party, by=request.viewer.user, at=at)
    return Status(201, _answer(request, plan.ref, response, at))


@router.get("/plans/{ref}", response=PlanOut, summary="One plan")
@api_door(Section.CARE)
def get_plan(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    plan, _sight = plan_for(request.viewer, ref, at=at)
    planning.read_plan(plan=plan, by=request.viewer.user, at=at)
    return _answer(request, ref, response, at)


@router.put("/plans/{ref}", response=PlanOut, summary="Change what stands on top of a draft")
@api_door(Section.CARE, Verb.WRITE)
def put_top(request: HttpRequest, ref: str, body: TopIn, response: HttpResponse):
    """Needs If-Match."""
    return _do(request, ref, response, planning.change_plan, **body.dict())


@router.post("/plans/{ref}/goals", response=PlanOut, summary="Add a goal")
@api_door(Section.CARE, Verb.WRITE)
def post_goal(request: HttpRequest, ref: str, body: GoalIn, response: HttpResponse):
    """Needs If-Match."""
    return _do(request, ref, response, planning.add_goal, aim=planning.Aim(**body.dict()))


@router.put("/plans/{ref}/goals/{goal}", response=PlanOut, summary="Change a goal")
@api_door(Section.CARE, Verb.WRITE)
def put_goal(request: HttpRequest, ref: str, goal: UUID, body: GoalIn, response: HttpResponse):
    """Needs If-Match."""
    aim = planning.Aim(**body.dict())
    return _do_part(request, ref, response, plans.goal_of, goal, planning.change_goal, "goal", aim=aim)


@router.delete("/plans/{ref}/goals/{goal}", response=PlanOut, summary="Take a goal out of a draft")
@api_door(Section.CARE, Verb.WRITE)
def delete_goal(request: HttpRequest, ref: str, goal: UUID, response: HttpResponse):
    """Needs If-Match. Its steps go too."""
    return _do_part(request, ref, response, plans.goal_of, goal, planning.drop_goal, "goal")


@router.post("/plans/{ref}/goals/{goal}/steps", response=PlanOut, summary="Add a step")
@api_door(Section.CARE, Verb.WRITE)
def post_step(request: HttpRequest, ref: str, goal: UUID, body: StepIn, response: HttpResponse):
    """Needs If-Match."""
    return _do_part(
        request, ref, response, plans.goal_of, goal, planning.add_step, "goal", doing=_doing(body)
    )


@router.put("/plans/{ref}/steps/{step}", response=PlanOut, summary="Change a step")
@api_door(Section.CARE, Verb.WRITE)
def put_step(request: HttpRequest, ref: str, step: UUID, body: StepIn, response: HttpResponse):
    """Needs If-Match."""
    return _do_part(
        request, ref, response, plans.step_of, step, planning.change_step, "step", doing=_doing(body)
    )


@router.delete("/plans/{ref}/steps/{step}", response=PlanOut, summary="Take a step out of a draft")
@api_door(Section.CARE, Verb.WRITE)
def delete_step(request: HttpRequest, ref: str, step: UUID, response: HttpResponse):
    """Needs If-Match."""
    return _do_part(request, ref, response, plans.step_of, step, planning.drop_step, "step")


@router.post("/plans/{ref}/hand-in", response=PlanOut, summary="Hand a draft in")
@api_door(Section.CARE, Verb.WRITE)
def hand_in(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Goals and steps stay as they are from then on."""
    return _do(request, ref, response, agreeing.hand_in)


@router.post("/plans/{ref}/take-back", response=PlanOut, summary="Take a version back")
@api_door(Section.CARE, Verb.WRITE)
def take_back(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Only while nobody signed or approved it."""
    return _do(request, ref, response, agreeing.take_back)


@router.post("/plans/{ref}/signatures", response=PlanOut, summary="Note what was said to a plan")
@api_door(Section.CARE, Verb.WRITE)
def post_signature(request: HttpRequest, ref: str, body: SignatureIn, response: HttpResponse):
    """Needs If-Match. A no is kept like a yes."""
    told = body.dict() | {"child_view": body.child_view or "", "no_guardian": body.no_guardian or ""}
    return _do(request, ref, response, agreeing.sign, said=agreeing.Signed(**told))


@router.post("/plans/{ref}/approve", response=PlanOut, summary="Approve a plan")
@api_door(Section.CARE, Verb.APPROVE)
def approve(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Nobody approves what they wrote or handed in."""
    return _do(request, ref, response, agreeing.approve_plan, verb=Verb.APPROVE)


@router.post("/plans/{ref}/return", response=PlanOut, summary="Send a plan back")
@api_door(Section.CARE, Verb.APPROVE)
def send_back(request: HttpRequest, ref: str, body: ReturnIn, response: HttpResponse):
    """Needs If-Match."""
    return _do(request, ref, response, agreeing.send_back, verb=Verb.APPROVE, **body.dict())


@router.post("/plans/{ref}/reviews", response=PlanOut, summary="Review a plan")
@api_door(Section.CARE, Verb.WRITE)
def post_review(request: HttpRequest, ref: str, body: ReviewIn, response: HttpResponse):
    """Needs If-Match. The clock of the next review begins."""
    return _do(request, ref, response, reviewing.review, found=reviewing.Seen(**body.dict()))


@router.post("/plans/{ref}/steps/{step}/state", response=PlanOut, summary="Note how a step stands")
@api_door(Section.CARE, Verb.WRITE)
def mark_step(request: HttpRequest, ref: str, step: UUID, body: MarkIn, response: HttpResponse):
    """Needs If-Match."""
    return _do_part(request, ref, response, plans.step_of, step, reviewing.mark_step, "step", **body.dict())


@router.post("/plans/{ref}/goals/{goal}/result", response=PlanOut, summary="Note how a goal came out")
@api_door(Section.CARE, Verb.WRITE)
def settle_goal(request: HttpRequest, ref: str, goal: UUID, body: SettleIn, response: HttpResponse):
    """Needs If-Match."""
    return _do_part(request, ref, response, plans.goal_of, goal, reviewing.settle_goal, "goal", **body.dict())


@router.post("/plans/{ref}/end", response=PlanOut, summary="End a plan")
@api_door(Section.CARE, Verb.WRITE)
def end_plan(request: HttpRequest, ref: str, body: EndIn, response: HttpResponse):
    """Needs If-Match."""
    return _do(request, ref, response, reviewing.end_plan, **body.dict())


def _do(request: HttpRequest, ref: str, response: HttpResponse, run, *, verb: Verb = Verb.WRITE, **words):
    at = now()
    plan, _sight = plan_for(request.viewer, ref, verb=verb, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    run(plan=plan, by=request.viewer.user, at=at, seen=seen, **words)
    return _answer(request, ref, response, at)


def _do_part(request: HttpRequest, ref: str, response: HttpResponse, find, pk: UUID, run, name: str, **words):
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (part := find(plan, pk, readable(sight))) is None:
        raise Http404
    if (seen := seen_version(request)) is None:
        return version_needed()
    run(**{name: part}, by=request.viewer.user, at=at, seen=seen, **words)
    return _answer(request, ref, response, at)


def _doing(body: StepIn) -> planning.Doing:
    agency = None
    if body.by_agency:
        agency = get_object_or_404(agencies(timezone.localdate(now())), slug=body.by_agency)
    return planning.Doing(body.words, body.until_on, body.doer, agency)


def _answer(request: HttpRequest, ref: str, response: HttpResponse, at: datetime) -> PlanOut:
    plan, sight = plan_for(request.viewer, ref, at=at)
    response["ETag"] = etag_of(plan)
    return _out(plan, sight, at)


def _out(plan: CarePlan, sight: Sight, at: datetime) -> PlanOut:
    told = plans.read(sight, plan, at)
    goals = [
        GoalOut(
            **{name: getattr(goal, name) for name in OF_GOAL},
            steps=[_step(step) for step in goal.open_steps],
        )
        for goal in told.goals
    ]  # fmt: skip
    names = ("ref", "number", "state", "review_on", "needs_approval", "approved_at", "active_at")
    facts = {name: getattr(plan, name) for name in names}
    return PlanOut(case=plan.case.ref, person=plan.person.ref, goals=goals, **facts)


def _step(step) -> StepOut:
    names = ("id", "number", "words", "doer", "until_on", "state", "done_on")
    facts = {name: getattr(step, name) for name in names}
    by_agency = step.by_agency.slug if step.by_agency else None
    return StepOut(by_agency=by_agency, services=[one.ref for one in step.open_lines], **facts)


def _brief(one: CarePlan) -> PlanBrief:
    facts = {name: getattr(one, name) for name in ("ref", "number", "state", "review_on")}
    return PlanBrief(case=one.case.ref, **facts)
