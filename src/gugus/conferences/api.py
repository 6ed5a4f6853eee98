"""Doors for machines: the same gates and actions as the pages."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.conferences import queries
from gugus.conferences.actions import closing, meeting, planning
from gugus.conferences.codes import (
    Answer,
    CancelCode,
    DecisionKind,
    DeclineCode,
    Kind,
    MoveCode,
    Question,
    State,
    Tab,
)
from gugus.conferences.gate import Sight, case_to_confer_on, decision_of, item_of, sight_for, to_write
from gugus.directory.models import Agency

router = Router(tags=["conferences"])
MOST = 100
SLUG = {"max_length": 60}


class DecisionOut(Schema):
    """What was decided on a question."""

    id: UUID
    kind: DecisionKind
    words: str | None
    dissent: str | None
    to_agency: str | None = Field(description="Slug of the agency that carries it out.")
    due_on: date | None
    done_at: datetime | None
    result: str | None


class ItemOut(Schema):
    """One question on a part of the file that is open to the caller's agency."""

    id: UUID
    number: int
    section: str
    question: Question
    words: str | None
    said: str | None
    addendum: bool
    decisions: list[DecisionOut]


class ConferenceOut(Schema):
    """A conference in short. The case is named only while it is open to the caller's agency."""

    ref: str
    case: str
    agency: str = Field(description="Slug of the agency that holds it.")
    state: State
    code: str = Field(description="Why it was moved or cancelled.")
    kind: Kind
    starts_at: datetime
    minutes: int
    invited: list[str] = Field(description="Slugs of the invited agencies.")


class ConferenceWhole(ConferenceOut):
    """A conference with what the caller's agency may read of it."""

    place: str | None
    answer: str = Field(description="What the caller's agency answered.")
    items: list[ItemOut]


class PlanIn(Schema):
    """When, where, why, and who leads."""

    kind: Kind
    starts_at: datetime = Field(description="With its offset from UTC.")
    minutes: int = Field(60, ge=15, le=480)
    chair: str = Field(max_length=60, description="User name of a colleague.")
    place: str = Field("", max_length=500)
    words: str = Field("", max_length=5000)


class ItemIn(Schema):
    """One question."""

    section: str = Field(max_length=20)
    question: Question
    words: str = Field("", max_length=5000)


class InviteIn(Schema):
    """Agencies that work on the case."""

    agencies: list[str] = Field(max_length=40, description="Slugs.")


class AnswerIn(Schema):
    """Does the agency come?"""

    answer: Answer
    code: DeclineCode | None = None
    people: str = Field("", max_length=500)
    contribution: str = Field("", max_length=5000)


class MoveIn(Schema):
    """Another time."""

    starts_at: datetime = Field(description="With its offset from UTC.")
    minutes: int = Field(ge=15, le=480)
    code: MoveCode


class CancelIn(Schema):
    """It does not take place."""

    code: CancelCode


class BeginIn(Schema):
    """Who is there."""

    came: list[str] = Field(max_length=40, description="Slugs of the agencies that came.")


class SaidIn(Schema):
    """What was said."""

    said: str = Field(max_length=5000)


class DecisionIn(Schema):
    """What was decided, and who does it until when."""

    kind: DecisionKind
    words: str = Field(max_length=5000)
    dissent: str = Field("", max_length=5000)
    to_agency: str = Field("", **SLUG)
    due_on: date | None = None


class AgreeIn(Schema):
    """Yes to the minutes, or what is wrong with them."""

    objects: bool = False
    objection: str = Field("", max_length=5000)


class AddendumIn(Schema):
    """What is added to approved minutes."""

    section: str = Field(max_length=20)
    question: Question
    said: str = Field(max_length=5000)


class ResultIn(Schema):
    """How a decision was carried out."""

    result: str = Field(max_length=5000)


