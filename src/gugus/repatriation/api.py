"""Doors for machines: the same gates and actions as the pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.cases.queries import cases_for
from gugus.repatriation import minutes_api, queries, rules, wording
from gugus.repatriation import schemas as s
from gugus.repatriation.actions import costs, legs, papers, preparing
from gugus.repatriation.actions.moving import read_repatriation
from gugus.repatriation.codes import Tab
from gugus.repatriation.gate import (
    Sight,
    case_to_return_from,
    office,
    part_of,
    sight_for,
    to_handle,
    to_prepare,
)
from gugus.repatriation.models import Leg, Repatriation, TravelPaper
from gugus.repatriation.stations import Station
from gugus.repatriation.writing import cost_of

router = Router(tags=["repatriation"])
MOST = 100
router.add_router("", minutes_api.router)


@router.get("/repatriations", response=list[s.ReturnOut], summary="Returns within reach")
@api_door(Section.REPATRIATION)
def list_returns(request: HttpRequest, tab: Tab = Tab.OPEN, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100 of one tab: being prepared, under way today, late, waiting for papers, past."""
    rows = list(queries.listed(request.viewer, tab, now())[offset : offset + MOST])
    refs = _case_refs(request.viewer, rows)
    return [_short(one, refs) for one in rows]


@router.get("/repatriations/costs", response=list[s.PayerOut], summary="What was paid by whom")
@api_door(Section.REPATRIATION)
def costs_by_payer(request: HttpRequest):
    """Rupiah over all returns within reach, other currencies at the rate of their day."""
    return queries.paid_by(request.viewer)


