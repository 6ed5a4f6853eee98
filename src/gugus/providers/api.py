"""Doors for machines: the same gates and actions as the pages."""

from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.directory.queries import agencies
from gugus.providers import actions, capacity, queries, rules
from gugus.providers.actions import Wording
from gugus.providers.codes import ContactRole, FeeFor, Group, Language, Sex, When, Who
from gugus.providers.forms import AskForm
from gugus.providers.gate import sight_for
from gugus.providers.models import Capacity, Offering
from gugus.providers.policies import why_not_write_for

router = Router(tags=["providers"])
MOST = 100


class PlacesOut(Schema):
    """Places of a group as they were counted last."""

    group: Group
    total: int
    taken: int
    held: int = Field(description="Kept for groups on their way.")
    free: int = Field(description="0 while the house says that it is full.")
    full_until: datetime | None
    counted_at: datetime
    certain: bool = Field(description="False when the count is older than 24 hours.")
    etag: str = Field(description="Send it as If-Match to change these places.")


class OfferingOut(Schema):
    """A service of the directory. The private number of somebody on duty is never given here."""

    ref: str
    agency: str = Field(description="Slug of the provider.")
    kept_by: str = Field(description="Slug of who writes it: the provider, or the secretariat for it.")
    service: str
    title: str
    sexes: list[Sex]
    age_from: int
    age_to: int | None
    with_children: bool
    pregnancy: bool
    accessibility: list[str] = Field(description="Codes of the list disabilities.")
    languages: list[Language]
    areas: list[str] = Field(description="Areas served, lower levels included; empty: everywhere.")
    area_code: str
    is_secret: bool
    address: str = Field(description="Empty for a secret house.")
    always_open: bool
    opens: list[int | None] = Field(description="Minutes since midnight, Monday first; null: closed.")
    closes: list[int | None]
    rests_on_holidays: bool
    fee: int | None = Field(description="Whole rupiah; null: free of charge.")
    fee_for: str
    phone: str
    duty_phone: str
    contact_role: ContactRole
    valid_from: date
    valid_until: date | None = Field(description="First day on which it is no longer given.")
    confirmed_on: date
    unconfirmed: bool = Field(description="True when nobody confirmed it for 90 days.")
    places: list[PlacesOut]


class AnswerOut(Schema):
    """One service as an answer to a need, the best first."""

    offering: OfferingOut
    free: int
    standing: str = Field(description="free, stale (not certain), uncounted or full.")
    counted_at: datetime | None
    open_then: bool
    near: int = Field(description="Levels of area codes that agree: 0 none, 1 province, 2 city …")
    misfits: list[str] = Field(description="What speaks against it, though it may serve.")
    partly: bool = Field(description="Takes only some of the ages asked for.")


class Answers(Schema):
    """What the directory answers."""

    count: int = Field(description="How many fit; the best are listed.")
    answers: list[AnswerOut]


class OfferingIn(Schema):
    """Everything that is written about a service."""

    service: str
    title: str = Field("", max_length=80)
    sexes: list[Sex] = [Sex.FEMALE, Sex.MALE]
    age_from: int = Field(0, ge=0, le=120)
    age_to: int | None = Field(None, ge=0, le=120)
    with_children: bool = False
    pregnancy: bool = False
    accessibility: list[str] = Field([], max_length=20)
    languages: list[Language] = []
    areas: list[str] = Field([], max_length=50)
    area_code: str = Field("", max_length=13, pattern=r"^(\d{2}(\.\d{2}){0,2}(\.\d{4})?)?$")
    is_secret: bool = False
    address: str = Field("", max_length=300)
    always_open: bool = False
    opens: list[int | None] = Field([None] * 7, min_length=7, max_length=7)
    closes: list[int | None] = Field([None] * 7, min_length=7, max_length=7)
    rests_on_holidays: bool = False
    fee: int | None = Field(None, ge=0, le=1_000_000_000)
    fee_for: FeeFor | None = None
    phone: str = Field("", max_length=40)
    duty_phone: str = Field("", max_length=40)
    private_phone: str | None = Field(
        None, max_length=40, description="Kept encrypted, never read back here. Null keeps what is there."
    )
    contact_role: ContactRole = ContactRole.DUTY
    valid_from: date | None = None
    valid_until: date | None = None
    agency: str = Field("", description="Slug; only the secretariat names another agency, one without users.")


