"""Doors for machines: the same gates and actions as the pages."""

from datetime import date, datetime
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
from gugus.directory.queries import receivers
from gugus.referrals import actions, board_api, queries
from gugus.referrals.codes import Basis, State, Urgency
from gugus.referrals.gate import case_to_refer_from, sight_for
from gugus.referrals.models import Referral
from gugus.referrals.policies import Sight
from gugus.referrals.steps import STEPS

router = Router(tags=["referrals"])
router.add_router("", board_api.router)
MOST = 100


class ReferralLine(Schema):
    """One referral in a list: what both sides may know."""

    ref: str
    state: State
    code: str = Field(
        description="Why it is in this state; empty unless declined, returned, revoked or expired."
    )
    service: str = Field(description="Code of the list services.")
    urgency: Urgency
    sender: str = Field(description="Slug of the asking agency.")
    receiver: str = Field(description="Slug of the asked agency.")
    sent_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None


class Preview(Schema):
    """What a receiver may know before it accepts."""

    age_band: str
    sex: str
    minor: bool | None
    language: str
    area_code: str = Field(description="Regency level.")
    accessibility: str


class ReferralOut(ReferralLine):
    """One referral as the caller's side sees it now."""

    preview: Preview | None = Field(description="Null for a receiver after the referral ended.")
    basis: Basis
    basis_on: date | None
    sections: list[str] = Field(description="What opens on acceptance.")
    message: str | None = Field(description="Null where it is closed to the caller.")
    answer: str | None
    feedback: str | None
    proposed: str | None = Field(description="Slug of the agency that a decline proposes.")
    case: str | None = Field(description="Reference of the case; null until it is open to the caller.")
    person: str | None = Field(description="Reference of the person; null until it is open to the caller.")
    next: list[State] = Field(description="States into which the caller can bring it now.")


class ReferralIn(Schema):
    """A new referral from a case."""

    party: UUID = Field(description="The person's role in the case (id of the party).")
    to: str = Field(description="Slug of the agency to ask.")
    service: str
    urgency: Urgency
    sections: list[Section] = Field(description="What opens on acceptance.")
    message: str = Field(max_length=5000)
    basis: Basis
    basis_on: date | None = Field(None, description="Day of consent; required with consent.")
    basis_note: str = Field("", max_length=2000, description="Required without consent.")
    language: str = Field("", max_length=40)
    accessibility: str = ""
    send: bool = Field(True, description="False keeps a draft.")


class MoveIn(Schema):
    """The next state, with the words it needs."""

    to: State
    code: str = Field("", description="Reason; required to decline, return or revoke.")
    answer: str = Field("", max_length=5000)
    feedback: str = Field("", max_length=5000, description="Required to report back.")
    proposed: str = Field("", description="Slug of an agency to ask instead, with a decline.")


@router.get("/referrals", response=list[ReferralLine], summary="Referrals of my agency")
@api_door(Section.REFERRAL)
def list_referrals(
    request: HttpRequest,
    tab: str = Query(
        "waiting", pattern="^(waiting|running|ended|outgoing)$", description="The list of the page."
    ),
    open_only: bool = Query(False, description="With outgoing: only what has not ended."),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page."""
    rows = queries.tray(request.viewer, tab, open_only=open_only)
    return [ReferralLine(**_line(one)) for one in rows[offset : offset + MOST]]


@router.get("/referrals/{ref}", response=ReferralOut, summary="One referral")
@api_door(Section.REFERRAL)
def get_referral(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    actions.read_referral(referral=sight.referral, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.post("/cases/{ref}/referrals", response={201: ReferralOut}, summary="Refer somebody")
@api_door(Section.REFERRAL, Verb.WRITE)
def create_referral(request: HttpRequest, ref: str, body: ReferralIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call asks once."""
    viewer, at = request.viewer, now()
    case = case_to_refer_from(viewer, ref, at=at)
    party = get_object_or_404(case.parties.select_related("person"), pk=body.party)
    agency = get_object_or_404(receivers(timezone.localdate(at)), slug=body.to)
    wish = actions.Wish(to_agency=agency, **body.dict(exclude={"party", "to", "send"}))
    made = actions.write_referral(case=case, party=party, wish=wish, by=viewer.user, at=at)
    if body.send:
        actions.send_referral(referral=made, by=viewer.user, at=at)
    return Status(201, _answer(sight_for(viewer, made.ref, at=at), response))


@router.post("/referrals/{ref}/moves", response=ReferralOut, summary="Send, answer, serve, report back, end")
@api_door(Section.REFERRAL, Verb.DECIDE)
def move_referral(request: HttpRequest, ref: str, body: MoveIn, response: HttpResponse):
    """Needs If-Match. 409 when the other side was faster or the state does not allow it."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return problem(428, "version_needed", _("Send the ETag that you read as If-Match."))
    step = next((one for one in STEPS if one.to == body.to and one.possible(sight)), None)
    if step is None:
        raise actions.CannotMove([actions.not_from_here()])
    wanted = step.form.base_fields.keys() - {"version"}
    words = {name: value for name, value in body.dict(exclude={"to"}).items() if name in wanted}
    if "proposed" in words:
        rows = receivers(timezone.localdate(at))
        words["proposed"] = get_object_or_404(rows, slug=body.proposed) if body.proposed else None
    step.run(referral=sight.referral, by=viewer.user, at=at, seen=seen, **words)
    return _answer(sight_for(viewer, ref, at=at), response)


def _line(one: Referral) -> dict:
    names = (
        "ref",
        "state",
        "code",
        "service",
        "urgency",
        "sent_at",
        "answer_due_at",
        "answered_at",
        "ended_at",
    )
    facts = {name: getattr(one, name) for name in names}
    return facts | {"sender": one.agency.slug, "receiver": one.to_agency.slug}


def _answer(sight: Sight, response: HttpResponse) -> ReferralOut:
    one = sight.referral
    response["ETag"] = etag_of(one)
    case = queries.case_of(sight.viewer, one)
    person = queries.person_of(sight.viewer, one) if case else None
    preview = {name: getattr(one, name) for name in Preview.model_fields} if sight.reads_preview else None
    return ReferralOut(
        **_line(one),
        preview=preview,
        basis=one.basis,
        basis_on=one.basis_on,
        sections=one.sections,
        message=one.message if sight.reads_message else None,
        answer=one.answer if sight.reads_words else None,
        feedback=one.feedback if sight.reads_words else None,
        proposed=one.proposed_agency.slug if one.proposed_agency else None,
        case=case.ref if case else None,
        person=person.ref if person else None,
        next=sight.next_states,
    )
