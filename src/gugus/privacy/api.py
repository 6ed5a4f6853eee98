"""Doors for machines: the same gates and actions as the pages. Letters and copies leave the house from pages only."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record as trail
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.privacy import gate, inventory, queries
from gugus.privacy.actions import breaches as breach_actions
from gugus.privacy.actions import requests as request_actions
from gugus.privacy.codes import (
    Asker,
    BreachKind,
    BreachRisk,
    BreachSource,
    Capacity,
    Channel,
    Data,
    RequestKind,
)
from gugus.privacy.exports import read_inventory
from gugus.privacy.models import Breach, ProcessingRecord, SubjectRequest

router = Router(tags=["privacy"])
MOST = 100


class RecordOut(Schema):
    """A processing record as it stands now."""

    ref: str
    number: int = Field(description="Number of the version.")
    title: str
    purpose: str
    bases: list[str]
    basis_words: str
    persons: list[str]
    data: list[str]
    recipients: str
    abroad: bool
    abroad_words: str
    retention: str
    measures: str
    function: str
    joint: str
    valid_from: date
    valid_to: date | None
    review_on: date


class BreachOut(Schema):
    """A breach with its clock; the words are empty for who may not read them."""

    ref: str
    kind: str
    source: str
    source_ref: str
    happened_at: datetime | None
    found_at: datetime
    known_at: datetime
    due_at: datetime
    data: list[str]
    persons_count: int | None
    count_is_known: bool
    risk: str
    tell_persons: str
    tell_authority: str
    decided_at: datetime | None
    settled_at: datetime | None = Field(description="Since when nobody is owed a notice.")
    closed_at: datetime | None
    what_happened: str = ""


class BreachIn(Schema):
    """A breach that was noticed by a program, for instance by a watch over devices."""

    source: BreachSource
    source_ref: str = Field("", max_length=20, pattern=r"^[0-9A-Z-]*$", description="A code, never a name.")
    kind: BreachKind
    found_at: datetime
    known_at: datetime = Field(description="The clock of 72 hours runs from here.")
    what_happened: str = Field("", max_length=5000)


class FactsIn(Schema):
    """What is known by now; what is left out stays."""

    kind: BreachKind | None = None
    happened_at: datetime | None = None
    data: list[Data] | None = None
    persons_count: int | None = Field(None, ge=0, le=10**8)
    count_is_known: bool | None = None
    risk: BreachRisk | None = None
    what_happened: str | None = Field(None, max_length=5000)
    consequences: str | None = Field(None, max_length=5000)
    measures: str | None = Field(None, max_length=5000)
    risk_reason: str | None = Field(None, max_length=5000)
    told_how: str | None = Field(None, max_length=2000)
    told_handling: str | None = Field(None, max_length=2000)
    told_recovery: str | None = Field(None, max_length=2000)


class RequestOut(Schema):
    """A request without the words of who asks."""

    ref: str
    kinds: list[str]
    state: str
    channel: str
    asker: str
    capacity: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


class RequestIn(Schema):
    """Somebody asks about their own data."""

    kinds: list[RequestKind] = Field(min_length=1)
    received_at: datetime
    channel: Channel
    asker: Asker
    capacity: Capacity
    asker_name: str = Field("", max_length=200, description="Kept encrypted.")
    asker_contact: str = Field("", max_length=200, description="Kept encrypted.")
    wish: str = Field("", max_length=5000, description="Kept encrypted.")


@router.get("/processing-records", response=list[RecordOut], summary="Processing records")
@api_door(Section.PRIVACY)
def list_records(request: HttpRequest):
    """Every activity of the agency in its newest version."""
    return [_record(one) for one in queries.records(request.viewer)]


@router.get("/processing-records/{ref}", response=RecordOut, summary="One processing record")
@api_door(Section.PRIVACY)
def get_record(request: HttpRequest, ref: str, response: HttpResponse):
    """In its newest version, with the version as ETag."""
    record = gate.record_for(request.viewer, ref)
    record.now = record.versions.first()
    response["ETag"] = etag_of(record)
    return _record(record)


@router.get("/breaches", response=list[BreachOut], summary="Breach register")
@api_door(Section.PRIVACY)
def list_breaches(
    request: HttpRequest,
    tab: str = Query("open", pattern="^(open|late|closed)$"),
    offset: int = Query(0, ge=0, le=100_000),
):
    """At most 100, the earliest deadline first; without what happened in words."""
    return [_breach(one) for one in queries.breaches(request.viewer, tab, now())[offset : offset + MOST]]


@router.get("/breaches/{ref}", response=BreachOut, summary="One breach")
@api_door(Section.PRIVACY)
def get_breach(request: HttpRequest, ref: str, response: HttpResponse):
    """Reading is written to the trail."""
    breach = gate.breach_for(request.viewer, ref)
    trail("privacy.breach_read", about=breach, by=request.viewer.user, at=now())
    return _told(request, breach, response)


@router.post("/breaches", response={201: BreachOut}, summary="Open a breach")
@api_door(Section.PRIVACY, Verb.WRITE)
def open_breach(request: HttpRequest, body: BreachIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call opens one."""
    breach = breach_actions.open_breach(facts=body.dict(), by=request.viewer.user, at=now())
    return Status(201, _told(request, breach, response))


