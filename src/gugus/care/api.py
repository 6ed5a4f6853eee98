"""Doors for machines: the same gates and actions as the pages."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, problem, seen_version
from gugus.care import actions, queries
from gugus.care.codes import CancelCode, Result, State
from gugus.care.gate import line_for, sight_to_serve
from gugus.care.models import ServiceLine
from gugus.directory.queries import agencies

router = Router(tags=["care"])
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


class ArrangeIn(Schema):
    """There is an appointment."""

    appointment_at: datetime


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
    facts = body.dict(exclude={"party", "provider"})
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
    return _step(request, ref, actions.arrange, body, response)


@router.post("/services/{ref}/result", response=LineOut, summary="Write the result")
@api_door(Section.CARE, Verb.WRITE)
def finish_service(request: HttpRequest, ref: str, body: FinishIn, response: HttpResponse):
    """Needs If-Match."""
    return _step(request, ref, actions.finish_line, body, response)


@router.post("/services/{ref}/cancel", response=LineOut, summary="Cancel with a reason")
@api_door(Section.CARE, Verb.WRITE)
def cancel_service(request: HttpRequest, ref: str, body: CancelIn, response: HttpResponse):
    """Needs If-Match."""
    return _step(request, ref, actions.cancel_line, body, response)


def _step(request: HttpRequest, ref: str, run, body: Schema, response: HttpResponse):
    at = now()
    line = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return problem(428, "version_needed", _("Send the ETag that you read as If-Match."))
    run(line=line, seen=seen, by=request.viewer.user, at=at, **body.dict())
    return _answer(line_for(request.viewer, ref, at=at), response)


def _out(one: ServiceLine) -> LineOut:
    moments = ("asked_at", "due_at", "appointment_at", "done_on")
    names = ("ref", "service", "state", "code", "result", "cost", *moments)
    facts = {name: getattr(one, name) for name in names}
    provider = one.provider.slug if one.provider else None
    return LineOut(case=one.case.ref, person=one.person.ref, provider=provider, **facts)


def _answer(line: ServiceLine, response: HttpResponse) -> LineOut:
    response["ETag"] = etag_of(line)
    return _out(line)
