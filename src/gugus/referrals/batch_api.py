"""Several persons at once, for programs: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.directory.models import Agency
from gugus.directory.queries import receivers
from gugus.people.models import Person
from gugus.referrals.asking import Wish
from gugus.referrals.batches import (
    MOST,
    Ask,
    Decision,
    decide_batch,
    read_batch,
    revoke_rest,
    send_batch,
    write_batch,
)
from gugus.referrals.codes import RevokeCode, State, Together
from gugus.referrals.gate import BatchSight, batch_for, case_to_refer_from
from gugus.referrals.models import Referral
from gugus.referrals.moving import CannotMove, not_from_here
from gugus.referrals.schemas import Preview, ReferralIn, ReferralLine, line_of

router = Router(tags=["referrals"])


class Member(ReferralLine):
    """One person's referral within a batch."""

    version: int = Field(description="Send it back with a decision.")
    preview: Preview | None
    person: str | None = Field(description="Reference of the person; null until it is open to the caller.")
    next: list[State]


class BatchOut(Schema):
    """Everybody who was asked for in one go, as the caller's side sees them."""

    ref: str
    kind: Together
    sender: str = Field(description="Slug of the asking agency.")
    written_at: datetime
    counts: dict[str, int] = Field(description="How many are in each state.")
    parted: bool = Field(description="Do the answers so far part a family with a child?")
    referrals: list[Member]


class AskIn(Schema):
    """One person."""

    party: UUID = Field(description="The person's role in the case (id of the party).")
    to: str = Field("", description="Slug of another agency than the others'; empty for the same.")


class BatchIn(ReferralIn):
    """The same wish for several persons of a case."""

    party: None = Field(None, description="Not used here: see asks.")
    asks: list[AskIn] = Field(min_length=2, max_length=MOST)
    kind: Together


class DecisionIn(Schema):
    """The answer for one person."""

    ref: str
    version: int
    accepted: bool
    code: str = Field("", description="Required to decline.")
    answer: str = Field("", max_length=5000)
    proposed: str = Field("", description="Slug of an agency to ask instead, with a decline.")


class DecisionsIn(Schema):
    """Answers for some or all persons; who is not named keeps waiting."""

    decisions: list[DecisionIn] = Field(min_length=1, max_length=MOST)
    apart: bool = Field(False, description="Said knowingly: the answers part a family with a child.")


class RevocationIn(Schema):
    """Why the open rest is taken back."""

    code: RevokeCode


@router.post(
    "/cases/{ref}/referral-batches", response={201: BatchOut}, summary="Refer several persons at once"
)
@api_door(Section.REFERRAL, Verb.WRITE)
def create_batch(request: HttpRequest, ref: str, body: BatchIn):
    """One referral per person, all in one transaction. Send an Idempotency-Key, so that a repeated call asks once."""
    viewer, at = request.viewer, now()
    case = case_to_refer_from(viewer, ref, at=at)
    wanted = {one.party: one.to for one in body.asks}
    parties = {one.pk: one for one in case.parties.select_related("person").filter(pk__in=wanted)}
    agencies = {one.slug: one for one in Agency.objects.filter(slug__in={body.to, *wanted.values()})}
    get_object_or_404(Agency, slug=body.to)
    if len(parties) != len(body.asks) or {slug for slug in wanted.values() if slug} - agencies.keys():
        raise CannotMove([not_from_here()])
    asks = [Ask(parties[key], agencies.get(slug)) for key, slug in wanted.items()]
    told = body.dict(exclude={"party", "asks", "kind", "to", "send", "follows", "language", "accessibility"})
    wish = Wish(to_agency=agencies[body.to], **told)
    with transaction.atomic():
        made = write_batch(case=case, asks=asks, wish=wish, kind=body.kind, by=viewer.user, at=at)
        if body.send:
            send_batch(batch=made, by=viewer.user, at=at)
    return Status(201, _out(batch_for(viewer, made.ref, at=at), at))


@router.get("/referral-batches/{ref}", response=BatchOut, summary="Referrals asked in one go")
@api_door(Section.REFERRAL)
def get_batch(request: HttpRequest, ref: str):
    """As the caller's side sees them now. Reading is written to the trail."""
    at = now()
    seen = batch_for(request.viewer, ref, at=at)
    read_batch(batch=seen.batch, by=request.viewer.user, at=at)
    return _out(seen, at)


@router.post("/referral-batches/{ref}/sending", response=BatchOut, summary="Send all drafts together")
@api_door(Section.REFERRAL, Verb.DECIDE)
def send_all(request: HttpRequest, ref: str):
    """All of them, or none and the reasons."""
    viewer, at = request.viewer, now()
    seen = batch_for(viewer, ref, verb=Verb.DECIDE, at=at)
    send_batch(batch=seen.batch, by=viewer.user, at=at)
    return _out(batch_for(viewer, ref, at=at), at)


@router.post("/referral-batches/{ref}/decisions", response=BatchOut, summary="Answer for each person")
@api_door(Section.REFERRAL, Verb.DECIDE)
def decide_all(request: HttpRequest, ref: str, body: DecisionsIn):
    """All in one transaction. 412 when one of them changed since its version was read; then none is answered."""
    viewer, at = request.viewer, now()
    seen = batch_for(viewer, ref, verb=Verb.DECIDE, at=at)
    asked = {one.referral.ref: one.referral for one in seen.asked}
    if any(one.ref not in asked for one in body.decisions):
        raise CannotMove([not_from_here()])
    decisions = [_decision(one, asked[one.ref], at) for one in body.decisions]
    decide_batch(batch=seen.batch, decisions=decisions, by=viewer.user, at=at, apart=body.apart)
    return _out(batch_for(viewer, ref, at=at), at)


@router.post("/referral-batches/{ref}/revocation", response=BatchOut, summary="Take the open rest back")
@api_door(Section.REFERRAL, Verb.DECIDE)
def revoke_all(request: HttpRequest, ref: str, body: RevocationIn):
    """Whatever nobody has answered; what was accepted runs on."""
    viewer, at = request.viewer, now()
    seen = batch_for(viewer, ref, verb=Verb.DECIDE, at=at)
    revoke_rest(batch=seen.batch, code=body.code, by=viewer.user, at=at)
    return _out(batch_for(viewer, ref, at=at), at)


def _decision(one: DecisionIn, referral: Referral, at: datetime) -> Decision:
    proposed = (
        get_object_or_404(receivers(timezone.localdate(at)), slug=one.proposed) if one.proposed else None
    )
    return Decision(
        referral=referral, accepted=one.accepted, code=one.code, answer=one.answer, proposed=proposed,
        seen=one.version,
    )  # fmt: skip


def _out(seen: BatchSight, at: datetime) -> BatchOut:
    ids = {one.referral.person_id for one in seen.sights}
    viewer = seen.sights[0].viewer
    persons = dict(Person.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "ref"))
    return BatchOut(
        ref=seen.batch.ref, kind=seen.batch.kind, sender=seen.batch.agency.slug, written_at=seen.batch.written_at,
        counts={str(state): number for state, number in seen.counts.items()}, parted=seen.parted,
        referrals=[_member(one, persons, at) for one in seen.sights],
    )  # fmt: skip


def _member(sight, persons: dict, at: datetime) -> Member:
    one = sight.referral
    shown = {name: getattr(one, name) for name in Preview.model_fields} if sight.reads_preview else None
    return Member(
        **line_of(one, at), version=one.version, preview=shown, person=persons.get(one.person_id),
        next=sight.next_states,
    )  # fmt: skip
