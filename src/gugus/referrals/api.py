"""Doors for machines: the same gates and actions as the pages."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.policies import NO_RIGHT
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.directory.models import Agency
from gugus.directory.queries import receivers
from gugus.referrals import actions, bases, batch_api, board_api, queries
from gugus.referrals.codes import WordsKind
from gugus.referrals.gate import case_to_refer_from, sight_for
from gugus.referrals.policies import Sight
from gugus.referrals.schemas import (
    MoveIn,
    Preview,
    ReferralIn,
    ReferralLine,
    ReferralOut,
    ReportIn,
    Said,
    line_of,
)
from gugus.referrals.steps import STEPS

router = Router(tags=["referrals"])
router.add_router("", board_api.router)
router.add_router("", batch_api.router)
MOST = 100


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
    at = now()
    return [ReferralLine(**line_of(one, at)) for one in rows[offset : offset + MOST]]


@router.get("/referrals/{ref}", response=ReferralOut, summary="One referral")
@api_door(Section.REFERRAL)
def get_referral(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    actions.read_referral(referral=sight.referral, by=request.viewer.user, at=at)
    return answer_of(sight, response, at)


@router.post("/cases/{ref}/referrals", response={201: ReferralOut}, summary="Refer somebody")
@api_door(Section.REFERRAL, Verb.WRITE)
def create_referral(request: HttpRequest, ref: str, body: ReferralIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call asks once."""
    viewer, at = request.viewer, now()
    case = case_to_refer_from(viewer, ref, at=at)
    party = get_object_or_404(case.parties.select_related("person"), pk=body.party)
    agency = get_object_or_404(Agency, slug=body.to)
    earlier = sight_for(viewer, body.follows, at=at).referral if body.follows else None
    told = body.dict(exclude={"party", "to", "send", "follows"})
    wish = actions.Wish(to_agency=agency, follows=earlier, **told)
    with transaction.atomic():
        made = actions.write_referral(case=case, party=party, wish=wish, by=viewer.user, at=at)
        if body.send:
            actions.send_referral(referral=made, by=viewer.user, at=at)
    return Status(201, answer_of(sight_for(viewer, made.ref, at=at), response, at))


@router.post("/referrals/{ref}/moves", response=ReferralOut, summary="Send, answer, serve, report back, end")
@api_door(Section.REFERRAL, Verb.DECIDE)
def move_referral(request: HttpRequest, ref: str, body: MoveIn, response: HttpResponse):
    """Needs If-Match. 409 when the other side was faster or the state does not allow it."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    step = next((one for one in STEPS if one.to == body.to and one.possible(sight)), None)
    if step is None:
        raise actions.CannotMove([actions.not_from_here()])
    wanted = step.form.base_fields.keys() - {"version"}
    words = {name: value for name, value in body.dict(exclude={"to"}).items() if name in wanted}
    if words.get("override") and not bases.may_override(viewer, sight.referral.person, at):
        raise PermissionDenied(NO_RIGHT)
    if "proposed" in words:
        rows = receivers(timezone.localdate(at))
        words["proposed"] = get_object_or_404(rows, slug=body.proposed) if body.proposed else None
    step.run(referral=sight.referral, by=viewer.user, at=at, seen=seen, **words)
    return answer_of(sight_for(viewer, ref, at=at), response, at)


@router.post("/referrals/{ref}/final-report", response=ReferralOut, summary="Write the final report")
@api_door(Section.REFERRAL, Verb.DECIDE)
def final_report(request: HttpRequest, ref: str, body: ReportIn, response: HttpResponse):
    """For the receiver, within the grace after the end. Needs If-Match; what was written is never changed."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    actions.write_final_report(referral=sight.referral, report=body.report, by=viewer.user, at=at, seen=seen)
    return answer_of(sight_for(viewer, ref, at=at), response, at)


ANSWERS = (WordsKind.ANSWER, WordsKind.FEEDBACK, WordsKind.FINAL)


def answer_of(sight: Sight, response: HttpResponse, at: datetime) -> ReferralOut:
    """The referral as the caller's side sees it, with its version as ETag."""
    one = sight.referral
    response["ETag"] = etag_of(one)
    case = queries.case_of(sight.viewer, one)
    person = queries.person_of(sight.viewer, one) if case else None
    chain = queries.chain_of(sight.viewer, one)
    said = sorted(
        (each for kind in ANSWERS for each in sight.said(kind)), key=lambda each: (each.at, each.pk)
    )
    return ReferralOut(
        **line_of(one, at),
        preview={name: getattr(one, name) for name in Preview.model_fields} if sight.reads_preview else None,
        basis=one.basis or None if sight.knows_basis else None,
        basis_on=one.basis_on if sight.knows_basis else None,
        ground=one.ground.ref if sight.is_sender and one.ground else None,
        sections=one.sections,
        message=sight.last(WordsKind.MESSAGE),
        answer=sight.last(WordsKind.ANSWER),
        feedback=sight.last(WordsKind.FEEDBACK),
        said=[Said(kind=each.kind, text=each.text, at=each.at, agency=each.agency.slug) for each in said],
        grace_until=sight.grace_until,
        may_report=sight.may_report,
        proposed=one.proposed_agency.slug if one.proposed_agency else None,
        follows=one.follows.ref if sight.is_sender and one.follows else None,
        followed_by=[each.ref for each in chain if each.follows_id == one.pk],
        case=case.ref if case else None,
        person=person.ref if person else None,
        next=sight.next_states,
    )
