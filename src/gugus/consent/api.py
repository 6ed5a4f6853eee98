"""Doors for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.consent import queries, wording
from gugus.consent.codes import RecipientKind
from gugus.consent.gate import ground_for, ledger_for, override_for, recall_for, withdrawal_for
from gugus.consent.models import Ground, Override, Recall, Withdrawal
from gugus.consent.overriding import review
from gugus.consent.reading import read_ledger, read_override, read_withdrawal
from gugus.consent.recalling import answer_recall, read_recall
from gugus.consent.recording import Told, record_ground
from gugus.consent.schemas import (
    BasisOut,
    FateOut,
    GroundIn,
    GroundOut,
    KeptOut,
    OutlookOut,
    OverrideOut,
    RecallOut,
    ReceiptIn,
    ReviewIn,
    WithdrawalOut,
    WithdrawIn,
)
from gugus.consent.withdrawing import Fate, Outlook, Wish, outlook, withdraw
from gugus.directory.models import Agency
from gugus.directory.queries import agencies
from gugus.people.models import Person

router = Router(tags=["consent"])
MOST = 100


@router.get("/persons/{ref}/consents", response=list[GroundOut], summary="The ledger of one person")
@api_door(Section.CONSENT)
def list_grounds(request: HttpRequest, ref: str):
    """Every line, the newest first; refusals and "not asked yet" too. Reading is written to the trail."""
    at = now()
    sight = ledger_for(request.viewer, ref, at=at)
    read_ledger(person=sight.person, by=request.viewer.user, at=at)
    return [_ground(one, at, words=sight.reads_words) for one in queries.of_person(sight.person)]


@router.get("/persons/{ref}/basis", response=BasisOut, summary="Is there a basis?")
@api_door(Section.CONSENT)
def get_basis(
    request: HttpRequest,
    ref: str,
    purpose: str = Query(..., max_length=40),
    to: str = Query(..., max_length=60, description="Slug of an agency, or a kind of recipient."),
):
    """On which line something may be sent to a recipient now, or why not."""
    at = now()
    sight = ledger_for(request.viewer, ref, at=at)
    read_ledger(person=sight.person, by=request.viewer.user, at=at)
    found = queries.basis_for(sight.person, purpose, _recipient(to)[1], at)
    looked = found.ground or found.looked
    why = "" if found.holds else str(found.reason().words)
    return BasisOut(holds=found.holds, code=found.code, ground=looked.ref if looked else None, why=why)


@router.post("/persons/{ref}/consents", response={201: GroundOut}, summary="Record an answer")
@api_door(Section.CONSENT, Verb.WRITE)
def create_ground(request: HttpRequest, ref: str, body: GroundIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call records once."""
    viewer, at = request.viewer, now()
    sight = ledger_for(viewer, ref, verb=Verb.WRITE, at=at)
    given = body.dict(exclude={"to", "guardian", "interpreter_agency"})
    kind, recipient = _recipient(body.to)
    guardian = _guardian(request, body.guardian)
    interpreter = get_object_or_404(Agency, slug=body.interpreter_agency) if body.interpreter_agency else None
    told = Told(
        recipient_kind=kind, recipient=recipient if isinstance(recipient, Agency) else None, guardian=guardian,
        interpreter_agency=interpreter, text=queries.text_on(at), **given,
    )  # fmt: skip
    made = record_ground(person=sight.person, told=told, by=viewer.user, at=at, may_decide=sight.may_withdraw)
    response["ETag"] = etag_of(made)
    return Status(201, _ground(made, at, words=sight.reads_words))


