"""Doors for machines: the same gates and actions as the pages."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.transfers import actions, leaving, queries, succession
from gugus.transfers.basis import may_go_without
from gugus.transfers.codes import Basis, Kind, Reason, State, Tab
from gugus.transfers.gate import case_to_give, may_hand_over_for_others, sight_for
from gugus.transfers.handing_over import end_hand_over
from gugus.transfers.models import Transfer
from gugus.transfers.policies import Sight
from gugus.transfers.steps import BY_STATE

router = Router(tags=["transfers"])
MOST = 100


class TransferLine(Schema):
    """One transfer in a list: what both sides may know."""

    ref: str
    kind: Kind
    state: State
    code: str = Field(
        description="Why it is in this state; empty unless declined, withdrawn, expired or returned."
    )
    reason: Reason
    risk: str
    sender: str = Field(description="Slug of the agency that gives the case.")
    receiver: str = Field(description="Slug of the agency that is to take it.")
    offered_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    moved_at: datetime | None
    ended_at: datetime | None


class PieceOut(Schema):
    """One record that went along."""

    kind: str
    ref: str
    how: str


class TransferOut(TransferLine):
    """One transfer as the caller's side sees it now."""

    basis: Basis
    basis_on: date | None
    hand_over_days: int
    preview: dict | None = Field(description="Codes and numbers; null for a receiver after the offer ended.")
    message: str | None = Field(description="The sender's words; null until the caller's side may read them.")
    answer: str | None
    proposed: str | None = Field(description="Slug of the agency that a decline proposes.")
    case: str | None = Field(description="Reference of the case; null where it is closed to the caller.")
    manager: str | None = Field(description="User name of the new manager; for the new owner only.")
    access_until: datetime | None = Field(description="Until when the old agency reads the core of the case.")
    keep_until: datetime | None = Field(description="Until when the old agency keeps this record.")
    pieces: list[PieceOut] = Field(description="What went along; empty before.")
    kept: dict | None = Field(
        description="What the old agency keeps for its own account; null for the new owner."
    )
    next: list[State] = Field(description="States into which the caller can bring it now.")


class TransferIn(Schema):
    """A case that another agency shall answer for."""

    to: str = Field(description="Slug of the agency.")
    reason: Reason
    basis: Basis
    basis_on: date | None = Field(None, description="Day of consent; required with consent.")
    basis_note: str = Field("", max_length=2000, description="Required without consent.")
    message: str = Field("", max_length=5000, description="Opens to the receiver on acceptance.")
    hand_over_days: int = Field(14, ge=0, le=30)
    offer: bool = Field(True, description="False keeps a draft.")


class StepIn(Schema):
    """The next state, with the words it needs."""

    to: State
    code: str = Field("", description="Reason; required to decline or withdraw.")
    answer: str = Field("", max_length=5000)
    manager: str = Field("", description="User name of the new manager; required to accept.")
    proposed: str = Field("", description="Slug of an agency to ask instead, with a decline.")


class LoadOut(Schema):
    """What a colleague holds, or what was handed over."""

    user: str
    cases: int
    high: int = Field(description="Cases at high risk.")
    tasks: int
    done: bool


class HandOverIn(Schema):
    """All open cases and tasks of one colleague to another."""

    of: str = Field(description="User name of the colleague who leaves.")
    to: str = Field(description="User name of the colleague who takes over.")
    reason: str = Field(max_length=500)
    expected: int | None = Field(None, description="How many cases were counted; null only counts.")


class LeftOut(Schema):
    """A merged agency and the files it left."""

    agency: str
    cases: int
    open_cases: int
    reports: int


class SuccessionIn(Schema):
    """Ask a second person to agree that a merged agency's files come to us."""

    agency: str
    manager: str = Field(description="User name of the colleague who manages the cases at first.")
    reason: str = Field(max_length=2000)


class AskedOut(Schema):
    """The request that a second person decides."""

    request: str