@router.get("/conferences", response=list[ConferenceOut], summary="Case conferences within reach")
@api_door(Section.CONFERENCE)
def list_conferences(request: HttpRequest, tab: Tab = Tab.COMING, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100, what comes first stands first."""
    viewer = request.viewer
    rows = list(queries.listed(viewer, tab, now())[offset : offset + MOST])
    refs, slugs = _case_refs(viewer, rows), _slugs(rows)
    return [_short(one, refs, slugs) for one in rows]


@router.get("/conferences/{ref}", response=ConferenceWhole, summary="One case conference")
@api_door(Section.CONFERENCE)
def get_conference(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    closing.read_conference(conference=sight.conference, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.post("/cases/{ref}/conferences", response={201: ConferenceWhole}, summary="Call a case conference")
@api_door(Section.CONFERENCE, Verb.WRITE)
def create_conference(request: HttpRequest, ref: str, body: PlanIn, response: HttpResponse):
    """A draft. Send an Idempotency-Key, so that a repeated call writes one."""
    at, viewer = now(), request.viewer
    case = case_to_confer_on(viewer, ref, at=at)
    facts = body.dict() | {"chair": _colleague(viewer, body.chair)}
    made = planning.write_conference(case=case, plan=planning.Plan(**facts), by=viewer.user, at=at)
    return Status(201, _answer(sight_for(viewer, made.ref, at=at), response))


@router.post("/conferences/{ref}/items", response=ConferenceWhole, summary="Put a question on the agenda")
@api_door(Section.CONFERENCE, Verb.WRITE)
def add_item(request: HttpRequest, ref: str, body: ItemIn, response: HttpResponse):
    """Agencies to which the section is not open do not see the question."""
    return _run(request, ref, planning.add_item, body.dict(), response)


@router.delete("/conferences/{ref}/items/{item}", response=ConferenceWhole, summary="Take a question off")
@api_door(Section.CONFERENCE, Verb.WRITE)
def take_off(request: HttpRequest, ref: str, item: UUID, response: HttpResponse):
    """Only before the meeting."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    planning.take_off(conference=sight.conference, item=item_of(sight, item), by=request.viewer.user, at=at)
    return _answer(sight_for(request.viewer, ref, at=at), response)


@router.post("/conferences/{ref}/invite", response=ConferenceWhole, summary="Invite agencies on the case")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def invite(request: HttpRequest, ref: str, body: InviteIn, response: HttpResponse):
    """Needs If-Match. Only agencies that work on the case."""
    facts = {"agencies": [get_object_or_404(Agency, slug=one) for one in body.agencies]}
    return _run(request, ref, planning.invite, facts, response, versioned=True)


@router.post("/conferences/{ref}/answer", response=ConferenceWhole, summary="Answer an invitation")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def answer_invitation(request: HttpRequest, ref: str, body: AnswerIn, response: HttpResponse):
    """For the invited agency; it may be answered again until the meeting."""
    return _guest(request, ref, meeting.answer_invitation, body.dict() | {"code": body.code or ""}, response)


@router.post("/conferences/{ref}/move", response=ConferenceWhole, summary="Give it another time")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def move_conference(request: HttpRequest, ref: str, body: MoveIn, response: HttpResponse):
    """Needs If-Match. All invited agencies are asked again."""
    return _run(request, ref, planning.move_to, body.dict(), response, versioned=True)


@router.post("/conferences/{ref}/cancel", response=ConferenceWhole, summary="Cancel it")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def cancel_conference(request: HttpRequest, ref: str, body: CancelIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, planning.cancel, body.dict(), response, versioned=True)


@router.post("/conferences/{ref}/begin", response=ConferenceWhole, summary="Begin the meeting")
@api_door(Section.CONFERENCE, Verb.WRITE)
def begin_conference(request: HttpRequest, ref: str, body: BeginIn, response: HttpResponse):
    """Needs If-Match. What is open to each agency at this moment is kept."""
    came = list(Agency.objects.filter(slug__in=body.came).values_list("pk", flat=True))
    return _run(request, ref, meeting.begin, {"came": came}, response, versioned=True)


@router.post("/conferences/{ref}/items/{item}/said", response=ConferenceWhole, summary="Write what was said")
@api_door(Section.CONFERENCE, Verb.WRITE)
def write_said(request: HttpRequest, ref: str, item: UUID, body: SaidIn, response: HttpResponse):
    """While the meeting is being held or its minutes are written."""
    return _on_item(request, ref, item, meeting.write_said, body.dict(), response)


@router.post(
    "/conferences/{ref}/items/{item}/decisions", response=ConferenceWhole, summary="Write a decision"
)
@api_door(Section.CONFERENCE, Verb.WRITE)
def write_decision(request: HttpRequest, ref: str, item: UUID, body: DecisionIn, response: HttpResponse):
    """Who carries it out gets a task when the minutes are finished."""
    office = get_object_or_404(Agency, slug=body.to_agency) if body.to_agency else None
    return _on_item(request, ref, item, meeting.decide, body.dict() | {"to_agency": office}, response)


@router.post("/conferences/{ref}/finish", response=ConferenceWhole, summary="Finish the minutes")
@api_door(Section.CONFERENCE, Verb.WRITE)
def finish_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Whoever was there reads them."""
    return _run(request, ref, closing.finish_minutes, {}, response, versioned=True)


@router.post("/conferences/{ref}/reopen", response=ConferenceWhole, summary="Write on")
@api_door(Section.CONFERENCE, Verb.WRITE)
def reopen_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Every yes so far is asked for anew."""
    return _run(request, ref, closing.reopen_minutes, {}, response, versioned=True)


@router.post("/conferences/{ref}/agree", response=ConferenceWhole, summary="Agree or object to the minutes")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def agree_to_minutes(request: HttpRequest, ref: str, body: AgreeIn, response: HttpResponse):
    """For an agency that was there."""
    return _guest(request, ref, closing.agree, body.dict(), response)


@router.post("/conferences/{ref}/approve", response=ConferenceWhole, summary="Approve the minutes")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def approve_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. From then on nobody changes them."""
    return _run(request, ref, closing.approve, {}, response, versioned=True)


@router.post("/conferences/{ref}/addenda", response=ConferenceWhole, summary="Add to approved minutes")
@api_door(Section.CONFERENCE, Verb.WRITE)
def add_addendum(request: HttpRequest, ref: str, body: AddendumIn, response: HttpResponse):
    """Beside the approved minutes, never in them."""
    return _run(request, ref, closing.add_addendum, body.dict(), response)


@router.post("/conferences/{ref}/close", response=ConferenceWhole, summary="Close a conference")
@api_door(Section.CONFERENCE, Verb.DECIDE)
def close_conference(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Refused while a decision waits."""
    return _run(request, ref, closing.close, {}, response, versioned=True)


@router.post(
    "/conferences/{ref}/decisions/{decision}/result",
    response=ConferenceWhole,
    summary="A decision was carried out",
)
@api_door(Section.CONFERENCE, Verb.WRITE)
def carry_out(request: HttpRequest, ref: str, decision: UUID, body: ResultIn, response: HttpResponse):
    """By the agency that was to carry it out, or by the one that holds the conference."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    meeting.carry_out(decision=decision_of(sight, decision), by=request.viewer.user, at=at, **body.dict())
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _run(
    request: HttpRequest, ref: str, action, facts: dict, response: HttpResponse, *, versioned: bool = False
):
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    if versioned:
        if (seen := seen_version(request)) is None:
            return version_needed()
        facts = facts | {"seen": seen}
    action(conference=sight.conference, by=request.viewer.user, at=at, **facts)
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _on_item(request: HttpRequest, ref: str, item: UUID, action, facts: dict, response: HttpResponse):
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    action(conference=sight.conference, item=item_of(sight, item), by=request.viewer.user, at=at, **facts)
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _guest(request: HttpRequest, ref: str, action, facts: dict, response: HttpResponse):
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if sight.is_host:
        return problem(403, "out_of_reach", _("This step belongs to the invited agencies."))
    action(conference=sight.conference, by=request.viewer.user, at=at, **facts)
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _colleague(viewer, username: str) -> User:
    return get_object_or_404(User, username__iexact=username, agency_id=viewer.agency_id, is_active=True)


def _case_refs(viewer, rows) -> dict:
    ids = {one.case_id for one in rows}
    return dict(queries.cases_for(viewer).filter(pk__in=ids).values_list("pk", "ref")) if ids else {}


def _slugs(rows) -> dict:
    ids = {pk for one in rows for pk in one.invited}
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "slug"))


def _short(one, refs: dict, slugs: dict) -> dict:
    names = ("ref", "state", "code", "kind", "starts_at", "minutes")
    facts = {name: getattr(one, name) for name in names}
    invited = sorted(slugs[pk] for pk in one.invited if pk in slugs)
    return facts | {"case": refs.get(one.case_id, ""), "agency": one.agency.slug, "invited": invited}


def _answer(sight: Sight, response: HttpResponse) -> dict:
    one = sight.conference
    response["ETag"] = etag_of(one)
    mine = [row.answer for row in queries.invitations_of(one) if row.agency_id == sight.viewer.agency_id]
    items = queries.items_of(one) if sight.reads_words else []
    whole = _short(one, _case_refs(sight.viewer, [one]), _slugs([one]))
    place = one.place if sight.reads_words else None
    return whole | {
        "place": place,
        "answer": mine[0] if mine else "",
        "items": [_item(each) for each in items],
    }


def _item(item) -> dict:
    names = ("id", "number", "section", "question", "words", "said", "addendum")
    facts = {name: getattr(item, name) for name in names}
    return facts | {"decisions": [_decision(one) for one in item.decided]}


def _decision(one) -> dict:
    names = ("id", "kind", "words", "dissent", "due_on", "done_at", "result")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"to_agency": one.to_agency.slug if one.to_agency else None}