@router.get("/repatriations/{ref}", response=s.ReturnWhole, summary="One return")
@api_door(Section.REPATRIATION)
def get_return(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_repatriation(repatriation=sight.repatriation, by=request.viewer.user, at=at)
    return _whole(sight, response, at)


@router.post("/cases/{ref}/repatriations", response={201: s.ReturnWhole}, summary="Propose a return")
@api_door(Section.REPATRIATION, Verb.WRITE)
def propose_return(request: HttpRequest, ref: str, body: s.ProposeIn, response: HttpResponse):
    """One record for each person. Send an Idempotency-Key, so that a repeated call makes one."""
    at, viewer = now(), request.viewer
    case = case_to_return_from(viewer, ref, at=at).case
    party = case.parties.filter(person__ref=body.person, until_at=None).select_related("person").first()
    if party is None:
        raise Http404
    made = preparing.propose(case=case, person=party.person, plan=_plan(body), by=viewer.user, at=at)
    return Status(201, _whole(sight_for(viewer, made.ref, at=at), response, at))


@router.put("/repatriations/{ref}", response=s.ReturnWhole, summary="Change the plan of a return")
@api_door(Section.REPATRIATION, Verb.WRITE)
def change_return(request: HttpRequest, ref: str, body: s.PlanIn, response: HttpResponse):
    """Needs If-Match. Once under way, where from stays."""
    return _run(request, ref, preparing.change_plan, {"plan": _plan(body)}, response)


def _plan(body: s.PlanIn) -> preparing.Plan:
    names = ("kind", "mission_name", "address", "family", "guardian", "words")
    return preparing.Plan(
        origin=Station(body.from_point, body.from_area), target=Station(body.to_point, body.to_area),
        to_agency=office(body.to_agency), mission=office(body.mission), **{name: getattr(body, name) for name in names},
    )  # fmt: skip


@router.post("/repatriations/{ref}/tracing", response=s.ReturnWhole, summary="Tell the family tracing")
@api_door(Section.REPATRIATION, Verb.WRITE)
def tell_tracing(request: HttpRequest, ref: str, body: s.TracingIn, response: HttpResponse):
    """Needs If-Match. It may be told anew."""
    return _run(request, ref, preparing.tell_tracing, body.dict(), response)


@router.post("/repatriations/{ref}/consent", response=s.ReturnWhole, summary="Read her consent to return")
@api_door(Section.REPATRIATION, Verb.WRITE)
def read_consent(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. The ledger of consent is asked; nothing is typed here."""
    return _run(request, ref, preparing.keep_consent, {}, response)


@router.post("/repatriations/{ref}/risk", response=s.ReturnWhole, summary="Assess the risk of a return")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def assess_risk(request: HttpRequest, ref: str, body: s.RiskIn, response: HttpResponse):
    """Needs If-Match. It ends a supervisor's override of the last one."""
    return _run(request, ref, preparing.assess_risk, body.dict(), response, verb=Verb.DECIDE)


@router.post("/repatriations/{ref}/override", response=s.ReturnWhole, summary="Let an unsafe return go on")
@api_door(Section.REPATRIATION, Verb.APPROVE)
def override_risk(request: HttpRequest, ref: str, body: s.OverrideIn, response: HttpResponse):
    """Needs If-Match. For a supervisor who did not assess it, knowingly."""
    return _run(request, ref, preparing.override_risk, body.dict(), response, verb=Verb.APPROVE)


@router.post("/repatriations/{ref}/schedule", response=s.ReturnWhole, summary="Fix the journey")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def schedule(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Legs, consent, risk and papers are looked at together."""
    return _run(request, ref, legs.schedule, {}, response, verb=Verb.DECIDE)


@router.post("/repatriations/{ref}/pause", response=s.ReturnWhole, summary="Pause a return")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def pause(request: HttpRequest, ref: str, body: s.PauseIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, preparing.pause, body.dict(), response, verb=Verb.DECIDE)


@router.post("/repatriations/{ref}/resume", response=s.ReturnWhole, summary="Go on with a return")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def resume(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. It goes on where it stood."""
    return _run(request, ref, preparing.resume, {}, response, verb=Verb.DECIDE)


@router.post("/repatriations/{ref}/stop", response=s.ReturnWhole, summary="Stop a return")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def stop(request: HttpRequest, ref: str, body: s.StopIn, response: HttpResponse):
    """Needs If-Match. Refused while a leg is under way."""
    return _run(request, ref, preparing.stop, body.dict(), response, verb=Verb.DECIDE)


@router.post("/repatriations/{ref}/arrived", response=s.ReturnWhole, summary="A grown person is at home")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def arrived(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. All legs have arrived; a child is handed over with minutes instead."""
    return _run(request, ref, legs.arrive_home, {}, response, verb=Verb.DECIDE, gate=to_handle)


@router.post("/repatriations/{ref}/together", response=s.ReturnWhole, summary="Travel together")
@api_door(Section.REPATRIATION, Verb.WRITE)
def travel_together(request: HttpRequest, ref: str, body: s.TogetherIn, response: HttpResponse):
    """A link between returns of one's own agency."""
    at, viewer = now(), request.viewer
    rows = [to_prepare(viewer, one, at=at).repatriation for one in [ref, *body.others]]
    preparing.travel_together(repatriations=rows, by=viewer.user, at=at)
    return _whole(sight_for(viewer, ref, at=at), response, at)


@router.post("/repatriations/{ref}/apart", response=s.ReturnWhole, summary="Travel alone")
@api_door(Section.REPATRIATION, Verb.WRITE)
def travel_apart(request: HttpRequest, ref: str, response: HttpResponse):
    """This person is no longer linked with the others."""
    at, viewer = now(), request.viewer
    one = to_prepare(viewer, ref, at=at).repatriation
    preparing.travel_apart(repatriation=one, by=viewer.user, at=at)
    return _whole(sight_for(viewer, ref, at=at), response, at)


@router.post("/repatriations/{ref}/legs", response={201: s.ReturnWhole}, summary="Add a leg")
@api_door(Section.REPATRIATION, Verb.WRITE)
def add_leg(request: HttpRequest, ref: str, body: s.LegIn, response: HttpResponse):
    """After the last one. Send an Idempotency-Key."""
    at, viewer = now(), request.viewer
    sight = to_handle(viewer, ref, at=at)
    legs.write_leg(repatriation=sight.repatriation, plan=_leg_plan(body), by=viewer.user, at=at)
    return Status(201, _whole(sight_for(viewer, ref, at=at), response, at))


@router.put("/repatriations/{ref}/legs/{leg}", response=s.ReturnWhole, summary="Change a leg")
@api_door(Section.REPATRIATION, Verb.WRITE)
def change_leg(request: HttpRequest, ref: str, leg: UUID, body: s.LegIn, response: HttpResponse):
    """Needs If-Match with the version of the leg. Until it was begun."""
    return _on_leg(request, ref, leg, legs.change_leg, {"plan": _leg_plan(body)}, response)


def _leg_plan(body: s.LegIn) -> legs.LegPlan:
    names = ("transport", "departs_at", "arrives_at", "carrier", "escort", "escort_phone", "note")
    return legs.LegPlan(
        origin=Station(body.from_point, body.from_area), target=Station(body.to_point, body.to_area),
        escort_agency=office(body.escort_agency), to_agency=office(body.to_agency),
        **{name: getattr(body, name) for name in names},
    )  # fmt: skip


@router.post("/repatriations/{ref}/legs/{leg}/begin", response=s.ReturnWhole, summary="Begin a leg")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def begin_leg(request: HttpRequest, ref: str, leg: UUID, body: s.BeginIn, response: HttpResponse):
    """Needs If-Match with the version of the leg. From now on somebody waits for a confirmed arrival."""
    return _on_leg(request, ref, leg, legs.begin_leg, body.dict(), response, verb=Verb.DECIDE)


@router.post("/repatriations/{ref}/legs/{leg}/arrive", response=s.ReturnWhole, summary="Confirm an arrival")
@api_door(Section.REPATRIATION, Verb.WRITE)
def confirm_arrival(request: HttpRequest, ref: str, leg: UUID, body: s.ArriveIn, response: HttpResponse):
    """Needs If-Match with the version of the leg. For the receiver, the escort's agency and who handles the return."""
    return _on_leg(request, ref, leg, legs.confirm_arrival, body.dict(), response, gate=sight_for)


@router.delete("/repatriations/{ref}/legs/{leg}", response=s.ReturnWhole, summary="Cancel a leg")
@api_door(Section.REPATRIATION, Verb.WRITE)
def drop_leg(request: HttpRequest, ref: str, leg: UUID, response: HttpResponse):
    """A planned one; the line stays readable."""
    at, viewer = now(), request.viewer
    sight = to_handle(viewer, ref, at=at)
    legs.drop_leg(leg=part_of(sight, Leg, leg), by=viewer.user, at=at)
    return _whole(sight_for(viewer, ref, at=at), response, at)


@router.post("/repatriations/{ref}/papers", response={201: s.ReturnWhole}, summary="Add a paper")
@api_door(Section.REPATRIATION, Verb.WRITE)
def add_paper(request: HttpRequest, ref: str, body: s.NewPaperIn, response: HttpResponse):
    """Number and note are kept encrypted. Send an Idempotency-Key."""
    at, viewer = now(), request.viewer
    one = to_handle(viewer, ref, at=at).repatriation
    words = body.dict()
    kind = words.pop("kind")
    papers.write_paper(repatriation=one, kind=kind, facts=papers.PaperFacts(**words), by=viewer.user, at=at)
    return Status(201, _whole(sight_for(viewer, ref, at=at), response, at))


@router.put("/repatriations/{ref}/papers/{paper}", response=s.ReturnWhole, summary="Change a paper")
@api_door(Section.REPATRIATION, Verb.WRITE)
def change_paper(request: HttpRequest, ref: str, paper: UUID, body: s.PaperIn, response: HttpResponse):
    """It was asked for, granted or refused."""
    at, viewer = now(), request.viewer
    own = part_of(to_handle(viewer, ref, at=at), TravelPaper, paper)
    papers.change_paper(paper=own, facts=papers.PaperFacts(**body.dict()), by=viewer.user, at=at)
    return _whole(sight_for(viewer, ref, at=at), response, at)


@router.post("/repatriations/{ref}/legs/{leg}/costs", response={201: s.ReturnWhole}, summary="Add an amount")
@api_door(Section.REPATRIATION, Verb.WRITE)
def add_cost(request: HttpRequest, ref: str, leg: UUID, body: s.CostIn, response: HttpResponse):
    """Amount and rate as text: they are kept exactly. Send an Idempotency-Key."""
    at, viewer = now(), request.viewer
    own = part_of(to_handle(viewer, ref, at=at), Leg, leg)
    price = costs.Price(**body.dict() | {"payer_agency": office(body.payer_agency)})
    costs.write_cost(leg=own, price=price, by=viewer.user, at=at)
    return Status(201, _whole(sight_for(viewer, ref, at=at), response, at))


@router.delete("/repatriations/{ref}/costs/{cost}", response=s.ReturnWhole, summary="Take back an amount")
@api_door(Section.REPATRIATION, Verb.WRITE)
def take_back_cost(request: HttpRequest, ref: str, cost: UUID, response: HttpResponse):
    """For the agency that wrote it; the line stays."""
    at, viewer = now(), request.viewer
    sight = to_handle(viewer, ref, at=at)
    costs.take_back_cost(cost=cost_of(sight, cost), by=viewer.user, at=at)
    return _whole(sight_for(viewer, ref, at=at), response, at)


def _run(request, ref: str, action, facts: dict, response, *, verb: Verb = Verb.WRITE, gate=to_prepare):
    """One step of a return under the version that the caller saw."""
    at, viewer = now(), request.viewer
    sight = gate(viewer, ref, verb=verb, at=at)
    seen = seen_version(request)
    if seen is None:
        return version_needed()
    action(repatriation=sight.repatriation, by=viewer.user, at=at, seen=seen, **facts)
    return _whole(sight_for(viewer, ref, at=at), response, at)


def _on_leg(
    request, ref: str, pk: UUID, action, facts: dict, response, *, verb: Verb = Verb.WRITE, gate=to_handle
):
    at, viewer = now(), request.viewer
    leg = part_of(gate(viewer, ref, verb=verb, at=at), Leg, pk)
    seen = seen_version(request)
    if seen is None:
        return version_needed()
    action(leg=leg, by=viewer.user, at=at, seen=seen, **facts)
    return _whole(sight_for(viewer, ref, at=at), response, at)


def _case_refs(viewer, rows: list[Repatriation]) -> dict[UUID, str]:
    return dict(cases_for(viewer).filter(pk__in={one.case_id for one in rows}).values_list("pk", "ref"))


def _short(one: Repatriation, refs: dict[UUID, str]) -> dict[str, Any]:
    names = ("ref", "kind", "state", "code", "child", "together", "departed_at", "arrived_at")
    return {name: getattr(one, name) for name in names} | {
        "case": refs.get(one.case_id, ""), "person": one.person_ref, "agency": one.agency.slug,
        "holder": one.holder.slug,
    }  # fmt: skip


OPEN = ("from_point", "from_area", "to_point", "to_area", "tracing", "consented_at", "risk", "overridden_at")
WORDS = ("address", "family", "guardian", "tracing_note", "risk_note", "override_words")


def _whole(sight: Sight, response: HttpResponse, at: datetime) -> dict[str, Any]:
    one, reads = sight.repatriation, sight.reads_words
    response["ETag"] = etag_of(one)
    rows = queries.legs_of(one)
    told = wording.told_papers(queries.papers_of(one) if reads else [], rows)
    return _short(one, _case_refs(sight.viewer, [one])) | {
        **{name: getattr(one, name) for name in OPEN},
        **{name: getattr(one, name) if reads else None for name in WORDS},
        "to_agency": one.to_agency.slug if one.to_agency else None,
        "mission": one.mission.slug if one.mission else None,
        "legs": [_leg(leg, reads, at) for leg in rows],
        "papers": [_paper(line) for line in told],
        "costs": [_cost(cost) for cost in (queries.costs_of(one) if reads else [])],
        "minutes": [each.ref for each in queries.minutes_of(sight.viewer, one)] if reads else [],
    }


LEG = (
    "id", "ref", "number", "state", "transport", "from_point", "from_area", "from_zone", "to_point", "to_area",
    "to_zone", "departs_at", "arrives_at", "departed_at", "arrived_at", "alarm_at", "confirmed", "version",
)  # fmt: skip


def _leg(leg: Leg, reads: bool, at: datetime) -> dict[str, Any]:
    return {name: getattr(leg, name) for name in LEG} | {
        "late": rules.is_late(leg.state, leg.alarm_at, at),
        "to_agency": leg.to_agency.slug if leg.to_agency else None,
        "escort_agency": leg.escort_agency.slug if leg.escort_agency else None,
        **{name: getattr(leg, name) if reads else None for name in ("carrier", "escort", "note")},
    }


def _paper(line: dict) -> dict[str, Any]:
    names = ("id", "kind", "state", "number", "asked_on", "issued_on", "valid_until", "note")
    return {name: getattr(line["paper"], name) for name in names} | {"early": line["early"]}


def _cost(cost) -> dict[str, Any]:
    payer = cost.payer_agency.slug if cost.payer_agency else None
    amounts = {name: str(getattr(cost, name)) for name in ("amount", "rate", "rupiah")}
    plain = {name: getattr(cost, name) for name in ("id", "currency", "payer", "note")}
    return amounts | plain | {"leg": cost.leg.ref, "payer_agency": payer}