class PlacesIn(Schema):
    """All places of a group, counted anew."""

    total: int = Field(ge=0, le=rules.MOST_PLACES)
    taken: int = Field(ge=0, le=rules.MOST_PLACES)


class TapIn(Schema):
    """One came, one left, full tonight, or room again."""

    kind: str = Field(pattern="^(plus|minus|full|open)$")


@router.get("/providers", response=Answers, summary="Who can take somebody")
@api_door(Section.PROVIDER)
def who_can_take(
    request: HttpRequest,
    who: Who | None = None,
    years: int | None = Query(None, ge=0, le=120, description="An exact age."),
    age: str = Query("", max_length=20, description="Or a code of the list age_groups."),
    when: When = When.TONIGHT,
    day: date | None = None,
    service: str = Query("shelter", max_length=40),
    area: str = Query(
        "", max_length=13, pattern=r"^[\d.]*$", description="Default: that of your own agency."
    ),
    language: Language | None = None,
    accessibility: str = Query("", max_length=20),
    pregnant: bool = False,
    children: bool = Query(False, description="Brings own children."),
):
    """The best 50, like the page. Nothing about anybody can be sent, and the question is not kept."""
    at = now()
    told = {"who": who, "age": age, "when": when, "day": day, "service": service, "language": language}
    needs = {"accessibility": accessibility, "pregnant": pregnant, "children": children}
    form = AskForm({name: value for name, value in (told | needs).items() if value})
    need = form.need(request.viewer, at).with_age(years)
    need = replace(need, area=area or need.area, near=area or need.near)
    found, count = queries.who_can_take(request.viewer, need, at=at)
    answers = [_answer_out(one, at) for one in found]
    return Answers(count=count, answers=answers)


@router.get("/providers/services", response=list[OfferingOut], summary="The directory of providers")
@api_door(Section.PROVIDER)
def list_offerings(
    request: HttpRequest,
    service: str = Query("", max_length=40),
    sex: Sex | None = None,
    area: str = Query("", max_length=13, pattern=r"^[\d.]*$"),
    agency: str = Query("", max_length=60),
    state: str = Query("", pattern="^(|ours|unconfirmed|ended)$"),
    free: bool = False,
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page."""
    at = now()
    chosen = queries.Filter(service, sex or "", area, agency, state, free)
    rows = queries.listed(request.viewer, chosen, at=at)
    return [_out(one, at) for one in rows[offset : offset + MOST]]


@router.get("/providers/services/{ref}", response=OfferingOut, summary="One service of the directory")
@api_door(Section.PROVIDER)
def get_offering(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref)
    actions.read_offering(offering=sight.offering, by=request.viewer.user, at=at)
    return _answer(sight.offering, at, response)


@router.post("/providers/services", response={201: OfferingOut}, summary="Put a service into the directory")
@api_door(Section.PROVIDER, Verb.WRITE)
def create_offering(request: HttpRequest, body: OfferingIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call makes one."""
    viewer, at = request.viewer, now()
    agency = viewer.user.agency
    if body.agency:
        agency = get_object_or_404(agencies(timezone.localdate(at)), slug=body.agency)
    if why := why_not_write_for(viewer, agency):
        raise PermissionDenied(why)
    made = actions.write_offering(agency=agency, wording=_wording(body), by=viewer.user, at=at)
    return Status(201, _answer(sight_for(viewer, made.ref).offering, at, response))


@router.put("/providers/services/{ref}", response=OfferingOut, summary="Change a service of the directory")
@api_door(Section.PROVIDER, Verb.WRITE)
def change_offering(request: HttpRequest, ref: str, body: OfferingIn, response: HttpResponse):
    """Needs If-Match. Writing it down confirms it."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.WRITE)
    if (seen := seen_version(request)) is None:
        return version_needed()
    wording = _wording(body, kept=sight.offering)
    actions.change_offering(offering=sight.offering, wording=wording, by=viewer.user, at=at, seen=seen)
    return _answer(sight_for(viewer, ref).offering, at, response)


@router.post("/providers/services/{ref}/confirm", response=OfferingOut, summary="Confirm a service")
@api_door(Section.PROVIDER, Verb.WRITE)
def confirm_offering(request: HttpRequest, ref: str, response: HttpResponse):
    """Everything still stands as it is written."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    actions.confirm_offering(
        offering=sight.offering, by=request.viewer.user, at=at, seen=seen_version(request)
    )
    return _answer(sight_for(request.viewer, ref).offering, at, response)


