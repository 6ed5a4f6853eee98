"""Doors for machines: the same gates and actions as the pages."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.agreements import actions, queries, rules
from gugus.agreements.codes import Ceiling, Decision, Purpose, State
from gugus.agreements.gate import case_for_sharing, sight_for
from gugus.agreements.policies import Sight
from gugus.agreements.stepping import STEPS, StepPage, possible_steps
from gugus.audit.actions import record
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.base.refusals import Reason
from gugus.directory.queries import agencies

router = Router(tags=["agreements"])
MOST = 100
NO_EXTRA = {"extra": "forbid"}
TERMS = (
    "number", "title", "legal_basis", "purposes", "valid_from", "valid_until", "notice_days", "scope_worked",
    "scope_children", "scope_area", "scope_form", "scope_service",
)  # fmt: skip


class PartIn(Schema):
    """What one agency brings: sections of its own cases, how deep, and whether it receives those of others."""

    model_config = NO_EXTRA
    agency: str = Field(description="Slug.")
    sections: list[Section] = Field([], description="Empty: it gives nothing.")
    ceiling: Ceiling = Field(Ceiling.OPEN, description="0 bare facts, 1 and persons, 2 and what is written.")
    receives: bool = False


class PartOut(PartIn):
    """A party and what it said."""

    model_config = {"extra": "ignore"}
    decision: Decision
    decided_at: datetime | None
    would_open: int | None = Field(
        description="Cases that would open as counted at the proposal; -1 is fewer than five; null: not counted."
    )


class AgreementLine(Schema):
    """One agreement in a list."""

    ref: str
    number: str
    edition: int
    state: State
    code: str = Field(description="Why it is in this state; empty without a reason.")
    writer: str = Field(description="Slug of the agency that wrote it.")
    valid_from: date
    valid_until: date
    ends_at: datetime = Field(description="From this moment on nothing is open; a notice brings it nearer.")


class AgreementOut(AgreementLine):
    """One agreement."""

    title: str
    legal_basis: str
    purposes: list[Purpose]
    scope_worked: bool
    scope_children: bool
    scope_area: str
    scope_form: str
    scope_service: str
    notice_days: int
    parts: list[PartOut]
    follows: str | None = Field(description="Reference of the version before.")
    next: list[str] = Field(description="Steps that the caller can make now.")


class AgreementIn(Schema):
    """The terms. All that is set of the scope must hold for a case; at least one is set."""

    model_config = NO_EXTRA
    number: str = Field(max_length=60)
    title: str = Field(max_length=200)
    legal_basis: str = Field(max_length=4000)
    purposes: list[Purpose]
    valid_from: date
    valid_until: date = Field(description="The last day, in Jakarta.")
    notice_days: int = 30
    scope_worked: bool = Field(False, description="The receiver works on the case already.")
    scope_children: bool = False
    scope_area: str = ""
    scope_form: str = ""
    scope_service: str = ""
    parts: list[PartIn] = Field(description="The caller's agency among them.")
    follows: str = Field("", description="Reference of an agreement of the caller's that this one follows.")


class StepIn(Schema):
    """A step with the words it needs."""

    model_config = NO_EXTRA
    to: str = Field(description="proposed, signed, declined, noticed or withdrawn.")
    code: str = Field("", description="Reason; required to decline and to give notice.")
    reason: str = Field("", max_length=2000, description="Required where a second person must agree.")


class StepOut(AgreementOut):
    """The agreement after a step."""

    waits_for: str | None = Field(
        None, description="Reference of the request that waits for a second person."
    )


class WouldOpen(Schema):
    """What an agreement would open now."""

    ours: int | None = Field(
        description="Cases of the caller's agency, at most; null where it gives nothing."
    )
    parts: list[PartOut]
    from_day: date
    closes_at: datetime


class ShareOut(Schema):
    """A case as one agreement opens it."""

    agreement: str
    number: str
    agency: str = Field(description="Slug of the agency that sees it by this agreement.")
    sections: list[Section]
    ceiling: Ceiling
    until_at: datetime | None


@router.get("/agreements", response=list[AgreementLine], summary="Agreements of my agency")
@api_door(Section.AGREEMENT)
def list_agreements(
    request: HttpRequest,
    tab: str = Query(
        "in_force", pattern="^(waiting|in_force|coming|past)$", description="The list of the page."
    ),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page."""
    return [AgreementLine(**_line(one)) for one in queries.tray(request.viewer, tab)[offset : offset + MOST]]


@router.post("/agreements", response={201: AgreementOut}, summary="Write an agreement")
@api_door(Section.AGREEMENT, Verb.WRITE)
def create_agreement(request: HttpRequest, body: AgreementIn, response: HttpResponse):
    """A draft. Send an Idempotency-Key, so that a repeated call writes once."""
    viewer, at = request.viewer, now()
    follows = None
    if body.follows:
        earlier = sight_for(viewer, body.follows)
        if not earlier.may_follow:
            raise PermissionDenied(OUT_OF_REACH)
        follows = earlier.agreement
    made = actions.write_agreement(terms=_terms(body, at), by=viewer.user, at=at, follows=follows)
    return Status(201, _answer(sight_for(viewer, made.ref), response))


