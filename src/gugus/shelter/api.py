"""Doors for machines: the same gates and actions as the pages. No address goes through any of them."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.providers.codes import Group, Language
from gugus.shelter import gate, queries
from gugus.shelter.actions import deciding, houses, keeping, living
from gugus.shelter.codes import BedKind, Seen, Shift, State, Tab, Who
from gugus.shelter.models import House, Stay
from gugus.shelter.policies import Sight

router = Router(tags=["shelter"])
MOST = 100
WORDS = {"max_length": 5000, "description": "Kept encrypted; only the house reads it."}


class BedOut(Schema):
    """One bed of the plan."""

    id: UUID
    name: str
    kind: BedKind
    state: str = Field(description="free, reserved, occupied or out_of_use.")
    stay: str = Field(description="Reference of the stay, where it is taken by one.")
    until_at: datetime | None
    promised_from: datetime | None = Field(description="When a later stay begins that was promised this bed.")


class RoomOut(Schema):
    """One room of the plan."""

    name: str
    group: Group
    accessible: bool
    beds: list[BedOut]


class HouseOut(Schema):
    """A house under its code name; where it is is not told here."""

    ref: str
    name: str
    kind: str = Field(description="Code of the list house_kinds.")
    head: str = Field(description="User name of who decides.")
    closed: bool
    checked_at: datetime | None = Field(description="Last evening round.")


class HouseWhole(HouseOut):
    """With its plan as it is now."""

    rooms: list[RoomOut]


class StayOut(Schema):
    """One stay: what the agency of the case may know too."""

    ref: str
    house: str = Field(description="Reference of the house.")
    house_name: str = Field(description="Its code name.")
    agency: str = Field(description="Slug of the agency that keeps the house.")
    sender: str = Field(description="Slug of the agency that answers for the case.")
    case: str = Field(description="Reference, while the case is open to the caller's agency.")
    referral: str
    state: State
    code: str = Field(description="Why it was declined, taken back or ended.")
    ground: str
    from_at: datetime
    until_at: datetime | None
    in_at: datetime | None
    out_at: datetime | None
    missing_at: datetime | None


class StayWhole(StayOut):
    """With what only the house sees; empty for the agency of the case."""

    who: str
    bed: str
    against: list[str] = Field(description="Rules that the head decided against knowingly.")
    asked_until_at: datetime | None
    rules_told_at: datetime | None
    rules_language: str
    belongings: list[UUID] = Field(description="What the house still keeps; by id.")


class ProposeIn(Schema):
    """Who stays where, from when."""

    house: str = Field(max_length=12)
    person: str = Field(max_length=12, description="Reference of the person.")
    ground: str = Field(max_length=30, description="Code of the list admission_grounds.")
    from_at: datetime
    until_at: datetime | None = None
    words: str = Field("", **WORDS)


class ApproveIn(Schema):
    """A bed, and whether a rule is overruled."""

    bed: UUID
    knowingly: bool = False
    hold: UUID | None = Field(None, description="Hold of a group on its way to which the person belongs.")
    words: str = Field("", **WORDS)


class FamilyIn(Schema):
    """A bed for each stay."""

    beds: dict[str, UUID] = Field(description="Reference of a stay → id of a bed.")
    knowingly: bool = False
    words: str = Field("", **WORDS)


class MoveIn(Schema):
    """Another bed."""

    bed: UUID
    knowingly: bool = False
    words: str = Field("", **WORDS)


class CodeIn(Schema):
    """A coded reason."""

    code: str = Field(max_length=30)
    words: str = Field("", **WORDS)


class AdmitIn(Schema):
    """Came in."""

    in_at: datetime


class LeaveIn(CodeIn):
    """Left; the code is of the list stay_exit_reasons."""

    out_at: datetime


class LongerIn(CodeIn):
    """Longer; the code is of the list stay_extension_reasons."""

    until_at: datetime


class YesIn(Schema):
    """Yes or no."""

    yes: bool
    words: str = Field("", **WORDS)


class WordsIn(Schema):
    """Words of the house."""

    words: str = Field("", **WORDS)


class RulesIn(Schema):
    """In which language the rules were told."""

    language: Language


class ThingIn(Schema):
    """What is handed in."""

    what: str = Field(max_length=5000, description="Kept encrypted.")
    signed: bool = False


class ReturnIn(Schema):
    """Given back."""

    signed: bool = False


class NightIn(Schema):
    """Where each of those who stay is."""

    seen: dict[str, Seen] = Field(description="Reference of a stay → present, away or missing.")


class HandoverIn(Schema):
    """What the next shift must know."""

    shift: Shift
    words: str = Field(max_length=5000, description="Kept encrypted.")


class RoomIn(Schema):
    """A room with its beds."""

    name: str = Field(max_length=20)
    group: Group
    beds: int = Field(ge=0, le=30)
    cots: int = Field(0, ge=0, le=30)
    accessible: bool = False


class OutIn(Schema):
    """A bed is out of use."""

    code: str = Field(max_length=30, description="Code of the list bed_out_reasons.")
    from_at: datetime
    until_at: datetime | None = None


@router.get("/houses", response=list[HouseOut], summary="Houses of the caller's agency")
@api_door(Section.CARE)
def list_houses(request: HttpRequest):
    """By code name."""
    return [_house(one) for one in queries.houses_of(request.viewer)]


@router.get("/houses/{ref}", response=HouseWhole, summary="A house with its plan of beds")
@api_door(Section.CARE)
def get_house(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = gate.house_for(request.viewer, ref, at=at)
    keeping.read_house(house=sight.house, by=request.viewer.user, at=at)
    return _plan(request, sight.house, at, response)


@router.post("/houses/{ref}/rooms", response=HouseWhole, summary="Add a room")
@api_door(Section.CARE, Verb.WRITE)
def add_room(request: HttpRequest, ref: str, body: RoomIn, response: HttpResponse):
    """With numbered beds; the service has so many places more at once."""
    at = now()
    sight = gate.house_to_keep(request.viewer, ref, at=at)
    houses.add_room(house=sight.house, by=request.viewer.user, at=at, **body.dict())
    return _plan(request, sight.house, at, response)


@router.post("/houses/{ref}/night", response=HouseOut, summary="The evening round")
@api_door(Section.CARE, Verb.WRITE)
def count_night(request: HttpRequest, ref: str, body: NightIn):
    """Everybody who stays must be named; whoever is missing sets off the alarm."""
    at = now()
    sight = gate.house_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    here = {one.ref: one.pk for one in queries.tonight(request.viewer, sight.house, at)}
    seen = {here[name]: value for name, value in body.seen.items() if name in here}
    return _house(keeping.count_night(house=sight.house, seen=seen, by=request.viewer.user, at=at))


@router.post("/houses/{ref}/handovers", response={204: None}, summary="Write a handover note")
@api_door(Section.CARE, Verb.WRITE)
def hand_over(request: HttpRequest, ref: str, body: HandoverIn):
    """Words are kept encrypted and are not given out here."""
    at = now()
    sight = gate.house_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    keeping.hand_over(house=sight.house, by=request.viewer.user, at=at, **body.dict())
    return Status(204, None)


@router.post("/houses/{ref}/beds/{bed}/out-of-use", response=HouseWhole, summary="Take a bed out of use")
@api_door(Section.CARE, Verb.WRITE)
def bed_out(request: HttpRequest, ref: str, bed: UUID, body: OutIn, response: HttpResponse):
    """For a time; a bed that is held or occupied then is refused."""
    at = now()
    sight = gate.house_to_keep(request.viewer, ref, at=at)
    houses.put_out_of_use(bed=gate.bed_in(sight, bed), by=request.viewer.user, at=at, **body.dict())
    return _plan(request, sight.house, at, response)


@router.post("/houses/{ref}/beds/{bed}/in-use", response=HouseWhole, summary="Put a bed back into use")
@api_door(Section.CARE, Verb.WRITE)
def bed_back(request: HttpRequest, ref: str, bed: UUID, response: HttpResponse):
    """From now on."""
    at = now()
    sight = gate.house_to_keep(request.viewer, ref, at=at)
    houses.back_in_use(bed=gate.bed_in(sight, bed), by=request.viewer.user, at=at)
    return _plan(request, sight.house, at, response)


@router.get("/stays", response=list[StayOut], summary="Stays in houses of the caller's agency")
@api_door(Section.CARE)
def list_stays(request: HttpRequest, tab: Tab = Tab.HERE, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100."""
    rows = list(queries.listed(request.viewer, tab).select_related("referral")[offset : offset + MOST])
    refs = queries.case_refs(request.viewer, rows)
    return [_short(one, refs) for one in rows]


