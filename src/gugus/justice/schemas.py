"""What the API of the criminal track reads and says."""

from datetime import date as Day
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language
from ninja import Field, Schema

from gugus.justice.codes import (
    Agenda,
    Beside,
    Custody,
    CustodyEnd,
    HearingCode,
    HearingState,
    Help,
    Instance,
    Level,
    MoveCode,
    Outcome,
    Presence,
    ProtectionCode,
    ProtectionState,
    ShieldState,
    Stage,
    Telling,
    Way,
    Wish,
)
from gugus.justice.models import Hearing, Proceeding, Protection, Shield
from gugus.law.provisions import Provision

NAME, WORDS = {"max_length": 200}, {"max_length": 5000}
SLUG = {"max_length": 60, "description": "Slug of an agency; empty for one outside the directory."}


class ProceedingOut(Schema):
    """A criminal track in short. The accused is a code; who that is stands behind the gate of persons."""

    ref: str
    case: str
    accused: str | None = Field(
        description="Code of the person; null when not known or not opened to the caller."
    )
    accused_known: bool
    child_accused: bool
    stage: Stage
    stage_on: Day
    stage_due_at: datetime | None = Field(description="When the stage has lasted long by its clock.")
    office: str | None = Field(description="Slug of the police office.")


class MoveOut(Schema):
    """One step."""

    number: int
    before: str
    stage: Stage
    on: Day
    code: str
    document: str | None
    asked: str | None
    taken_back: bool


class ChargeOut(Schema):
    """One provision that is or was pursued."""

    id: UUID
    provision: str
    acted_on: Day
    level: Level
    aggravations: list[str]
    dropped_on: Day | None


class CustodyOut(Schema):
    """How the accused was or is held."""

    id: UUID
    kind: Custody
    from_on: Day
    until_on: Day | None
    ended_on: Day | None
    code: str


class RulingOut(Schema):
    """What a verdict says of one charge."""

    charge: UUID
    outcome: Outcome
    months: int | None
    life: bool
    fine: int | None = Field(description="Whole rupiah.")
    substitute_months: int | None


class VerdictOut(Schema):
    """What one court said."""

    id: UUID
    instance: Instance
    ruled_on: Day
    final_on: Day | None
    number: str | None
    void: bool
    corrects: UUID | None = Field(description="The first wording, which is void.")
    reason: str | None = Field(description="What was wrong with it.")
    rulings: list[RulingOut]


class ToldOut(Schema):
    """One line of the log of what survivors were told."""

    id: UUID
    person: str
    stage: Stage
    state: Telling
    due_at: datetime | None
    told_at: datetime | None
    way: str
    note: str | None


class ProceedingWhole(ProceedingOut):
    """A criminal track with everything that belongs to it."""

    lp_number: str | None
    office_name: str | None
    acts_on: list[Day]
    note: str | None
    moves: list[MoveOut]
    charges: list[ChargeOut]
    custody: list[CustodyOut]
    verdicts: list[VerdictOut]
    hearings: list[str]
    told: list[ToldOut]


class ProceedingIn(Schema):
    """A report to the police."""

    lp_on: Day
    accused: UUID | None = Field(None, description="The role of the accused in the case (id of the party).")
    child_accused: bool = False
    lp_number: str = Field("", **NAME)
    office: str = Field("", **SLUG)
    office_name: str = Field("", **NAME)
    acts_on: list[Day] = Field(default_factory=list, max_length=12)
    note: str = Field("", **WORDS)


class LpIn(Schema):
    """The whole number of a police report."""

    number: str = Field(**NAME)


class MoveIn(Schema):
    """One step to another stage."""

    to: Stage
    on: Day
    code: MoveCode | None = None
    document: str = Field("", **NAME)
    asked: str = Field("", **WORDS)


class PassOnIn(Schema):
    """Another police office goes on with it."""

    on: Day
    office: str = Field("", **SLUG)
    office_name: str = Field("", **NAME)
    document: str = Field("", **NAME)


class ChargeIn(Schema):
    """One provision for an act on a day."""

    provision: str = Field(max_length=40)
    acted_on: Day
    level: Level = Level.SINGLE
    aggravations: list[str] = Field(default_factory=list, max_length=20)


class HoldIn(Schema):
    """The accused is held."""

    kind: Custody
    from_on: Day
    until_on: Day | None = None
    document: str = Field("", **NAME)
    place: str = Field("", **NAME)


class FreeIn(Schema):
    """The accused is not held any more."""

    on: Day
    code: CustodyEnd


