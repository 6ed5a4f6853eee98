"""What the API of screening takes and gives."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from gugus.screening import rules
from gugus.screening.codes import Answer, Result, Track
from gugus.screening.models import Assessment, EvidenceItem, IdentificationDecision
from gugus.screening.queries import body_of, decided_values
from gugus.screening.telling import Offence, tell

PARTIAL = r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"


class StartIn(Schema):
    """Whom to screen: somebody of a report, or a survivor of a case."""

    report: str = Field("", description="Reference of the report.")
    mention: UUID | None = Field(None, description="Who of the report; empty for somebody not described yet.")
    case: str = Field("", description="Reference of the case, with `person`.")
    person: str = Field("", description="Reference of the person.")


class FactsIn(Schema):
    """What is known; null means not known, what is left out stays."""

    acts: list[str] = Field([], description="Codes of the list acts.")
    means: list[str] = Field([], description="Codes of the list means.")
    purposes: list[str] = Field([], description="Codes of the list purposes.")
    exploitation: list[str] = Field([], description="Codes of the list exploitation_forms.")
    ruled_out: list[str] = Field([], description="act, means, purpose: examined and not found.")
    circumstances: list[str] = Field([], description="Codes of the list aggravations.")
    happened_on: str = Field(
        "", pattern=PARTIAL, description="Partial ISO date: 2026, 2026-05 or 2026-05-09."
    )
    age_at_act: int | None = Field(None, ge=0, le=120, description="Years.")
    is_child: bool | None = None
    consented: bool | None = Field(None, description="Recorded, without effect (UU 21/2007 art. 26).")
    crossed_border: bool | None = None
    direction: Literal["", "into_indonesia", "out_of_indonesia"] = ""
    indonesian_citizen: bool | None = None
    smuggled: bool | None = None
    placed_without_requirements: bool | None = None
    adoption_for_gain: bool | None = None
    committed_offence: bool | None = None
    forced_to_offend: bool | None = None
    indicators: dict[str, Answer] = Field({}, description="Prompt → present, absent or unknown.")
    notes: str | None = Field(None, max_length=20_000, description="Stored encrypted.")


class EvidenceIn(Schema):
    kind: Literal["act", "means", "purpose", "exploitation"] = Field(description="Kind of element.")
    code: str = Field(description="Code in the list of that kind.")
    source: str = Field(description="Code of the list evidence_sources.")
    strength: str = Field("claimed", description="claimed, supported or documented.")
    words: str = Field(min_length=1, max_length=4000, description="Stored encrypted.")


class EvidenceOut(Schema):
    id: UUID
    kind: str
    code: str
    source: str
    strength: str
    words: str | None = Field(description="null when the key was destroyed.")
    added_at: datetime
    retracted_at: datetime | None
    retraction: str | None


class RetractIn(Schema):
    reason: str = Field(min_length=1, max_length=1000)


class ConvertIn(Schema):
    to: Track
    reason: str = Field(min_length=1, max_length=2000)


class DecideIn(Schema):
    result: Result = Field(description="A code of the list identification_results.")
    words: str = Field("", max_length=4000, description="Needed when departing from the proposal.")
    on: date | None = Field(None, description="Today when left out.")


class DecisionIn(Schema):
    agency: str = Field("", description="Slug of the agency, or name the body in outside_body.")
    outside_body: str = Field("", max_length=120)
    decided_on: date
    result: Result
    instrument: str = Field("", max_length=120)
    instrument_version: str = Field("", max_length=40)
    signer: str = Field("", max_length=120)
    note: str = Field("", max_length=4000)


class DecisionOut(Schema):
    body: str
    decided_on: date
    result: str
    elements: list[str]
    instrument: str
    instrument_version: str
    recorded_at: datetime


class DecisionsOut(Schema):
    status: str = Field(description="presumed, identified, disputed or not_indicated; derived, never stored.")
    served: bool = Field(description="The person gets the services of a victim.")
    decisions: list[DecisionOut]


class OpenCaseIn(Schema):
    case: str = Field("", description="Join this case instead of opening one.")
    manager: str = Field("", description="Username; the caller when left out.")
    risk: Literal["", "high", "medium", "low"] = Field("", description="The report's risk when left out.")
    summary: str = Field("", max_length=4000)
    known: dict[UUID, str] = Field({}, description="Mention → reference of a person already registered.")


class OpenedOut(Schema):
    case: str = Field(description="Reference of the case.")


class ScreeningOut(Schema):
    """One screening. Words are sealed in the database and left out of lists."""

    ref: str
    state: str
    track: str
    report: str | None
    case: str | None
    person: str | None
    acts: list[str]
    means: list[str]
    purposes: list[str]
    exploitation: list[str]
    ruled_out: list[str]
    circumstances: list[str]
    date_of_act: date | None = Field(description="First day of what is known.")
    act_precision: str = Field(description="day, month or year.")
    age_at_act: int | None
    is_child: bool | None
    consented: bool | None
    crossed_border: bool | None
    direction: str
    indonesian_citizen: bool | None
    smuggled: bool | None
    placed_without_requirements: bool | None
    adoption_for_gain: bool | None
    committed_offence: bool | None
    forced_to_offend: bool | None
    indicators: dict[str, str]
    proposed: str = Field(description="What the engine proposed when the officer decided.")
    result: str
    decided_at: datetime | None
    started_at: datetime
    notes: str | None = None
    evidence: list[EvidenceOut] = []
    version: int


class SideOut(Schema):
    child: bool
    national: str = Field(description="complete, told, alternative or incomplete.")
    international: str


class OffenceOut(Schema):
    code: str
    words: str
    cited: str
    to_be_confirmed: bool


class ProposalOut(Schema):
    result: str
    words: str
    services: bool = Field(description="Services as for a victim may begin now.")
    missing: list[str]
    sides: list[SideOut] = Field(description="Two when the age is not known; the child first.")
    reasons: list[str]
    questions: list[str]
    offences: list[OffenceOut]
    related: list[OffenceOut]
    aggravations: list[str]
    non_punishment: bool = Field(description="Art. 18 may protect the person.")


PLAIN = [
    name
    for name in ScreeningOut.model_fields
    if name not in {"report", "case", "person", "notes", "evidence"}
]


def screening_out(one: Assessment, *, with_words: bool = True) -> ScreeningOut:
    """A screening as the API gives it."""
    return ScreeningOut(
        **{name: getattr(one, name) for name in PLAIN},
        report=one.report.ref if one.report else None,
        case=one.case.ref if one.case else None,
        person=one.person.ref if one.person else None,
        notes=one.notes if with_words else None,
        evidence=[evidence_out(item) for item in one.evidence.all()] if with_words else [],
    )


def evidence_out(item: EvidenceItem) -> EvidenceOut:
    """One item of evidence."""
    same = ("id", "source", "strength", "words", "added_at", "retracted_at", "retraction")
    return EvidenceOut(
        kind=item.element_kind, code=item.element_code, **{name: getattr(item, name) for name in same}
    )


def proposal_out(one: Assessment) -> ProposalOut:
    """The proposal in the caller's language."""
    told = tell(one)
    made = told.proposal
    return ProposalOut(
        result=told.result, words=told.words, services=told.services, missing=list(made.missing),
        sides=[
            SideOut(child=each.child, national=each.national.result, international=each.international.result)
            for each in made.tracks
        ],
        reasons=[f"{words} [{cited}]" if cited else words for words, cited in told.reasons],
        questions=list(told.questions), offences=[_offence(each) for each in told.offences],
        related=[_offence(each) for each in told.related],
        aggravations=[words for words, _cited in told.aggravations], non_punishment=told.non_punishment,
    )  # fmt: skip


def _offence(one: Offence) -> OffenceOut:
    return OffenceOut(code=one.code, words=one.words, cited=one.cited, to_be_confirmed=one.unsure)


def decisions_out(decisions: Sequence[IdentificationDecision]) -> DecisionsOut:
    """All decisions with the status derived from them."""
    status = rules.status_of(decided_values(decisions))
    same = ("decided_on", "result", "elements", "instrument", "instrument_version", "recorded_at")
    return DecisionsOut(
        status=status,
        served=rules.served_as_victim(status),
        decisions=[
            DecisionOut(body=body_of(one), **{name: getattr(one, name) for name in same}) for one in decisions
        ],
    )
