"""Retention for programs: the same gates and actions as the pages. References and codes only."""

import json
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.refusals import Reason
from gugus.retention import actions, editing
from gugus.retention.certificates import is_sound
from gugus.retention.codes import HoldReason, ItemState
from gugus.retention.gate import certificate_for, hold_for, record_named, run_for
from gugus.retention.models import Certificate, Hold, Run
from gugus.retention.preview import preview
from gugus.retention.schedule import rules_on

router = Router(tags=["retention"])
MOST = 100


class RuleOut(Schema):
    """How long a class is kept."""

    record_class: str
    amount: int
    unit: str
    starts: str
    method: str
    basis: str
    status: str = Field(description="C confirmed, M to be confirmed, D our design.")
    valid_from: date
    own: bool = Field(description="The agency's own row, not the shipped one.")


class DueOut(Schema):
    """One record that is due."""

    kind: str
    ref: str
    record_class: str
    due_on: date
    held_by: list[str] = Field(description="Codes of what holds it back; empty when it may go.")


class PreviewOut(Schema):
    """What would go on a day."""

    on: date
    digest: str = Field(description="Send it as `seen` to ask for exactly this list.")
    may_go: int
    held_back: int
    records: list[DueOut] = Field(description="The first thousand, the oldest first.")


class RunIn(Schema):
    """Ask a second person to agree to a list."""

    on: date
    seen: str = Field(max_length=64, description="The digest of the preview.")
    reason: str = Field(min_length=1, max_length=2000, description="Kept sealed.")


class RunOut(Schema):
    """A list and how far it is."""

    ref: str
    kind: str
    state: str
    as_of: date
    count: int
    done: int
    left_alone: int
    digest: str
    request: str
    asked_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None


class HoldIn(Schema):
    """Hold a record, or with an empty reference the whole agency."""

    ref: str = Field("", max_length=20)
    reason: HoldReason
    review_on: date
    note: str = Field("", max_length=2000, description="Kept sealed.")


class ReleaseIn(Schema):
    """Why a hold is no longer needed."""

    reason: str = Field(min_length=1, max_length=2000, description="Kept sealed.")


class HoldOut(Schema):
    """What must not be forgotten."""

    ref: str
    kind: str
    record: str
    reason: str
    review_on: date
    placed_at: datetime
    release_asked_at: datetime | None
    released_at: datetime | None


class CertificateOut(Schema):
    """A certificate: the text, its digest, and whether both still fit."""

    ref: str
    made_at: datetime
    digest: str
    previous: str
    sound: bool
    text: dict


@router.get("/retention/schedule", response=list[RuleOut], summary="The retention schedule")
@api_door(Section.PRIVACY)
def get_schedule(request: HttpRequest):
    """The rules that count for one's agency today."""
    return [
        RuleOut(
            record_class=one.record_class, amount=one.amount, unit=one.unit, starts=one.starts, method=one.method,
            basis=one.basis_in(get_language()), status=one.status, valid_from=one.valid_from, own=bool(one.agency_id),
        )
        for one in rules_on(timezone.localdate(), request.viewer.agency_id).values()
    ]  # fmt: skip


@router.get("/retention/preview", response=PreviewOut, summary="What is due to be forgotten")
@api_door(Section.PRIVACY)
def get_preview(request: HttpRequest, on: date | None = None):
    """Changes nothing."""
    found = preview(request.viewer.agency_id, on or timezone.localdate(), at=now())
    records = [
        DueOut(
            kind=one.kind, ref=one.ref, record_class=one.record_class, due_on=one.due_on,
            held_by=[why.code for why in found.held.get(one.pk, ())],
        )
        for one in found.due[:1000]
    ]  # fmt: skip
    return PreviewOut(
        on=found.on,
        digest=found.digest,
        may_go=len(found.free),
        held_back=len(found.held_back),
        records=records,
    )


@router.post("/retention/runs", response={201: RunOut}, summary="Ask that a list be made anonymous")
@api_door(Section.PRIVACY, Verb.DECIDE)
def create_run(request: HttpRequest, body: RunIn):
    """A second person must agree; then the worker carries it out. Send an Idempotency-Key."""
    made = actions.ask_run(agency=request.viewer.agency_id, by=request.viewer.user, at=now(), **body.dict())
    return Status(201, _run(made))


@router.get("/retention/runs", response=list[RunOut], summary="Runs")
@api_door(Section.PRIVACY)
def list_runs(request: HttpRequest, offset: int = Query(0, ge=0)):
    """At most 100, the newest first."""
    return [_run(one) for one in Run.objects.visible_to(request.viewer)[offset : offset + MOST]]


@router.get("/retention/runs/{ref}", response=RunOut, summary="One run")
@api_door(Section.PRIVACY)
def get_run(request: HttpRequest, ref: str):
    """How far it is."""
    return _run(run_for(request.viewer, ref))


@router.get("/retention/holds", response=list[HoldOut], summary="Legal holds")
@api_door(Section.PRIVACY)
def list_holds(request: HttpRequest, released: bool = Query(False), offset: int = Query(0, ge=0)):
    """At most 100, those to be looked at first."""
    rows = Hold.objects.visible_to(request.viewer).filter(released_at__isnull=not released)
    return [_hold(one) for one in rows[offset : offset + MOST]]


@router.post("/retention/holds", response={201: HoldOut}, summary="Place a legal hold")
@api_door(Section.PRIVACY, Verb.DECIDE)
def create_hold(request: HttpRequest, body: HoldIn):
    """It counts at once."""
    told = body.dict()
    ref = told.pop("ref")
    about = record_named(request.viewer, ref) if ref else None
    if ref and about is None:
        raise editing.CannotHold([Reason("no_record", editing.NO_RECORD, "ref")])
    return Status(201, _hold(editing.place_hold(about=about, by=request.viewer.user, at=now(), **told)))


@router.post("/retention/holds/{ref}/release", response=HoldOut, summary="Ask to release a hold")
@api_door(Section.PRIVACY, Verb.DECIDE)
def release_hold(request: HttpRequest, ref: str, body: ReleaseIn):
    """It holds until a second person agrees."""
    found = hold_for(request.viewer, ref)
    return _hold(editing.ask_release(hold=found, reason=body.reason, by=request.viewer.user, at=now()))


@router.get("/retention/certificates/{ref}", response=CertificateOut, summary="One certificate")
@api_door(Section.PRIVACY)
def get_certificate(request: HttpRequest, ref: str):
    """The text whose digest the next certificate names."""
    found: Certificate = certificate_for(request.viewer, ref)
    return CertificateOut(
        ref=found.ref, made_at=found.made_at, digest=found.digest, previous=found.previous,
        sound=is_sound(found), text=json.loads(found.text),
    )  # fmt: skip


def _run(run: Run) -> RunOut:
    states = list(run.items.values_list("state", flat=True))
    return RunOut(
        ref=run.ref, kind=run.kind, state=run.state, as_of=run.as_of, count=run.count, digest=run.digest,
        request=run.request_ref, asked_at=run.asked_at, decided_at=run.decided_at, ended_at=run.ended_at,
        done=states.count(ItemState.DONE), left_alone=states.count(ItemState.SKIPPED),
    )  # fmt: skip


def _hold(hold: Hold) -> HoldOut:
    names = ("ref", "kind", "reason", "review_on", "placed_at", "release_asked_at", "released_at")
    return HoldOut(record=hold.record_ref, **{name: getattr(hold, name) for name in names})
