"""Groups for machines: the same gates and actions as the pages. One decision a call, for one person."""

from base64 import b64decode
from binascii import Error as NotBase64
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
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.base.refusals import Cannot
from gugus.consent.codes import ChildView, Relation
from gugus.directory.queries import receivers
from gugus.groups import queries
from gugus.groups.codes import Encoding, HandState, Heard, LoadState, Meaning, Separator, Source, Stage, State
from gugus.groups.gate import Sight, destination_of, line_of, load_of, sight_for
from gugus.groups.going import ForChild, Way, note_will, write_way
from gugus.groups.handing_over import Journey, hurdles_of, order_hand_over
from gugus.groups.lines import (
    Answers,
    answers_of,
    ask_again,
    bring_back,
    decide_line,
    mark_absent,
    set_aside,
    write_line,
)
from gugus.groups.loading import (
    Looked,
    bring_list,
    drop_list,
    import_list,
    name_columns,
    read_as,
    recognise,
    undo_import,
)
from gugus.groups.models import Group, Load, Member
from gugus.groups.queries import homes
from gugus.groups.rows import read_row
from gugus.groups.splitting import leave_open, name_receiver, place, place_by_home
from gugus.groups.writing import Told, add_by_hand, change_group, close_group, write_group
from gugus.people.gate import person_for
from gugus.repatriation.codes import Risk, Tracing
from gugus.screening.codes import Result

router = Router(tags=["groups"])
MOST = 100
LONGEST = 7 * 1024 * 1024  # characters of a list in base64


class GroupIn(Schema):
    """What is known of a group."""

    name: str = Field(max_length=80, description="A code name: no place, no person.")
    source: Source
    arrives_at: datetime
    place: str = Field("", max_length=200)
    country_code: str = Field("", max_length=2)
    area_code: str = Field("", pattern=r"^(\d{2}\.\d{2})?$", description="City or regency of arrival.")
    expected: int | None = Field(None, ge=1, le=5000)
    note: str = Field("", max_length=500)


class GroupOut(Schema):
    """A group and how far its people are."""

    ref: str
    state: State
    source: Source
    arrives_at: datetime
    country_code: str
    area_code: str
    expected: int | None
    stages: dict[Stage, int] | None = Field(description="How many people are at each stage; null in lists.")


class ListIn(Schema):
    """A list of people."""

    content: str = Field(max_length=LONGEST, description="The file (XLSX or CSV) in base64, at most 5 MB.")
    file_name: str = Field("", max_length=120)


class SaidOut(Schema):
    """One remark on one cell."""

    row: int
    column: str = Field(description="Meaning of the column.")
    code: str
    words: str


class LoadOut(Schema):
    """A list as it reads now. Nothing is written before the import."""

    id: UUID
    state: LoadState
    rows: int
    good: int
    added: int
    meanings: dict[str, Meaning] = Field(description="Number of a column → what it means.")
    wrong: list[SaidOut] = Field(description="Why rows do not go in, at most 500.")


class ReadIn(Schema):
    """How the file is read."""

    encoding: Encoding | None = None
    separator: Separator | None = None
    sheet: int | None = Field(None, ge=0, le=255)
    head: int | None = Field(None, ge=1, le=5000, description="Line with the headings.")


class ColumnsIn(Schema):
    """What columns mean."""

    meanings: dict[str, Meaning]


class KnownIn(Schema):
    """A row that is somebody known."""

    person: str = Field("", max_length=12, description="Reference of the person; empty for somebody new.")


class MemberOut(Schema):
    """One person of a group. What was said is null for who may not read it."""

    number: int
    person: str
    stage: Stage
    etag: str
    destination: str
    case: str
    repatriation: str
    result: str | None
    answers: dict | None


class LineIn(Schema):
    """The short answers of one person; codes of the law's lists, "none" for looked for and not found."""

    act: str = Field("", max_length=40)
    means: str = Field("", max_length=40)
    purpose: str = Field("", max_length=40, description="A form of exploitation.")
    age_band: str = Field("", max_length=10)
    danger: str = Field("", max_length=30)
    needs: list[str] = Field([], max_length=3)


class DecisionIn(Schema):
    """One officer's decision about one person."""

    result: Result
    words: str = Field("", max_length=1000, description="Needed where it differs from the proposal.")