class RulingIn(Schema):
    """What is ruled on one charge."""

    charge: UUID
    outcome: Outcome
    months: int | None = Field(None, ge=0, le=1200)
    life: bool = False
    fine: int | None = Field(None, ge=0, le=10**13, description="Whole rupiah.")
    substitute: int | None = Field(None, ge=0, le=24, description="Months if the fine is not paid.")


class RuledIn(Schema):
    """What a court said, whichever."""

    on: Day
    number: str = Field("", **NAME)
    court: str = Field("", **SLUG)
    court_name: str = Field("", **NAME)
    rulings: list[RulingIn] = Field(max_length=50)


class VerdictIn(RuledIn):
    """What a court ruled."""

    instance: Instance


class CorrectionIn(RuledIn):
    """What it really ruled; every charge of the first wording gets its ruling."""

    reason: str = Field(**WORDS, description="What was wrong with the first wording.")


class ToldIn(Schema):
    """She was told."""

    way: Way
    told_at: datetime = Field(description="With its offset from UTC.")
    note: str = Field("", **WORDS)


class NoteIn(Schema):
    """Why it is not safe."""

    note: str = Field(**WORDS)


class WishIn(Schema):
    """What she wants to know."""

    party: UUID
    wish: Wish
    said_on: Day
    note: str = Field("", **WORDS)


class PlaceIn(Schema):
    """Somebody who is to come."""

    party: UUID
    presence: Presence = Presence.IN_PERSON
    beside: Beside | str = Field("", max_length=10)
    beside_name: str = Field("", **NAME)
    child: bool = False


class HearingIn(Schema):
    """When, where, for what, who."""

    starts_at: datetime = Field(description="With its offset from UTC.")
    agenda: Agenda
    minutes: int = Field(60, ge=10, le=720)
    zone: str = Field("wib", pattern="^(wib|wita|wit)$", description="Zone of the court's place.")
    court: str = Field("", **SLUG)
    court_name: str = Field("", **NAME)
    room: str = Field("", **NAME)
    note: str = Field("", **WORDS)
    places: list[PlaceIn] = Field(default_factory=list, max_length=40)


class ResultIn(Schema):
    """What came of a hearing."""

    code: HearingCode
    came: list[UUID] = Field(default_factory=list, max_length=40, description="Ids of the seats.")
    next_at: datetime | None = None
    note: str = Field("", **WORDS)


class PostponeIn(Schema):
    """It does not take place on that day."""

    code: HearingCode
    next_at: datetime | None = None
    note: str = Field("", **WORDS)


class CancelIn(Schema):
    """It will not take place."""

    code: HearingCode


class HearingOut(Schema):
    """A hearing in short."""

    ref: str
    proceeding: str
    starts_at: datetime
    minutes: int
    zone: str
    agenda: Agenda
    state: HearingState
    code: str


class SeatOut(Schema):
    """Who is to come. `beside_name` is a name: it is given only inside the section justice."""

    id: UUID
    person: str
    presence: Presence
    child: bool
    beside: str
    beside_name: str | None
    came: bool | None


class HearingWhole(HearingOut):
    """A hearing with its place and its people."""

    court: str | None
    court_name: str | None
    room: str | None
    note: str | None
    follows: str | None
    seats: list[SeatOut]


class ProtectionIn(Schema):
    """A request to LPSK."""

    party: UUID
    kinds: list[Help] = Field(min_length=1, max_length=8)
    asked_on: Day
    number: str = Field("", **NAME)
    note: str = Field("", **WORDS)


class ProtectionStepIn(Schema):
    """What became of a request."""

    to: ProtectionState
    on: Day
    code: ProtectionCode | None = None
    from_on: Day | None = None
    until_on: Day | None = None
    number: str = Field("", **NAME)
    note: str = Field("", **WORDS)


class ProtectionOut(Schema):
    """A request for protection."""

    ref: str
    case: str
    person: str
    kinds: list[str]
    state: ProtectionState
    code: str
    asked_on: Day
    due_at: datetime | None
    complete_on: Day | None
    decided_on: Day | None
    from_on: Day | None
    until_on: Day | None
    ended_on: Day | None
    number: str | None
    note: str | None


class ShieldIn(Schema):
    """Somebody thinks of art. 18."""

    party: UUID
    note: str = Field("", **WORDS)


class ShieldStepIn(Schema):
    """What came of it."""

    state: ShieldState
    on: Day
    decision: str = Field(**WORDS)


class ShieldOut(Schema):
    """The question whether a survivor goes unpunished."""

    ref: str
    case: str
    person: str
    origin: str
    because_ref: str
    state: ShieldState
    decided_on: Day | None
    note: str | None
    decision: str | None