@router.get("/transfers", response=list[TransferLine], summary="Transfers of my agency")
@api_door(Section.REFERRAL)
def list_transfers(
    request: HttpRequest,
    tab: str = Query(
        "waiting", pattern="^(waiting|outgoing|received|given)$", description="The list of the page."
    ),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page."""
    rows = queries.tray(request.viewer, Tab(tab))
    return [TransferLine(**_line(one)) for one in rows[offset : offset + MOST]]


@router.get("/transfers/left-behind", response=list[LeftOut], summary="Files of agencies merged into mine")
@api_door(Section.CASE, Verb.HAND_OVER)
def list_left_behind(request: HttpRequest):
    """Counts only, for the successor that the directory names."""
    found = queries.left_behind(request.viewer, timezone.localdate())
    return [
        LeftOut(agency=one.agency.slug, cases=one.cases, open_cases=one.open_cases, reports=one.reports)
        for one in found
    ]


@router.post(
    "/transfers/left-behind", response={201: AskedOut}, summary="Ask to take over a merged agency's files"
)
@api_door(Section.CASE, Verb.HAND_OVER)
def take_over_left_behind(request: HttpRequest, body: SuccessionIn):
    """Nothing moves before a second person has agreed on a page. Send an Idempotency-Key."""
    viewer, at = request.viewer, now()
    found = [
        one for one in queries.left_behind(viewer, timezone.localdate(at)) if one.agency.slug == body.agency
    ]
    if not found:
        return problem(404, "not_found", _("There is nothing here for you."))
    manager = get_object_or_404(
        queries.managers(viewer.agency_id, timezone.localdate(at)), username=body.manager
    )
    asked = succession.ask_to_succeed(
        agency=found[0].agency, manager=manager, reason=body.reason, viewer=viewer, at=at
    )
    return Status(201, AskedOut(request=asked.ref))


@router.post("/transfers/colleague-leaves", response=LoadOut, summary="Hand over all files of a colleague")
@api_door(Section.CASE, Verb.HAND_OVER)
def hand_over_all(request: HttpRequest, body: HandOverIn):
    """Without `expected` it only counts; with it, it hands over if that many cases are still there."""
    viewer, at = request.viewer, now()
    holders = leaving.holders(viewer) if may_hand_over_for_others(viewer) else [viewer.user]
    of = get_object_or_404(User.objects.filter(pk__in=[one.pk for one in holders]), username=body.of)
    to = get_object_or_404(queries.managers(viewer.agency_id, timezone.localdate(at)), username=body.to)
    if body.expected is None:
        return _load(leaving.load_of(of), done=False)
    done = leaving.hand_over_all(
        of=of, to=to, reason=body.reason, expected=body.expected, by=viewer.user, at=at
    )
    return _load(done, done=True)


@router.get("/transfers/{ref}", response=TransferOut, summary="One transfer")
@api_door(Section.REFERRAL)
def get_transfer(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    actions.read_transfer(transfer=sight.transfer, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.post("/cases/{ref}/transfers", response={201: TransferOut}, summary="Transfer a case")
@api_door(Section.CASE, Verb.HAND_OVER)
def create_transfer(request: HttpRequest, ref: str, body: TransferIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call offers once. The case stays yours until it is accepted."""
    viewer, at = request.viewer, now()
    case = case_to_give(viewer, ref, at=at)
    agency = get_object_or_404(queries.takers(timezone.localdate(at), but_not=case.agency_id), slug=body.to)
    wish = actions.Wish(to_agency=agency, **body.dict(exclude={"to", "offer"}))
    made = actions.write_transfer(case=case, wish=wish, by=viewer.user, at=at)
    if body.offer:
        actions.offer_transfer(transfer=made, by=viewer.user, at=at, may_go_without=may_go_without(viewer))
    return Status(201, _answer(sight_for(viewer, made.ref, at=at), response))


@router.post("/transfers/{ref}/steps", response=TransferOut, summary="Offer, accept, decline, withdraw")
@api_door(Section.REFERRAL, Verb.DECIDE)
def step_transfer(request: HttpRequest, ref: str, body: StepIn, response: HttpResponse):
    """Needs If-Match. 409 when the other side was faster or the state does not allow it."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    step = BY_STATE.get(body.to)
    if step is None or not step.possible(sight):
        raise actions.CannotMove([actions.not_from_here()])
    step.run(transfer=sight.transfer, by=viewer.user, at=at, seen=seen, **_words(step, body, sight, at))
    return _answer(sight_for(viewer, ref, at=at), response)


@router.post("/transfers/{ref}/end-hand-over", response=TransferOut, summary="End the hand-over early")
@api_door(Section.REFERRAL, Verb.DECIDE)
def end_the_hand_over(request: HttpRequest, ref: str, response: HttpResponse):
    """For the new owner: what is still open to the old agency closes now. Twice is once."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if not sight.may_shorten:
        raise actions.CannotMove([actions.not_from_here()])
    end_hand_over(transfer=sight.transfer, by=viewer.user, at=at)
    return _answer(sight_for(viewer, ref, at=at), response)


def _words(step, body: StepIn, sight: Sight, at: datetime) -> dict:
    """What the step's action is given, with records instead of their names."""
    wanted = step.form.base_fields.keys() - {"version"}
    words = {name: value for name, value in body.dict(exclude={"to"}).items() if name in wanted}
    words |= step.rights(sight)
    today = timezone.localdate(at)
    if "manager" in words:
        rows = queries.managers(sight.transfer.to_agency_id, today)
        words["manager"] = rows.filter(username__iexact=body.manager).first()
    if "proposed" in words:
        rows = queries.takers(today, but_not=sight.transfer.to_agency_id)
        words["proposed"] = get_object_or_404(rows, slug=body.proposed) if body.proposed else None
    return words


def _load(load: leaving.Load, *, done: bool) -> LoadOut:
    return LoadOut(user=load.user.username, cases=load.cases, high=load.high, tasks=load.tasks, done=done)


def _line(one: Transfer) -> dict:
    names = [
        "ref",
        "kind",
        "state",
        "code",
        "reason",
        "risk",
        "offered_at",
        "answer_due_at",
        "answered_at",
        "moved_at",
        "ended_at",
    ]
    facts = {name: getattr(one, name) for name in names}
    return facts | {"sender": one.agency.slug, "receiver": one.to_agency.slug}


def _answer(sight: Sight, response: HttpResponse) -> TransferOut:
    one = sight.transfer
    response["ETag"] = etag_of(one)
    letter = queries.letter_of(one) if sight.reads_message else None
    pieces = queries.pieces_of(one) if one.state == State.MOVED else []
    return TransferOut(
        **_line(one),
        basis=one.basis,
        basis_on=one.basis_on,
        hand_over_days=one.hand_over_days,
        preview=queries.preview_of(one) or None if sight.reads_preview else None,
        message=letter.message if letter else None,
        answer=one.answer if sight.reads_words else None,
        proposed=one.proposed_agency.slug if one.proposed_agency else None,
        case=sight.case.ref if sight.case else None,
        manager=one.manager.username if one.manager and not sight.is_sender else None,
        access_until=one.access_until,
        keep_until=one.keep_until,
        pieces=[PieceOut(kind=each.what_kind, ref=each.record_ref, how=each.how_code) for each in pieces],
        kept=queries.stub_of(one) or None if sight.is_sender else None,
        next=sight.next_states,
    )
