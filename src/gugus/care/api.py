"""Doors for machines: the same gates and actions as the pages."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.care import actions, asking, opinions, queries, referring
from gugus.care.assessment_api import router as assessment_router
from gugus.care.codes import AbsenceCode, CancelCode, MoveCode, Question, Result, State
from gugus.care.gate import line_for, readable, sight_to_serve
from gugus.care.models import ServiceLine
from gugus.care.plan_api import router as plan_router
from gugus.care.plans import choosable_steps
from gugus.care.sheet_api import router as sheet_router
from gugus.cases.policies import sight_of
from gugus.directory.queries import agencies, agency_names
from gugus.referrals.codes import Urgency
from gugus.referrals.rules import sections_for

router = Router(tags=["care"])
router.add_router("", assessment_router)
router.add_router("", plan_router)
router.add_router("", sheet_router)
MOST = 100


class LineOut(Schema):
    """One service of one person."""

    ref: str
    case: str
    person: str
    service: str = Field(description="Code of the list services.")
    state: State
    code: str = Field(description="Why it was cancelled.")
    provider: str | None = Field(description="Slug of the agency that gives it.")
    asked_at: datetime
    due_at: datetime | None
    appointment_at: datetime | None
    done_on: date | None
    result: str
    cost: Decimal | None = Field(description="In rupiah.")
    referral: str | None = Field(description="Under which it is given, or to which it led.")
    step: UUID | None = Field(description="Step of the plan that it serves.")


class LineIn(Schema):
    """A service that somebody needs."""

    party: UUID = Field(description="The person's role in the case (id of the party).")
    service: str
    asked_at: datetime | None = Field(None, description="When it was asked for; now when left out.")
    provider: str = Field("", description="Slug of an agency.")
    provider_name: str = Field(
        "", max_length=200, description="Somebody outside the directory; kept encrypted."
    )
    appointment_at: datetime | None = None
    note: str = Field("", max_length=5000)
    step: UUID | None = Field(None, description="Step of a plan that is being carried out.")


class ArrangeIn(Schema):
    """There is an appointment."""

    appointment_at: datetime
    code: MoveCode = Field(MoveCode.OTHER, description="Why an earlier one was moved.")


class AttendIn(Schema):
    """Did the person come?"""

    came: bool
    code: AbsenceCode | None = Field(None, description="Why not.")
    note: str = Field("", max_length=5000)


class ReferIn(Schema):
    """Whom to ask; person and service stand on the line."""

    to_agency: str = Field(description="Slug of the agency.")
    urgency: Urgency
    message: str = Field(min_length=1, max_length=5000)


class ReferredOut(Schema):
    """The draft that was made; it is sent by its own operation."""

    referral: str


class OpinionIn(Schema):
    """What somebody says of a service; null: the person did not want to answer."""

    answers: dict[Question, int] | None = Field(description="From 1 (no) to 4 (yes).")
    words: str = Field("", max_length=5000)


class MeanOut(Schema):
    """One question about one agency, from five answers on."""

    provider: str | None = Field(description="Name of the agency.")
    question: Question
    answers: int
    mean: Decimal


class FinishIn(Schema):
    """It was done."""

    done_on: date
    result: Result
    note: str = Field("", max_length=5000)
    cost: Decimal | None = Field(None, ge=0, description="In rupiah.")


class CancelIn(Schema):
    """It will not happen."""

    code: CancelCode


@router.get("/services", response=list[LineOut], summary="Services within reach")
@api_door(Section.CARE)
def list_services(
    request: HttpRequest,
    tab: str = Query("open", pattern="^(open|late|ended)$"),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, the earliest deadline first."""
    return [_out(one) for one in queries.work_list(request.viewer, tab, now())[offset : offset + MOST]]