class MedianOut(Schema):
    """How long a stage lasts."""

    stage: Stage
    days: int = Field(description="Median days.")
    stays: int = Field(description="Over how many stays.")


class FiguresOut(Schema):
    """Figures without anybody's name."""

    groups: dict[str, int]
    stages: dict[str, int]
    medians: list[MedianOut]
    running: int
    long: int


class ProvisionOut(Schema):
    """A provision that counted on the day."""

    code: str
    citation: str
    words: str
    to_be_confirmed: bool


def _picked(row, *names: str) -> dict:
    return {name: getattr(row, name) for name in names}


def proceeding(one: Proceeding) -> dict:
    """A criminal track in short."""
    facts = _picked(one, "ref", "child_accused", "stage", "stage_on", "stage_due_at")
    accused = one.accused.person.ref if one.accused_id and one.accused else None
    office = one.office.slug if one.office_id and one.office else None
    known = {"accused": accused, "accused_known": one.accused_id is not None}
    return facts | known | {"case": one.case.ref, "office": office}


def whole(one: Proceeding) -> dict:
    """A criminal track with everything."""
    facts = proceeding(one) | _picked(one, "lp_number", "office_name", "acts_on", "note")
    moves = ("number", "before", "stage", "on", "code", "document", "asked")
    charges = ("id", "provision", "acted_on", "level", "aggravations", "dropped_on")
    custody = ("id", "kind", "from_on", "until_on", "ended_on", "code")
    return facts | {
        "moves": [
            _picked(row, *moves) | {"taken_back": row.undone_at is not None} for row in one.moves.all()
        ],
        "charges": [_picked(row, *charges) for row in one.charges.all()],
        "custody": [_picked(row, *custody) for row in one.custody.all()],
        "verdicts": [_verdict(row) for row in one.verdicts.prefetch_related("rulings", "rulings__data_key")],
        "hearings": [row.ref for row in one.hearings.all()],
        "told": [_told(row) for row in one.informings.select_related("move", "party__person")],
    }


def _verdict(row) -> dict:
    names = ("outcome", "months", "life", "fine", "substitute_months")
    rulings = [_picked(each, *names) | {"charge": each.charge_id} for each in row.rulings.all()]
    facts = _picked(row, "id", "instance", "ruled_on", "final_on", "number")
    more = {"corrects": row.corrects_id, "reason": row.reason}
    return facts | more | {"void": row.void_at is not None, "rulings": rulings}


def _told(row) -> dict:
    facts = _picked(row, "id", "state", "due_at", "told_at", "way", "note")
    return facts | {"person": row.party.person.ref, "stage": row.move.stage}


def hearing(one: Hearing) -> dict:
    """A hearing in short."""
    facts = _picked(one, "ref", "starts_at", "minutes", "zone", "agenda", "state", "code")
    return facts | {"proceeding": one.proceeding.ref}


def whole_hearing(one: Hearing) -> dict:
    """A hearing with its place and people."""
    names = ("id", "presence", "child", "beside", "beside_name", "came")
    seats = [
        _picked(row, *names) | {"person": row.party.person.ref}
        for row in one.seats.select_related("party__person")
    ]
    court = one.court.slug if one.court_id and one.court else None
    follows = one.follows.ref if one.follows_id else None
    facts = hearing(one) | _picked(one, "court_name", "room", "note")
    return facts | {"court": court, "follows": follows, "seats": seats}


def protection(one: Protection) -> dict:
    """A request for protection."""
    days = ("asked_on", "due_at", "complete_on", "decided_on", "from_on", "until_on", "ended_on")
    facts = _picked(one, "ref", "kinds", "state", "code", "number", "note", *days)
    return facts | {"case": one.case.ref, "person": one.party.person.ref}


def shield(one: Shield) -> dict:
    """The question of art. 18."""
    facts = _picked(one, "ref", "origin", "because_ref", "state", "decided_on", "note", "decision")
    return facts | {"case": one.case.ref, "person": one.party.person.ref}


def figures(told) -> dict:
    """Counts and medians."""
    medians = [{"stage": one, "days": days, "stays": number} for one, (days, number) in told.medians.items()]
    return _picked(told, "groups", "stages", "running", "long") | {"medians": medians}


def provision(one: Provision) -> dict:
    """A provision in the caller's language."""
    language = get_language()
    return {
        "code": one.code, "citation": one.citation.in_language(language), "words": one.words.in_language(language),
        "to_be_confirmed": one.to_be_confirmed,
    }  # fmt: skip