@router.get("/consents/{ref}", response=GroundOut, summary="One line of the ledger")
@api_door(Section.CONSENT)
def get_ground(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    ground, sight = ground_for(request.viewer, ref, at=at)
    read_ledger(person=ground.person, about=ground, by=request.viewer.user, at=at)
    response["ETag"] = etag_of(ground)
    return _ground(ground, at, words=sight.reads_words)


@router.post("/persons/{ref}/withdrawals/outlook", response=OutlookOut, summary="What a withdrawal would do")
@api_door(Section.CONSENT, Verb.DECIDE)
def foresee(request: HttpRequest, ref: str, body: WithdrawIn):
    """What would end, who would be told to stop, what cannot be taken back. Changes nothing."""
    at = now()
    sight = ledger_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    read_ledger(person=sight.person, by=request.viewer.user, at=at)
    wish = _wish(sight.person, body)
    return _outlook(outlook(sight.person, wish.grounds, wish.only, at))


@router.post("/persons/{ref}/withdrawals", response={201: WithdrawalOut}, summary="Take consent back")
@api_door(Section.CONSENT, Verb.DECIDE)
def create_withdrawal(request: HttpRequest, ref: str, body: WithdrawIn):
    """Access ends at once, past recipients are told to stop. Send an Idempotency-Key."""
    viewer, at = request.viewer, now()
    sight = ledger_for(viewer, ref, verb=Verb.DECIDE, at=at)
    made = withdraw(person=sight.person, wish=_wish(sight.person, body), by=viewer.user, at=at)
    return Status(201, _withdrawal(made, sight.reads_words))


@router.get("/withdrawals/{ref}", response=WithdrawalOut, summary="One withdrawal and who has answered")
@api_door(Section.CONSENT)
def get_withdrawal(request: HttpRequest, ref: str):
    """Reading is written to the trail."""
    found, sight = withdrawal_for(request.viewer, ref, at=now())
    read_withdrawal(withdrawal=found, by=request.viewer.user, at=now())
    return _withdrawal(found, sight.reads_words)


@router.get("/recalls", response=list[RecallOut], summary="Duties to stop")
@api_door(Section.CONSENT)
def list_recalls(
    request: HttpRequest,
    tab: str = Query("ours", pattern="^(ours|sent|done)$", description="The list of the page."),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page."""
    rows = queries.recalls_for(request.viewer, tab).select_related("data_key")
    return [_recall(one) for one in rows[offset : offset + MOST]]


@router.get("/recalls/{ref}", response=RecallOut, summary="One duty to stop")
@api_door(Section.CONSENT)
def get_recall(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    found = recall_for(request.viewer, ref, at=at)
    read_recall(recall=found, by=request.viewer.user, at=at)
    response["ETag"] = etag_of(found)
    return _recall(found)


@router.post("/recalls/{ref}/receipt", response=RecallOut, summary="Say what was done")
@api_door(Section.CONSENT, Verb.DECIDE)
def give_receipt(request: HttpRequest, ref: str, body: ReceiptIn, response: HttpResponse):
    """Needs If-Match. Once; what is kept names the law."""
    viewer, at = request.viewer, now()
    found = recall_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    answer_recall(recall=found, seen=seen, by=viewer.user, at=at, **body.dict())
    found = recall_for(viewer, ref, at=at)
    response["ETag"] = etag_of(found)
    return _recall(found)


@router.get("/overrides", response=list[OverrideOut], summary="What was sent without a basis")
@api_door(Section.CONSENT, Verb.APPROVE)
def list_overrides(request: HttpRequest, open_only: bool = False, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100, the newest first."""
    rows = queries.overrides_for(request.viewer, open_only=open_only)
    return [_override(one, words=False) for one in rows[offset : offset + MOST]]


@router.get("/overrides/{ref}", response=OverrideOut, summary="Why something was sent without a basis")
@api_door(Section.CONSENT, Verb.APPROVE)
def get_override(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    found, sight = override_for(request.viewer, ref, verb=Verb.APPROVE, at=at)
    read_override(override=found, by=request.viewer.user, at=at)
    response["ETag"] = etag_of(found)
    return _override(found, words=sight.reads_words)


@router.post("/overrides/{ref}/review", response=OverrideOut, summary="A second person looks at it")
@api_door(Section.CONSENT, Verb.APPROVE)
def review_override(request: HttpRequest, ref: str, body: ReviewIn, response: HttpResponse):
    """Needs If-Match. An objection ends what was opened."""
    viewer, at = request.viewer, now()
    found, sight = override_for(viewer, ref, verb=Verb.APPROVE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    done = review(override=found, seen=seen, by=viewer.user, at=at, **body.dict())
    response["ETag"] = etag_of(done)
    return _override(done, words=sight.reads_words)


def _recipient(to: str) -> tuple[str, Agency | str]:
    """A kind of recipient by its code, else an agency by its slug."""
    if to in RecipientKind.values and to != RecipientKind.AGENCY:
        return to, to
    rows = agencies(timezone.localdate())
    return RecipientKind.AGENCY, get_object_or_404(rows, slug=to)


def _guardian(request: HttpRequest, ref: str) -> Person | None:
    return get_object_or_404(Person.objects.visible_to(request.viewer), ref=ref) if ref else None


def _wish(person: Person, body) -> Wish:
    known = dict(queries.of_person(person).values_list("ref", "pk"))
    if unknown := set(body.grounds) - known.keys():
        raise Http404(unknown)
    only = get_object_or_404(Agency, slug=body.only) if body.only else None
    grounds: tuple[UUID, ...] = tuple(known[ref] for ref in body.grounds)
    return Wish(grounds=grounds, only=only, **body.dict(exclude={"grounds", "only"}))


def _ground(one: Ground, at: datetime, *, words: bool) -> GroundOut:
    names = (
        "ref", "purpose", "recipient_kind", "basis", "answer", "duty", "giver", "relation", "child_view",
        "no_guardian", "form", "language", "sections", "asked_at", "until_at", "withdrawn_at",
    )  # fmt: skip
    sealed = ("giver_name", "witness_name", "interpreter_name", "child_words", "note")
    return GroundOut(
        **{name: getattr(one, name) for name in names},
        **{name: getattr(one, name) if words else None for name in sealed},
        person=one.person.ref, recipient=one.recipient.slug if one.recipient else None,
        state=queries.state_of(one, at), state_words=str(wording.STATES[queries.state_of(one, at)]),
        withdrawal=one.withdrawal.ref if one.withdrawal else None,
    )  # fmt: skip


def _fate(one: Fate) -> FateOut:
    return FateOut(
        kind=one.reach.kind, ref=one.reach.ref, recipient=one.reach.agency.slug if one.reach.agency else None,
        ends=one.stays is None and one.reach.running, owes_receipt=one.owes,
        carried_on_by=one.stays.ref if one.stays else None,
    )  # fmt: skip


def _outlook(found: Outlook) -> OutlookOut:
    kept = [
        KeptOut(
            duty=one.duty.code, legal_basis=one.duty.legal_basis, words_id=one.duty.plain_id,
            words_en=one.duty.plain_en, recipients=list(one.agencies),
        )
        for one in found.kept
    ]  # fmt: skip
    return OutlookOut(
        grounds=[one.ref for one in found.grounds], reached=[_fate(one) for one in found.fates], kept=kept
    )


def _withdrawal(made: Withdrawal, words: bool) -> WithdrawalOut:
    names = ("ref", "asker", "channel", "asked_at", "at", "code", "kept")
    return WithdrawalOut(
        **{name: getattr(made, name) for name in names}, person=made.person.ref, words=made.words if words else None,
        recalls=[_recall(one) for one in queries.recalls_of(made)],
    )  # fmt: skip


def _recall(one: Recall) -> RecallOut:
    names = ("ref", "about_kind", "about_ref", "at", "due_at", "duty", "answered_at", "typed_in", "late_at")
    return RecallOut(
        **{name: getattr(one, name) for name in names}, sender=one.agency.slug, receipt=one.receipt or None,
        recipient=one.to_agency.slug if one.to_agency else None, words=one.words,
        instead_of=one.for_agency.slug if one.for_agency else None,
    )  # fmt: skip


def _override(one: Override, *, words: bool) -> OverrideOut:
    names = ("ref", "purpose", "about_kind", "about_ref", "why_none", "at", "reviewed_at")
    return OverrideOut(
        **{name: getattr(one, name) for name in names}, verdict=one.verdict or None, by=one.by.username,
        recipient=one.recipient.slug if one.recipient else None,
        reviewed_by=one.reviewed_by.username if one.reviewed_by else None,
        reason=one.reason if words else None, review_words=one.review_words if words else None,
    )  # fmt: skip