@router.get("/stays/{ref}", response=StayWhole, summary="One stay")
@api_door(Section.CARE)
def get_stay(request: HttpRequest, ref: str, response: HttpResponse):
    """For the house and for the agency of the case. With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, at=at)
    keeping.read_stay(stay=sight.stay, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.post("/referrals/{ref}/stays", response={201: StayWhole}, summary="Propose a stay for a referral")
@api_door(Section.CARE, Verb.WRITE)
def propose_for_referral(request: HttpRequest, ref: str, body: ProposeIn, response: HttpResponse):
    """For the agency that accepted it. Send an Idempotency-Key, so that a repeated call proposes once."""
    at = now()
    referral, case = gate.referral_to_house(request.viewer, ref, at=at)
    return _propose(request, case, referral, body, at, response)


@router.post(
    "/cases/{ref}/stays", response={201: StayWhole}, summary="Propose a stay for a case of one's own"
)
@api_door(Section.CARE, Verb.WRITE)
def propose_for_case(request: HttpRequest, ref: str, body: ProposeIn, response: HttpResponse):
    """In a house of one's own agency. Send an Idempotency-Key, so that a repeated call proposes once."""
    at = now()
    case = gate.case_to_house(request.viewer, ref, at=at)
    return _propose(request, case, None, body, at, response)