class WordsIn(Schema):
    """A reason in words."""

    words: str = Field(min_length=1, max_length=2000)


class AbsentIn(Schema):
    """On the list and not there, or there after all."""

    absent: bool


class PersonIn(Schema):
    """Somebody on no list, as a row would say it."""

    name: str = Field("", max_length=200)
    birth: str = Field("", max_length=40)
    age: str = Field("", max_length=10)
    sex: str = Field("", max_length=20)
    nationality: str = Field("", max_length=60)
    nik: str = Field("", max_length=40)
    passport: str = Field("", max_length=40)
    splp: str = Field("", max_length=40)
    province: str = Field("", max_length=80)
    regency: str = Field("", max_length=80)


class WayIn(Schema):
    """The way home of one person."""

    tracing: Tracing | None = None
    risk: Risk | None = None
    risk_from: Heard | None = None


class WillIn(Schema):
    """What one person said about going home; for a child its guardian, and the child itself."""

    wants: bool
    form: str = Field("spoken", pattern="^(written|spoken|thumbprint)$")
    language: str = Field("Indonesia", max_length=40)
    witness: str = Field("", max_length=120)
    guardian: str = Field("", max_length=120, description="For a child: who answers.")
    relation: Relation | None = None
    child_view: ChildView | None = None


class PlaceIn(Schema):
    """Where people go home to; without an area their destination is open."""

    numbers: list[int] = Field(min_length=1, max_length=5000)
    area_code: str = Field("", pattern=r"^(\d{2}(\.\d{2})?)?$")


class ReceiverIn(Schema):
    """Who receives people at a destination."""

    agency: str = Field("", max_length=60, description="Slug; empty when nobody is known.")


class DestinationOut(Schema):
    """Where some of a group go."""

    id: UUID
    area_code: str
    agency: str
    can_answer: bool
    people: int
    handed_over: int


class JourneyIn(Schema):
    """How the people of one destination travel; nothing but the destination where the own agency goes on."""

    destination: UUID
    transport: str = Field("", max_length=30)
    departed_at: datetime | None = None
    arrives_at: datetime | None = None
    carrier: str = Field("", max_length=80)
    escort: str = Field("", max_length=120)
    escort_phone: str = Field("", max_length=40)
    place: str = Field("", max_length=200)


class HandIn(Schema):
    """A hand-over: journeys by destination, and who manages the cases."""

    manager: str = Field(max_length=150, description="Sign-in name of a colleague.")
    journeys: list[JourneyIn] = Field(min_length=1, max_length=100)


class StayedOut(Schema):
    """Who was ordered to go and did not. Number 0: the minutes wait as a draft."""

    number: int
    codes: list[str]
    words: str


class HandOrderOut(Schema):
    """How far the ordered hand-over of one destination is."""

    id: UUID
    area_code: str
    state: HandState
    people: int
    done: int
    handed_over: int
    minutes: str = Field(description="Reference; empty until the first person went.")
    stayed: list[StayedOut]


class HurdleOut(Schema):
    """What stands between one person and the hand-over."""

    number: int
    codes: list[str]