@router.get("/agreements/{ref}", response=AgreementOut, summary="One agreement")
@api_door(Section.AGREEMENT)
def get_agreement(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    sight = sight_for(request.viewer, ref)
    actions.read_agreement(agreement=sight.agreement, by=request.viewer.user, at=now())
    return _answer(sight, response)


@router.put("/agreements/{ref}", response=AgreementOut, summary="Change a draft")
@api_door(Section.AGREEMENT, Verb.WRITE)
def change_agreement(request: HttpRequest, ref: str, body: AgreementIn, response: HttpResponse):
    """Needs If-Match. Only the draft of one's own agency; what it follows stays."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref, verb=Verb.WRITE)
    if (seen := seen_version(request)) is None:
        return version_needed()
    actions.change_agreement(
        agreement=sight.agreement, terms=_terms(body, at), by=viewer.user, at=at, seen=seen
    )
    return _answer(sight_for(viewer, ref), response)


@router.get("/agreements/{ref}/dry-run", response=WouldOpen, summary="What it would open")
@api_door(Section.AGREEMENT)
def dry_run(request: HttpRequest, ref: str):
    """Before signing: how many cases would open now, what of them, until when. Small counts of others are kept back."""
    at = now()
    sight = sight_for(request.viewer, ref)
    record("agreement.counted", about=sight.agreement, by=request.viewer.user, at=at)
    return WouldOpen(
        ours=queries.meant_of_ours(request.viewer, sight.agreement, sight.parties, at),
        parts=_parts(sight), from_day=sight.agreement.valid_from, closes_at=sight.agreement.ends_at,
    )  # fmt: skip


@router.post(
    "/agreements/{ref}/steps", response=StepOut, summary="Propose, sign, decline, give notice, withdraw"
)
@api_door(Section.AGREEMENT, fresh=True)
def make_step(request: HttpRequest, ref: str, body: StepIn, response: HttpResponse):
    """Needs If-Match. 409 when another one was faster or the state does not allow it."""
    viewer, at = request.viewer, now()
    sight = sight_for(viewer, ref)
    step = next((one for one in STEPS if one.to == body.to), None)
    if step is not None and (why := sight.refusal(step.verb)):
        raise PermissionDenied(why)
    if (seen := seen_version(request)) is None:
        return version_needed()
    if step is None or not step.possible(sight):
        raise actions.CannotMove([actions.NOT_FROM_HERE])
    done = step.run(agreement=sight.agreement, by=viewer.user, at=at, seen=seen, **_words(step, sight, body))
    asked = getattr(done, "request", None)
    return _answer(sight_for(viewer, ref), response, StepOut, waits_for=asked.ref if asked else None)


@router.get("/cases/{ref}/agreements", response=list[ShareOut], summary="Which agreement opens this case")
@api_door(Section.CASE)
def of_case(request: HttpRequest, ref: str):
    """For the agency that answers: all. For others: the ones by which they see it."""
    at = now()
    sight = case_for_sharing(request.viewer, ref, at=at)
    record("case.seen", about=sight.case, within=sight.case, by=request.viewer.user, at=at)
    return [
        ShareOut(
            agreement=one.agreement.ref, number=one.agreement.number, agency=one.agency.slug,
            sections=list(one.sections), ceiling=one.depth, until_at=one.until_at,
        )
        for one in queries.shares_of(request.viewer, sight.case, at)
    ]  # fmt: skip


def _words(step: StepPage, sight: Sight, body: StepIn) -> dict:
    wanted = step.form_for(sight).base_fields.keys()
    return {name: value for name, value in body.dict(exclude={"to"}).items() if name in wanted}


def _terms(body: AgreementIn, at: datetime) -> actions.Terms:
    known = {
        one.slug: one for one in agencies(rules.day_of(at)).filter(slug__in=[p.agency for p in body.parts])
    }
    if unknown := [part.agency for part in body.parts if part.agency not in known]:
        words = _("There is no such agency: %(slugs)s") % {"slugs": ", ".join(unknown)[:200]}
        raise actions.CannotAgree([Reason("unknown_agency", words, "parts")])
    parts = [
        actions.Part(known[one.agency], _once(one.sections), int(one.ceiling), one.receives)
        for one in body.parts
    ]  # fmt: skip
    return actions.Terms(parts=parts, **{name: getattr(body, name) for name in TERMS})


def _once(sections: list[Section]) -> list[str]:
    return [str(one) for one in dict.fromkeys(sections)]


def _line(one) -> dict:
    names = ("ref", "number", "edition", "state", "code", "valid_from", "valid_until", "ends_at")
    return {name: getattr(one, name) for name in names} | {"writer": one.agency.slug}


def _parts(sight: Sight) -> list[PartOut]:
    return [
        PartOut(
            agency=one.agency.slug, sections=one.sections, ceiling=one.field_class, receives=one.receives,
            decision=one.decision, decided_at=one.decided_at, would_open=one.estimate,
        )
        for one in sight.parties
    ]  # fmt: skip


def _answer(sight: Sight, response: HttpResponse, schema=AgreementOut, **more):
    one = sight.agreement
    response["ETag"] = etag_of(one)
    facts = {name: getattr(one, name) for name in TERMS if name not in {"title", "legal_basis"}}
    return schema(
        **(_line(one) | facts), title=one.title or "", legal_basis=one.legal_basis or "", parts=_parts(sight),
        follows=_follows(sight), next=[step.to for step in possible_steps(sight)], **more,
    )  # fmt: skip


def _follows(sight: Sight) -> str | None:
    """The version before, if the caller's agency may read it."""
    before = sight.agreement.follows
    return before.ref if before and sight.viewer.agency_id in before.visible_to else None