def _propose(request: HttpRequest, case, referral, body: ProposeIn, at: datetime, response: HttpResponse):
    parties = case.parties.filter(until_at=None).select_related("person")
    party = get_object_or_404(parties, person__ref=body.person)
    house = gate.house_for(request.viewer, body.house, verb=Verb.WRITE, at=at).house
    facts = body.dict(exclude={"house", "person"})
    made = deciding.propose(
        house=house, case=case, person=party.person, referral=referral, by=request.viewer.user, at=at, **facts
    )
    return Status(201, _answer(gate.stay_for(request.viewer, made.ref, at=at), response))


@router.post("/stays/{ref}/approve", response=StayWhole, summary="Approve with a bed")
@api_door(Section.CARE, Verb.WRITE)
def approve(request: HttpRequest, ref: str, body: ApproveIn, response: HttpResponse):
    """Needs If-Match. For the head of the house. A rule that speaks against the bed is refused unless `knowingly`."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    held = {one.pk: one for one in queries.holds_of(sight.stay.house, at)}
    facts = body.dict() | {"bed": gate.own_bed(request.viewer, body.bed), "hold": held.get(body.hold)}
    return _run(request, ref, deciding.approve, facts, response, verb=Verb.DECIDE)


@router.post(
    "/stays/{ref}/approve-family", response=StayWhole, summary="Approve a family with a bed for each"
)
@api_door(Section.CARE, Verb.WRITE)
def approve_family(request: HttpRequest, ref: str, body: FamilyIn, response: HttpResponse):
    """All or nobody. For the head of the house."""
    at, viewer = now(), request.viewer
    sight = gate.stay_for(viewer, ref, verb=Verb.DECIDE, at=at)
    places = [
        (gate.stay_for(viewer, name, verb=Verb.DECIDE, at=at).stay, gate.own_bed(viewer, bed))
        for name, bed in body.beds.items()
    ]
    facts = body.dict(exclude={"beds"})
    deciding.approve_family(places=places, by=viewer.user, at=at, **facts)
    return _answer(gate.stay_for(viewer, sight.stay.ref, at=at), response)


@router.post("/stays/{ref}/decline", response=StayWhole, summary="Decline a stay")
@api_door(Section.CARE, Verb.WRITE)
def decline(request: HttpRequest, ref: str, body: CodeIn, response: HttpResponse):
    """Needs If-Match. For the head of the house; the code is of the list stay_decline_reasons."""
    return _run(request, ref, deciding.decline, body.dict(), response, verb=Verb.DECIDE)


@router.post("/stays/{ref}/withdraw", response=StayWhole, summary="Take a stay back")
@api_door(Section.CARE, Verb.WRITE)
def withdraw(request: HttpRequest, ref: str, body: CodeIn, response: HttpResponse):
    """Needs If-Match. Before anybody came in; the code is of the list stay_withdrawal_reasons."""
    return _run(request, ref, deciding.withdraw, body.dict(), response)


@router.post("/stays/{ref}/admit", response=StayWhole, summary="Somebody came in")
@api_door(Section.CARE, Verb.WRITE)
def admit(request: HttpRequest, ref: str, body: AdmitIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, living.admit, body.dict(), response)


@router.post("/stays/{ref}/move", response=StayWhole, summary="Another bed")
@api_door(Section.CARE, Verb.WRITE)
def move(request: HttpRequest, ref: str, body: MoveIn, response: HttpResponse):
    """Needs If-Match. In the same house or another one of the agency. For the head of the house."""
    facts = body.dict() | {"bed": gate.own_bed(request.viewer, body.bed)}
    return _run(request, ref, living.move, facts, response, verb=Verb.DECIDE)


@router.post("/stays/{ref}/ask-longer", response=StayWhole, summary="Ask for a longer stay")
@api_door(Section.CARE, Verb.WRITE)
def ask_longer(request: HttpRequest, ref: str, body: LongerIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, living.ask_longer, body.dict(), response)


@router.post("/stays/{ref}/decide-longer", response=StayWhole, summary="Decide on a longer stay")
@api_door(Section.CARE, Verb.WRITE)
def decide_longer(request: HttpRequest, ref: str, body: YesIn, response: HttpResponse):
    """Needs If-Match. For the head of the house."""
    return _run(request, ref, living.decide_longer, body.dict(), response, verb=Verb.DECIDE)


@router.post("/stays/{ref}/missing", response=StayWhole, summary="Somebody is missing")
@api_door(Section.CARE, Verb.WRITE)
def miss(request: HttpRequest, ref: str, body: WordsIn, response: HttpResponse):
    """Needs If-Match. The manager of the case is told at once."""
    return _run(request, ref, living.miss, body.dict(), response)


@router.post("/stays/{ref}/found", response=StayWhole, summary="Somebody is back")
@api_door(Section.CARE, Verb.WRITE)
def find(request: HttpRequest, ref: str, body: WordsIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, living.find, body.dict(), response)


@router.post("/stays/{ref}/leave", response=StayWhole, summary="Somebody left")
@api_door(Section.CARE, Verb.WRITE)
def leave(request: HttpRequest, ref: str, body: LeaveIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, living.leave, body.dict(), response)


@router.post("/stays/{ref}/rules", response=StayWhole, summary="The rules of the house were told")
@api_door(Section.CARE, Verb.WRITE)
def tell_rules(request: HttpRequest, ref: str, body: RulesIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, keeping.tell_rules, body.dict(), response)


@router.post("/stays/{ref}/notes", response=StayWhole, summary="Write a note on a stay")
@api_door(Section.CARE, Verb.WRITE)
def write_note(request: HttpRequest, ref: str, body: WordsIn, response: HttpResponse):
    """Words are kept encrypted and are not given out here."""
    return _run(request, ref, keeping.write_note, body.dict(), response, versioned=False)


@router.post("/stays/{ref}/belongings", response=StayWhole, summary="Take belongings in")
@api_door(Section.CARE, Verb.WRITE)
def take_in(request: HttpRequest, ref: str, body: ThingIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call takes in once."""
    return _run(request, ref, keeping.take_in, body.dict(), response, versioned=False)