@router.post("/providers/services/{ref}/end", response=OfferingOut, summary="End a service")
@api_door(Section.PROVIDER, Verb.WRITE)
def end_offering(request: HttpRequest, ref: str, on: date, response: HttpResponse):
    """`on` is the first day on which it is no longer given. 409 while places are held."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    actions.end_offering(
        offering=sight.offering, on=on, by=request.viewer.user, at=at, seen=seen_version(request)
    )
    return _answer(sight_for(request.viewer, ref).offering, at, response)


@router.put("/providers/services/{ref}/places/{group}", response=PlacesOut, summary="Count places anew")
@api_door(Section.PROVIDER, Verb.WRITE)
def count_places(request: HttpRequest, ref: str, group: Group, body: PlacesIn, response: HttpResponse):
    """Needs If-Match once the group is counted. 409 when taken and held are more than there are."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    seen = seen_version(request)
    if seen is None and any(one.group == group for one in sight.offering.capacities.all()):
        return version_needed()
    one = capacity.set_places(
        offering=sight.offering,
        group=group,
        total=body.total,
        taken=body.taken,
        by=request.viewer.user,
        at=at,
        seen=seen,
    )
    return _places_answer(one, at, response)


@router.post(
    "/providers/services/{ref}/places/{group}/taps", response=PlacesOut, summary="One came, one left, full"
)
@api_door(Section.PROVIDER, Verb.WRITE)
def tap_places(request: HttpRequest, ref: str, group: Group, body: TapIn, response: HttpResponse):
    """With If-Match, or an Idempotency-Key alone; 409 when nothing is free, 412 when the number changed meanwhile."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE)
    one = capacity.tap(
        offering=sight.offering,
        group=group,
        kind=body.kind,
        by=request.viewer.user,
        at=at,
        seen=seen_version(request),
    )
    return _places_answer(one, at, response)


def _answer_out(one: queries.Found, at: datetime) -> AnswerOut:
    return AnswerOut(
        offering=_out(one.offering, at, counted=False), free=one.free.places, standing=one.free.standing,
        counted_at=one.free.counted_at, open_then=one.open_then, near=one.near, misfits=one.misfits,
        partly=one.partly,
    )  # fmt: skip


def _wording(body: OfferingIn, *, kept: Offering | None = None) -> Wording:
    told = body.dict(exclude={"agency"})
    told["fee_for"] = told["fee_for"] or ""
    if told["private_phone"] is None:
        told["private_phone"] = (kept.private_phone or "") if kept else ""
    return Wording(**told)


def _out(one: Offering, at: datetime, *, counted: bool = True) -> OfferingOut:
    plain = {
        name: getattr(one, name)
        for name in OfferingOut.model_fields
        if name not in {"agency", "kept_by", "address", "unconfirmed", "places"}
    }
    return OfferingOut(
        **plain, agency=one.agency.slug, kept_by=one.kept_by.slug, address=one.address or "",
        unconfirmed=rules.is_unconfirmed(one.confirmed_on, timezone.localdate(at)),
        places=[_places(each, at, one) for each in one.capacities.all()] if counted else [],
    )  # fmt: skip


def _places(one: Capacity, at: datetime, offering: Offering) -> PlacesOut:
    is_full = one.full_until is not None and one.full_until > at
    return PlacesOut(
        group=one.group, total=one.total, taken=one.taken, held=one.held, free=0 if is_full else one.left,
        full_until=one.full_until, counted_at=one.counted_at, certain=not rules.is_stale(one.counted_at, at),
        etag=f'"{offering.ref}.{one.group}:{one.version}"',
    )  # fmt: skip


def _places_answer(one: Capacity, at: datetime, response: HttpResponse) -> PlacesOut:
    response["ETag"] = etag_of(one)
    return _places(one, at, one.offering)


def _answer(one: Offering, at: datetime, response: HttpResponse) -> OfferingOut:
    response["ETag"] = etag_of(one)
    return _out(one, at)
