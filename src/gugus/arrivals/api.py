"""Doors for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.arrivals import actions, offering, queries
from gugus.arrivals.answering import STEPS
from gugus.arrivals.codes import CancelCode, Condition, OfferState, RefuseCode, State, Wanted, Zone
from gugus.arrivals.gate import offer_for, sight_for
from gugus.arrivals.models import Offer
from gugus.arrivals.policies import Sight
from gugus.arrivals.rules import MOST_PERSONS, Told
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.directory.queries import agencies
from gugus.providers.codes import Group, Language
from gugus.providers.models import Capacity

router = Router(tags=["arrivals"])
MOST = 100


class WhoComes(Schema):
    """All that a heads-up can say: numbers, codes, moments and a regency."""

    from_at: datetime
    to_at: datetime
    zone: Zone
    persons_min: int = Field(ge=1, le=MOST_PERSONS)
    persons_max: int = Field(ge=1, le=MOST_PERSONS)
    female: int | None = Field(None, ge=0, le=MOST_PERSONS)
    male: int | None = Field(None, ge=0, le=MOST_PERSONS)
    minors: bool
    minors_count: int | None = Field(None, ge=0, le=MOST_PERSONS)
    languages: list[Language] = []
    area_code: str = Field(pattern=r"^\d{2}\.\d{2}$", description="City or regency, nothing smaller.")
    needs: list[Wanted] = []


class ComesOut(Schema):
    """What a heads-up says; coarser once its details were removed."""

    from_at: datetime
    to_at: datetime
    zone: Zone
    persons_min: int
    persons_max: int
    female: int | None
    male: int | None
    minors: bool
    minors_count: int | None
    languages: list[Language]
    area_code: str
    needs: list[Wanted]


class OfferOut(Schema):
    """Places that an agency holds, or its word that nothing is free."""

    id: UUID
    agency: str = Field(description="Slug of the provider.")
    state: OfferState
    code: str = Field(description="Why nothing is free; empty otherwise.")
    group: str
    places: int
    from_at: datetime | None
    until_at: datetime | None
    conditions: list[Condition]
    arrived: int | None
    etag: str = Field(description="Send it as If-Match to move the offer.")
    next: list[OfferState] = Field(description="What the caller can do with it now.")


class HeadsupLine(Schema):
    """One heads-up in a list."""

    ref: str
    state: State
    sender: str = Field(description="Slug of the telling agency.")
    ended_at: datetime | None


class HeadsupOut(HeadsupLine):
    """One heads-up as the caller's side sees it now."""

    code: str = Field(description="Why it was cancelled; empty otherwise.")
    comes: ComesOut | None = Field(description="Null for an asked agency after the end.")
    arrived: int | None
    asked: list[str] | None = Field(
        description="Slugs of the asked agencies, for the sender; null for others."
    )
    offers: list[OfferOut] = Field(description="All for the sender, only its own for an asked agency.")


class SendIn(Schema):
    """Whom to tell."""

    agencies: list[str] = Field(min_length=1, max_length=200, description="Slugs.")


class OfferIn(Schema):
    """Places of one's own."""

    service: str = Field(max_length=12, description="Reference of the service in the directory.")
    group: Group
    places: int = Field(ge=1, le=MOST_PERSONS)
    from_at: datetime
    until_at: datetime
    conditions: list[Condition] = []


class RefuseIn(Schema):
    """Why nothing is free."""

    code: RefuseCode


class MoveIn(Schema):
    """The next state of an offer."""

    to: OfferState


class CameIn(Schema):
    """How many came on which offer."""

    came: dict[UUID, int] = Field(description="Id of a taken offer → how many.")


class CancelIn(Schema):
    """Why it does not happen."""

    code: CancelCode


class ExtendIn(Schema):
    """Until when they come."""

    to_at: datetime


@router.get("/arrivals", response=list[HeadsupLine], summary="Heads-ups of my agency, and those that ask it")
@api_door(Section.REFERRAL, Verb.WRITE)
def list_headsups(
    request: HttpRequest,
    tab: str = Query("asked", pattern="^(ours|asked|ended)$", description="The list of the page."),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page."""
    rows = queries.listed(request.viewer, tab)[offset : offset + MOST]
    return [
        HeadsupLine(ref=one.ref, state=one.state, sender=one.agency.slug, ended_at=one.ended_at)
        for one in rows
    ]


@router.get("/arrivals/{ref}", response=HeadsupOut, summary="One heads-up")
@api_door(Section.REFERRAL, Verb.WRITE)
def get_headsup(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    sight = sight_for(request.viewer, ref)
    actions.read_headsup(headsup=sight.headsup, by=request.viewer.user, at=now())
    return _answer(sight, response)


@router.post("/arrivals", response={201: HeadsupOut}, summary="Write a heads-up")
@api_door(Section.REFERRAL, Verb.WRITE)
def create_headsup(request: HttpRequest, body: WhoComes, response: HttpResponse):
    """A draft. Send an Idempotency-Key, so that a repeated call makes one."""
    made = actions.write_headsup(told=Told(**body.dict()), by=request.viewer.user, at=now())
    return Status(201, _answer(sight_for(request.viewer, made.ref), response))


@router.put("/arrivals/{ref}", response=HeadsupOut, summary="Change a draft")
@api_door(Section.REFERRAL, Verb.WRITE)
def change_headsup(request: HttpRequest, ref: str, body: WhoComes, response: HttpResponse):
    """Needs If-Match. 409 once it was sent: cancel it and send another."""
    sight = sight_for(request.viewer, ref, needs="may_change")
    if (seen := seen_version(request)) is None:
        return version_needed()
    told = Told(**body.dict())
    actions.change_headsup(headsup=sight.headsup, told=told, by=request.viewer.user, at=now(), seen=seen)
    return _answer(sight_for(request.viewer, ref), response)


@router.post("/arrivals/{ref}/send", response=HeadsupOut, summary="Tell agencies")
@api_door(Section.REFERRAL, Verb.WRITE)
def send_headsup(request: HttpRequest, ref: str, body: SendIn, response: HttpResponse):
    """Once sent, further agencies are told with the same words."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_send")
    known = {one.slug: one for one in agencies(timezone.localdate(at)).filter(slug__in=body.agencies)}
    if set(body.agencies) - known.keys():
        return problem(422, "unknown_agency", _("One of these agencies does not exist."))
    actions.send_headsup(
        headsup=sight.headsup,
        agencies=list(known.values()),
        by=request.viewer.user,
        at=at,
        seen=seen_version(request),
    )
    return _answer(sight_for(request.viewer, ref), response)