@router.post("/stays/{ref}/belongings/{thing}/return", response=StayWhole, summary="Give belongings back")
@api_door(Section.CARE, Verb.WRITE)
def give_back(request: HttpRequest, ref: str, thing: UUID, body: ReturnIn, response: HttpResponse):
    """Once."""
    at = now()
    sight = gate.stay_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    one = gate.belonging_of(sight, thing)
    keeping.give_back(belonging=one, signed=body.signed, by=request.viewer.user, at=at)
    return _answer(gate.stay_for(request.viewer, ref, at=at), response)


def _run(
    request: HttpRequest,
    ref: str,
    run,
    facts: dict,
    response: HttpResponse,
    *,
    verb=Verb.WRITE,
    versioned=True,
):
    at = now()
    sight = gate.stay_for(request.viewer, ref, verb=verb, at=at)
    if versioned:
        if (seen := seen_version(request)) is None:
            return version_needed()
        facts = facts | {"seen": seen}
    run(stay=sight.stay, by=request.viewer.user, at=at, **facts)
    return _answer(gate.stay_for(request.viewer, ref, at=at), response)


def _house(one: House) -> dict:
    names = ("ref", "name", "kind", "checked_at")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"head": one.head.username, "closed": one.closed_at is not None}


def _plan(request: HttpRequest, house: House, at: datetime, response: HttpResponse) -> dict:
    fresh = gate.house_for(request.viewer, house.ref, at=at).house
    response["ETag"] = etag_of(fresh)
    rooms = queries.plan_of(request.viewer, fresh, at)
    return _house(fresh) | {"rooms": [_room(one) for one in rooms]}