@router.get("/groups", response=list[GroupOut], summary="Groups of my agency")
@api_door(Section.REPATRIATION)
def list_groups(request: HttpRequest, closed: bool = False, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100, in the order of the page."""
    rows = queries.listed(request.viewer, "closed" if closed else "open")[offset : offset + MOST]
    return [_group(one) for one in rows]


@router.post("/groups", response={201: GroupOut}, summary="Write a group down")
@api_door(Section.REPATRIATION, Verb.WRITE)
def create_group(request: HttpRequest, body: GroupIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call makes one."""
    made = write_group(told=Told(**body.dict()), by=request.viewer.user, at=now())
    return Status(201, _answer(sight_for(request.viewer, made.ref, at=now()), response))


@router.get("/groups/{ref}", response=GroupOut, summary="One group")
@api_door(Section.REPATRIATION)
def get_group(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.put("/groups/{ref}", response=GroupOut, summary="Change a group")
@api_door(Section.REPATRIATION, Verb.WRITE)
def put_group(request: HttpRequest, ref: str, body: GroupIn, response: HttpResponse):
    """Needs If-Match."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write", at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    told = Told(**body.dict(), headsup=sight.group.headsup)
    change_group(group=sight.group, told=told, by=request.viewer.user, at=at, seen=seen)
    return _answer(sight_for(request.viewer, ref, at=at), response)


@router.post("/groups/{ref}/close", response=GroupOut, summary="Close a group")
@api_door(Section.REPATRIATION, Verb.WRITE)
def close(request: HttpRequest, ref: str, response: HttpResponse):
    """422 while somebody waits."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write", at=at)
    close_group(group=sight.group, by=request.viewer.user, at=at, seen=seen_version(request))
    return _answer(sight_for(request.viewer, ref, at=at), response)


@router.post("/groups/{ref}/lists", response={201: LoadOut}, summary="Bring a list")
@api_door(Section.REPATRIATION, Verb.WRITE)
def bring(request: HttpRequest, ref: str, body: ListIn):
    """Looked at, not imported. Send an Idempotency-Key."""
    sight = sight_for(request.viewer, ref, needs="may_import", at=now())
    try:
        content = b64decode(body.content, validate=True)
    except (NotBase64, ValueError):
        return problem(422, "not_base64", _("Send the file in base64."))
    made = bring_list(
        group=sight.group, content=content, file_name=body.file_name, by=request.viewer.user, at=now()
    )
    return Status(201, _load(made))


@router.get("/groups/{ref}/lists/{load}", response=LoadOut, summary="A list as it reads now")
@api_door(Section.REPATRIATION, Verb.WRITE)
def get_list(request: HttpRequest, ref: str, load: UUID):
    """Counts and remarks by row and column."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    found = load_of(sight, load)
    record("group.list_looked_at", about=found, by=request.viewer.user, at=at)
    return _load(found)


@router.put("/groups/{ref}/lists/{load}/reading", response=LoadOut, summary="Read a list otherwise")
@api_door(Section.REPATRIATION, Verb.WRITE)
def put_reading(request: HttpRequest, ref: str, load: UUID, body: ReadIn):
    """Another encoding, separator, sheet or line of headings."""
    sight = sight_for(request.viewer, ref, needs="may_import", at=now())
    return _load(read_as(load=load_of(sight, load), by=request.viewer.user, at=now(), **body.dict()))


@router.put("/groups/{ref}/lists/{load}/columns", response=LoadOut, summary="Name the columns of a list")
@api_door(Section.REPATRIATION, Verb.WRITE)
def put_columns(request: HttpRequest, ref: str, load: UUID, body: ColumnsIn):
    """Remembered for the agency's next list."""
    sight = sight_for(request.viewer, ref, needs="may_import", at=now())
    told = {column: str(meaning.value) for column, meaning in body.meanings.items() if column.isdigit()}
    return _load(name_columns(load=load_of(sight, load), meanings=told, by=request.viewer.user, at=now()))


@router.put("/groups/{ref}/lists/{load}/rows/{row}", response=LoadOut, summary="Say who a row is")
@api_door(Section.REPATRIATION, Verb.WRITE)
def put_known(request: HttpRequest, ref: str, load: UUID, row: int, body: KnownIn):
    """Somebody of one's own agency, or somebody new."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    person = person_for(request.viewer, body.person, at=at) if body.person else None
    return _load(recognise(load=load_of(sight, load), row=row, person=person, by=request.viewer.user, at=at))


@router.post("/groups/{ref}/lists/{load}/import", response=LoadOut, summary="Import a list")
@api_door(Section.REPATRIATION, Verb.WRITE)
def run_import(request: HttpRequest, ref: str, load: UUID):
    """Good rows go in; more than 200 are carried on in the background. Twice is once."""
    sight = sight_for(request.viewer, ref, needs="may_import", at=now())
    return _load(import_list(load=load_of(sight, load), by=request.viewer.user, at=now()))


@router.post("/groups/{ref}/lists/{load}/undo", response=LoadOut, summary="Undo an import")
@api_door(Section.REPATRIATION, Verb.WRITE)
def undo(request: HttpRequest, ref: str, load: UUID):
    """All or nothing, while nobody has worked on these people."""
    sight = sight_for(request.viewer, ref, needs="may_import", at=now())
    undo_import(load=load_of(sight, load), by=request.viewer.user, at=now())
    return _load(load_of(sight, load))


@router.post("/groups/{ref}/lists/{load}/drop", response=LoadOut, summary="Throw a list away")
@api_door(Section.REPATRIATION, Verb.WRITE)
def drop(request: HttpRequest, ref: str, load: UUID):
    """Its key is destroyed at once."""
    sight = sight_for(request.viewer, ref, needs="may_import", at=now())
    return _load(drop_list(load=load_of(sight, load), by=request.viewer.user, at=now()))


@router.get("/groups/{ref}/members", response=list[MemberOut], summary="People of a group")
@api_door(Section.REPATRIATION)
def get_members(request: HttpRequest, ref: str, offset: int = Query(0, ge=0, le=5000)):
    """At most 100 in the order of the list. Who was set aside is not among them."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    return [_member(sight, one) for one in queries.members_of(sight.group)[offset : offset + MOST]]


@router.post("/groups/{ref}/members", response={201: MemberOut}, summary="Add somebody on no list")
@api_door(Section.REPATRIATION, Verb.WRITE)
def add_member(request: HttpRequest, ref: str, body: PersonIn):
    """Read like a row of a list."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_import", at=at)
    row = read_row(
        0, {Meaning(name): value for name, value in body.dict().items()}, (), today=timezone.localdate(at)
    )
    row.home_area = homes()(row.province, row.regency)
    made = add_by_hand(group=sight.group, row=row, person=None, by=request.viewer.user, at=at)
    return Status(201, _member(sight, line_of(sight, made.number)))


@router.put("/groups/{ref}/members/{number}/line", response=MemberOut, summary="Write the line of a person")
@api_door(Section.SCREENING, Verb.WRITE)
def put_line(request: HttpRequest, ref: str, number: int, body: LineIn):
    """Needs If-Match with the member's etag: two officers may be on one line."""
    sight, member = _line(request, ref, number, "may_screen")
    if (seen := seen_version(request)) is None:
        return version_needed()
    answers = Answers(**body.dict() | {"needs": tuple(body.needs)})
    write_line(member=member, answers=answers, by=request.viewer.user, at=now(), seen=seen)
    return _member(sight, line_of(sight, number))


@router.post("/groups/{ref}/members/{number}/decision", response=MemberOut, summary="Decide about one person")
@api_door(Section.SCREENING, Verb.DECIDE)
def decide(request: HttpRequest, ref: str, number: int, body: DecisionIn):
    """Needs If-Match. There is no call that decides about several people."""
    sight, member = _line(request, ref, number, "may_decide")
    if (seen := seen_version(request)) is None:
        return version_needed()
    decide_line(
        member=member, result=body.result, words=body.words, by=request.viewer.user, at=now(), seen=seen
    )
    return _member(sight, line_of(sight, number))


@router.post("/groups/{ref}/members/{number}/again", response=MemberOut, summary="Screen a person again")
@api_door(Section.SCREENING, Verb.WRITE)
def again(request: HttpRequest, ref: str, number: int):
    """The decision stays; a new screening begins with what was said."""
    sight, member = _line(request, ref, number, "may_screen")
    ask_again(member=member, by=request.viewer.user, at=now(), seen=seen_version(request))
    return _member(sight, line_of(sight, number))


@router.post("/groups/{ref}/members/{number}/absent", response=MemberOut, summary="Mark who is not there")
@api_door(Section.SCREENING, Verb.WRITE)
def absent(request: HttpRequest, ref: str, number: int, body: AbsentIn):
    """Or is there after all."""
    sight, member = _line(request, ref, number, "may_screen")
    mark_absent(
        member=member, absent=body.absent, by=request.viewer.user, at=now(), seen=seen_version(request)
    )
    return _member(sight, line_of(sight, number))


@router.post("/groups/{ref}/members/{number}/aside", response={204: None}, summary="Set somebody aside")
@api_door(Section.SCREENING, Verb.WRITE)
def aside(request: HttpRequest, ref: str, number: int, body: WordsIn):
    """May have recruited others: leaves the list at once."""
    _sight, member = _line(request, ref, number, "may_screen")
    set_aside(member=member, words=body.words, by=request.viewer.user, at=now(), seen=seen_version(request))
    return Status(204, None)


@router.post("/groups/{ref}/members/{number}/back", response=MemberOut, summary="Put somebody back")
@api_door(Section.JUSTICE, Verb.WRITE)
def back(request: HttpRequest, ref: str, number: int, body: WordsIn):
    """Nothing came of it; for whoever works on justice."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_bring_back", at=at)
    bring_back(member=line_of(sight, number, aside=True), words=body.words, by=request.viewer.user, at=at)
    return _member(sight, line_of(sight, number))


@router.put(
    "/groups/{ref}/members/{number}/way", response=MemberOut, summary="Write the way home of a person"
)
@api_door(Section.REPATRIATION, Verb.WRITE)
def put_way(request: HttpRequest, ref: str, number: int, body: WayIn):
    """Needs If-Match."""
    sight, member = _line(request, ref, number, "may_write")
    if (seen := seen_version(request)) is None:
        return version_needed()
    way = Way(*(str(getattr(body, name) or "") for name in Way.__slots__))
    write_way(member=member, way=way, by=request.viewer.user, at=now(), seen=seen)
    return _member(sight, line_of(sight, number))


@router.post(
    "/groups/{ref}/members/{number}/will", response=MemberOut, summary="What a person says about going home"
)
@api_door(Section.REPATRIATION, Verb.WRITE)
def post_will(request: HttpRequest, ref: str, number: int, body: WillIn):
    """A line of the ledger of consent, of one person. For a child send guardian, relation and child_view."""
    sight, member = _line(request, ref, number, "may_write")
    child = ForChild(body.guardian, str(body.relation or ""), str(body.child_view or ""))
    told = body.dict(exclude={"guardian", "relation", "child_view"})
    note_will(
        member=member, by=request.viewer.user, at=now(), seen=seen_version(request), child=child, **told
    )
    return _member(sight, line_of(sight, number))


@router.get("/groups/{ref}/destinations", response=list[DestinationOut], summary="Where people go")
@api_door(Section.REPATRIATION)
def get_destinations(request: HttpRequest, ref: str):
    """With who receives there, if anybody is known."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    return _destinations(sight)


@router.post(
    "/groups/{ref}/destinations/by-home", response=list[DestinationOut], summary="Everybody to the home area"
)
@api_door(Section.REPATRIATION, Verb.WRITE)
def by_home(request: HttpRequest, ref: str):
    """Of those without a destination."""
    sight = sight_for(request.viewer, ref, needs="may_write", at=now())
    place_by_home(group=sight.group, by=request.viewer.user, at=now())
    return _destinations(sight)


@router.post("/groups/{ref}/destinations", response=list[DestinationOut], summary="Say where people go")
@api_door(Section.REPATRIATION, Verb.WRITE)
def post_place(request: HttpRequest, ref: str, body: PlaceIn):
    """No decision about anybody; may change until the hand-over."""
    sight = sight_for(request.viewer, ref, needs="may_write", at=now())
    common = {"group": sight.group, "by": request.viewer.user, "at": now()}
    chosen = list(queries.members_of(sight.group).filter(number__in=body.numbers))
    if body.area_code:
        place(members=chosen, area_code=body.area_code, **common)
    else:
        leave_open(members=chosen, **common)
    return _destinations(sight)


@router.put("/groups/{ref}/destinations/{pk}", response=list[DestinationOut], summary="Name who receives")
@api_door(Section.REPATRIATION, Verb.WRITE)
def put_receiver(request: HttpRequest, ref: str, pk: UUID, body: ReceiverIn):
    """An agency of today that takes referrals, or nobody."""
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_write", at=at)
    rows = receivers(timezone.localdate(at))
    agency = get_object_or_404(rows, slug=body.agency) if body.agency else None
    name_receiver(destination=destination_of(sight, pk), agency=agency, by=request.viewer.user, at=at)
    return _destinations(sight)


@router.get("/groups/{ref}/hurdles", response=list[HurdleOut], summary="Who is not ready, and why")
@api_door(Section.REPATRIATION)
def get_hurdles(request: HttpRequest, ref: str):
    """Everything at once; who is not named is ready, handed over or not there."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    people = list(queries.members_of(sight.group))
    hurdles = hurdles_of(people, at)
    return [
        HurdleOut(number=one.number, codes=[reason.code for reason in hurdles[one.pk]])
        for one in people
        if hurdles[one.pk]
    ]


@router.post(
    "/groups/{ref}/hand-over",
    response={202: list[HandOrderOut]},
    summary="Order the hand-over of all who are ready",
)
@api_door(Section.REPATRIATION, Verb.DECIDE)
def post_hand_over(request: HttpRequest, ref: str, body: HandIn):
    """Kept and carried out in the background, one person after the other: ask for the hand-overs to see how far it is.

    One set of minutes a destination, an own case and return for each person. All destinations are accepted, or none.
    """
    at = now()
    sight = sight_for(request.viewer, ref, needs="may_hand_over", at=at)
    manager = get_object_or_404(
        User, username=body.manager, agency_id=request.viewer.agency_id, is_active=True
    )
    there = {one.pk: one for one in queries.destinations_of(sight.group)}
    journeys = {
        there[one.destination]: Journey(**one.dict(exclude={"destination"}))
        for one in body.journeys
        if one.destination in there
    }
    order_hand_over(group=sight.group, journeys=journeys, manager=manager, by=request.viewer.user, at=at)
    return Status(202, _orders(sight))


@router.get("/groups/{ref}/hand-overs", response=list[HandOrderOut], summary="How far hand-overs are")
@api_door(Section.REPATRIATION)
def get_hand_overs(request: HttpRequest, ref: str):
    """What was ordered, the newest first, with who did not go and why."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    record("group.read", about=sight.group, by=request.viewer.user, at=at)
    return _orders(sight)


def _orders(sight: Sight) -> list[HandOrderOut]:
    return [
        HandOrderOut(
            id=one.pk, area_code=one.destination.area_code, state=one.state, people=len(one.numbers), done=one.done,
            handed_over=one.gone, minutes=one.handover.ref if one.handover else "", stayed=one.problems or [],
        )
        for one in queries.orders_of(sight.group)
    ]  # fmt: skip


def _line(request: HttpRequest, ref: str, number: int, needs: str) -> tuple[Sight, Member]:
    sight = sight_for(request.viewer, ref, needs=needs, at=now())
    return sight, line_of(sight, number)


def _group(group: Group, stages: dict | None = None) -> GroupOut:
    names = ("ref", "state", "source", "arrives_at", "country_code", "area_code", "expected")
    return GroupOut(**{name: getattr(group, name) for name in names}, stages=stages)


def _answer(sight: Sight, response: HttpResponse) -> GroupOut:
    response["ETag"] = etag_of(sight.group)
    counts = dict.fromkeys((one.value for one in Stage), 0)
    for one in queries.members_of(sight.group):
        counts[queries.stage(one).value] += 1
    return _group(sight.group, counts)


def _load(load: Load) -> LoadOut:
    wrong: list[SaidOut] = []
    if load.state in {LoadState.CHECKING, LoadState.DONE}:
        try:
            bad = Looked(load).bad
        except Cannot:  # the file was destroyed meanwhile
            bad = []
        wrong = [
            SaidOut(row=row.number, column=one.meaning, code=one.code, words=one.words)
            for row in bad
            for one in row.wrong
        ][:500]
    return LoadOut(
        id=load.pk, state=load.state, rows=load.total, good=load.good, added=load.added, meanings=load.meanings,
        wrong=wrong,
    )  # fmt: skip


def _member(sight: Sight, one: Member) -> MemberOut:
    said = answers_of(one) if sight.reads_lines else None
    result = one.assessment.result if one.assessment else ""
    return MemberOut(
        number=one.number, person=one.person.ref, stage=queries.stage(one), etag=etag_of(one),
        destination=one.destination.area_code if one.destination_id else "", case=one.case.ref if one.case else "",
        repatriation=one.repatriation.ref if one.repatriation else "", result=result if sight.reads_lines else None,
        answers={name: getattr(said, name) for name in Answers.__slots__} if said else None,
    )  # fmt: skip


def _destinations(sight: Sight) -> list[DestinationOut]:
    rows = queries.destinations_of(sight.group)
    answering = queries.can_answer(one.to_agency for one in rows)
    return [
        DestinationOut(
            id=one.pk, area_code=one.area_code, agency=one.to_agency.slug if one.to_agency else "",
            can_answer=one.to_agency_id in answering, people=one.people, handed_over=one.gone,
        )
        for one in rows
    ]  # fmt: skip