@router.post("/breaches/{ref}/facts", response=BreachOut, summary="Write down facts")
@api_door(Section.PRIVACY, Verb.WRITE)
def write_facts(request: HttpRequest, ref: str, body: FactsIn, response: HttpResponse):
    """Needs If-Match."""
    breach = gate.breach_for(request.viewer, ref, verb=Verb.WRITE)
    if (seen := seen_version(request)) is None:
        return version_needed()
    facts = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None}
    breach = breach_actions.write_facts(
        breach=breach, facts=facts, by=request.viewer.user, at=now(), seen=seen
    )
    return _told(request, breach, response)


@router.get("/subject-requests", response=list[RequestOut], summary="Requests of data subjects")
@api_door(Section.PRIVACY, Verb.WRITE)
def list_requests(
    request: HttpRequest,
    tab: str = Query("open", pattern="^(open|late|ended)$"),
    offset: int = Query(0, ge=0, le=100_000),
):
    """At most 100, the earliest deadline first."""
    return [_request(one) for one in queries.requests(request.viewer, tab, now())[offset : offset + MOST]]


@router.get("/subject-requests/{ref}", response=RequestOut, summary="One request")
@api_door(Section.PRIVACY, Verb.WRITE)
def get_request(request: HttpRequest, ref: str, response: HttpResponse):
    """Reading is written to the trail."""
    asked = gate.request_for(request.viewer, ref)
    trail("privacy.request_read", about=asked, by=request.viewer.user, at=now())
    response["ETag"] = etag_of(asked)
    return _request(asked)


@router.post("/subject-requests", response={201: RequestOut}, summary="Write down a request")
@api_door(Section.PRIVACY, Verb.WRITE)
def open_request(request: HttpRequest, body: RequestIn, response: HttpResponse):
    """Send an Idempotency-Key. The answer says nothing of whether anybody is known."""
    facts = body.dict(exclude={"kinds"})
    asked = request_actions.open_request(kinds=body.kinds, facts=facts, by=request.viewer.user, at=now())
    response["ETag"] = etag_of(asked)
    return Status(201, _request(asked))


@router.get("/data-inventory", response=list[dict], summary="What is stored where")
@api_door(Section.PRIVACY, Verb.EXPORT)
def data_inventory(request: HttpRequest, language: str = Query("id", pattern="^(id|en)$")):
    """One row a column, read from the running system."""
    rows = inventory.stored()
    read_inventory(by=request.viewer.user, at=now(), form="api", digest=inventory.digest_of(rows))
    return inventory.as_data(rows, language)


def _record(one: ProcessingRecord) -> RecordOut:
    names = set(RecordOut.model_fields) - {"ref"}
    return RecordOut(ref=one.ref, **{name: getattr(one.now, name) for name in names})


def _breach(one: Breach) -> BreachOut:
    names = set(BreachOut.model_fields) - {"what_happened"}
    return BreachOut(**{name: getattr(one, name) for name in names})


def _told(request: HttpRequest, breach: Breach, response: HttpResponse) -> BreachOut:
    response["ETag"] = etag_of(breach)
    shown = _breach(breach)
    if gate.reads_sealed(request.viewer):
        shown.what_happened = breach.what_happened or ""
    return shown


def _request(one: SubjectRequest) -> RequestOut:
    names = set(RequestOut.model_fields) - {"kinds"}
    kinds = [item.kind for item in one.items.all()]
    return RequestOut(kinds=kinds, **{name: getattr(one, name) for name in names})