@router.post("/arrivals/{ref}/extend", response=HeadsupOut, summary="They come later")
@api_door(Section.REFERRAL, Verb.WRITE)
def extend_headsup(request: HttpRequest, ref: str, body: ExtendIn, response: HttpResponse):
    """Everybody who was asked is told."""
    sight = sight_for(request.viewer, ref, needs="may_end")
    actions.extend_headsup(
        headsup=sight.headsup, to_at=body.to_at, by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _answer(sight_for(request.viewer, ref), response)


@router.post("/arrivals/{ref}/arrived", response=HeadsupOut, summary="They have arrived")
@api_door(Section.REFERRAL, Verb.WRITE)
def note_arrival(request: HttpRequest, ref: str, body: CameIn, response: HttpResponse):
    """Holds become taken places; what is left of them is free."""
    sight = sight_for(request.viewer, ref, needs="may_end")
    actions.note_arrival(
        headsup=sight.headsup, came=body.came, by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _answer(sight_for(request.viewer, ref), response)


@router.post("/arrivals/{ref}/cancel", response=HeadsupOut, summary="Cancel a heads-up")
@api_door(Section.REFERRAL, Verb.WRITE)
def cancel_headsup(request: HttpRequest, ref: str, body: CancelIn, response: HttpResponse):
    """All holds end."""
    sight = sight_for(request.viewer, ref, needs="may_cancel")
    actions.cancel_headsup(
        headsup=sight.headsup, code=body.code, by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _answer(sight_for(request.viewer, ref), response)


@router.post("/arrivals/{ref}/offers", response={201: HeadsupOut}, summary="Offer places")
@api_door(Section.REFERRAL, Verb.WRITE)
def offer_places(request: HttpRequest, ref: str, body: OfferIn, response: HttpResponse):
    """They are held at once. Send an Idempotency-Key. 409 with the number that is free when it is less."""
    sight = sight_for(request.viewer, ref, needs="may_offer")
    rows = Capacity.objects.visible_to(request.viewer).select_related("offering__agency")
    own = rows.filter(offering__agency_id=request.viewer.agency_id, group=body.group)
    capacity = get_object_or_404(own, offering__ref=body.service)
    told = body.dict(exclude={"service", "group"})
    offering.offer_places(headsup=sight.headsup, capacity=capacity, by=request.viewer.user, at=now(), **told)
    return Status(201, _answer(sight_for(request.viewer, ref), response))


@router.post("/arrivals/{ref}/refusals", response=HeadsupOut, summary="Say that nothing is free")
@api_door(Section.REFERRAL, Verb.WRITE)
def refuse_headsup(request: HttpRequest, ref: str, body: RefuseIn, response: HttpResponse):
    """An answer too: the sender looks elsewhere."""
    sight = sight_for(request.viewer, ref, needs="may_offer")
    offering.refuse_headsup(headsup=sight.headsup, code=body.code, by=request.viewer.user, at=now())
    return _answer(sight_for(request.viewer, ref), response)


@router.post(
    "/arrivals/{ref}/offers/{offer_id}/moves", response=HeadsupOut, summary="Take, decline or withdraw"
)
@api_door(Section.REFERRAL, Verb.WRITE)
def move_offer(request: HttpRequest, ref: str, offer_id: UUID, body: MoveIn, response: HttpResponse):
    """Needs If-Match with the offer's etag. 409 when the other side was faster."""
    sight = sight_for(request.viewer, ref)
    one = offer_for(sight, offer_id)
    if (seen := seen_version(request)) is None:
        return version_needed()
    run = STEPS.get(body.to)
    if run is None:
        return problem(422, "no_such_move", _("Take, decline or withdraw it."))
    run(offer=one, by=request.viewer.user, at=now(), seen=seen)
    return _answer(sight_for(request.viewer, ref), response)


def _answer(sight: Sight, response: HttpResponse) -> HeadsupOut:
    one = sight.headsup
    response["ETag"] = etag_of(one)
    comes = (
        ComesOut(**{name: getattr(one, name) for name in ComesOut.model_fields})
        if sight.reads_details
        else None
    )
    return HeadsupOut(
        ref=one.ref, state=one.state, sender=one.agency.slug, ended_at=one.ended_at, code=one.code, comes=comes,
        arrived=one.arrived if sight.is_sender else None,
        asked=[each.slug for each in queries.asked_agencies(one)] if sight.is_sender else None,
        offers=[_offer(each, sight) for each in queries.offers_of(sight.viewer, one)],
    )  # fmt: skip


def _offer(one: Offer, sight: Sight) -> OfferOut:
    names = ("id", "state", "code", "group", "places", "from_at", "until_at", "conditions", "arrived")
    return OfferOut(
        **{name: getattr(one, name) for name in names}, agency=one.agency.slug, etag=etag_of(one),
        next=sight.moves_of(one),
    )  # fmt: skip