@router.get("/services/{ref}", response=LineOut, summary="One service")
@api_door(Section.CARE)
def get_service(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    line = line_for(request.viewer, ref, at=at)
    actions.read_lines(case=line.case, about=line, by=request.viewer.user, at=at)
    return _answer(line, response)


@router.post("/cases/{ref}/services", response={201: LineOut}, summary="Write a service")
@api_door(Section.CARE, Verb.WRITE)
def create_service(request: HttpRequest, ref: str, body: LineIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call writes one."""
    viewer, at = request.viewer, now()
    sight = sight_to_serve(viewer, ref, at=at)
    facts = body.dict(exclude={"party", "provider", "step"})
    if body.step:
        steps = {one.pk: one for one in choosable_steps(sight.case, readable(sight))}
        if body.step not in steps:
            raise Http404
        facts["step"] = steps[body.step]
    facts["party"] = get_object_or_404(sight.case.parties.select_related("person"), pk=body.party)
    if body.provider:
        facts["provider"] = get_object_or_404(agencies(timezone.localdate(at)), slug=body.provider)
    referral = None if sight.is_ours else queries.running_referral(viewer, sight.case)
    line = actions.write_line(case=sight.case, referral=referral, by=viewer.user, at=at, **facts)
    return Status(201, _answer(line_for(viewer, line.ref, at=at), response))


@router.post("/services/{ref}/appointment", response=LineOut, summary="Arrange an appointment")
@api_door(Section.CARE, Verb.WRITE)
def arrange_service(request: HttpRequest, ref: str, body: ArrangeIn, response: HttpResponse):
    """Needs If-Match."""
    return _step(request, ref, actions.arrange, body.dict(), response)


@router.post("/services/{ref}/attendance", response=LineOut, summary="Write whether the person came")
@api_door(Section.CARE, Verb.WRITE)
def attend_service(request: HttpRequest, ref: str, body: AttendIn, response: HttpResponse):
    """Needs If-Match. Who did not come needs another appointment."""
    words = body.dict() | {"code": body.code or ""}
    return _step(request, ref, actions.attend, words, response)


@router.post("/services/{ref}/referral", response={201: ReferredOut}, summary="Refer from a service")
@api_door(Section.REFERRAL, Verb.WRITE)
def refer_service(request: HttpRequest, ref: str, body: ReferIn):
    """A draft for the line's service and person. Needs If-Match."""
    viewer, at = request.viewer, now()
    line = line_for(viewer, ref, verb=Verb.WRITE, at=at)
    sight = sight_of(viewer, line.case, at)
    if not sight.is_ours or (why := sight.refusal(Verb.WRITE, Section.REFERRAL)):
        raise PermissionDenied(why if sight.is_ours else OUT_OF_REACH)
    if (seen := seen_version(request)) is None:
        return version_needed()
    to = get_object_or_404(agencies(timezone.localdate(at)), slug=body.to_agency)
    asked = referring.Asked(to, body.urgency, list(sections_for(to.kind)), body.message)
    made = referring.refer_line(line=line, asked=asked, by=viewer.user, at=at, seen=seen)
    return Status(201, ReferredOut(referral=made.ref))


@router.post("/services/{ref}/opinion", response=LineOut, summary="Note how a service was")
@api_door(Section.CARE, Verb.WRITE)
def note_opinion(request: HttpRequest, ref: str, body: OpinionIn, response: HttpResponse):
    """Needs If-Match. Asked by somebody who did not serve; the answers are only counted."""
    return _step(request, ref, asking.note_opinion, body.dict(), response)


@router.get("/service-opinions", response=list[MeanOut], summary="What people say of services")
@api_door(Section.CARE)
def service_opinions(request: HttpRequest):
    """Means by agency and question, from five answers on, renewed in fives."""
    known = opinions.means()
    names = agency_names({pk for pk in known if pk is not None})
    return [
        MeanOut(provider=names.get(pk), question=question, answers=answers, mean=mean)
        for pk, asked in known.items()
        for question, (answers, mean) in asked.items()
    ]


@router.post("/services/{ref}/result", response=LineOut, summary="Write the result")
@api_door(Section.CARE, Verb.WRITE)
def finish_service(request: HttpRequest, ref: str, body: FinishIn, response: HttpResponse):
    """Needs If-Match."""
    return _step(request, ref, actions.finish_line, body.dict(), response)


@router.post("/services/{ref}/cancel", response=LineOut, summary="Cancel with a reason")
@api_door(Section.CARE, Verb.WRITE)
def cancel_service(request: HttpRequest, ref: str, body: CancelIn, response: HttpResponse):
    """Needs If-Match."""
    return _step(request, ref, actions.cancel_line, body.dict(), response)


def _step(request: HttpRequest, ref: str, run, words: dict, response: HttpResponse):
    at = now()
    line = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    run(line=line, seen=seen, by=request.viewer.user, at=at, **words)
    return _answer(line_for(request.viewer, ref, at=at), response)


def _out(one: ServiceLine) -> LineOut:
    moments = ("asked_at", "due_at", "appointment_at", "done_on")
    names = ("ref", "service", "state", "code", "result", "cost", *moments)
    facts = {name: getattr(one, name) for name in names}
    provider = one.provider.slug if one.provider else None
    referral = one.referral.ref if one.referral else None
    return LineOut(
        case=one.case.ref,
        person=one.person.ref,
        provider=provider,
        referral=referral,
        step=one.step_id,
        **facts,
    )


def _answer(line: ServiceLine, response: HttpResponse) -> LineOut:
    response["ETag"] = etag_of(line)
    return _out(line)