def _room(one: queries.RoomNow) -> dict:
    room = one.room
    beds = [
        {
            "id": each.bed.pk,
            "name": each.bed.name,
            "kind": each.bed.kind,
            "state": each.state,
            "stay": each.placement.stay.ref if each.placement and each.placement.stay else "",
            "until_at": each.placement.until_at if each.placement else None,
            "promised_from": each.later.from_at if each.later else None,
        }
        for each in one.beds
    ]
    return {"name": room.name, "group": room.group, "accessible": room.accessible, "beds": beds}


def _short(one: Stay, refs: dict[UUID, str]) -> dict:
    names = ("ref", "state", "code", "ground", "from_at", "until_at", "in_at", "out_at", "missing_at")
    facts = {name: getattr(one, name) for name in names}
    return facts | {
        "house": one.house.ref, "house_name": one.house.name, "agency": one.agency.slug, "sender": one.sender.slug,
        "case": refs.get(one.case_id, ""), "referral": one.referral.ref if one.referral_id else "",
    }  # fmt: skip


def _answer(sight: Sight, response: HttpResponse) -> dict:
    one = sight.stay
    response["ETag"] = etag_of(one)
    facts = _short(one, queries.case_refs(sight.viewer, [one]))
    if not sight.is_house:
        hidden = {"who": "", "bed": "", "against": [], "asked_until_at": None, "rules_told_at": None}
        return facts | hidden | {"rules_language": "", "belongings": []}
    bed = queries.bed_of(one)
    return facts | {
        "who": Who(one.who).value,
        "bed": f"{bed.room.name} · {bed.name}" if bed else "",
        "against": one.against,
        "asked_until_at": one.asked_until_at,
        "rules_told_at": one.rules_told_at,
        "rules_language": one.rules_language,
        "belongings": list(one.belongings.filter(returned_at=None).values_list("pk", flat=True)),
    }
