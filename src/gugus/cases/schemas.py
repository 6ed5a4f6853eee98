"""What the API of cases takes and gives. Codes are stable; times are aware, answers in UTC."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from gugus.cases.codes import (
    CaseState,
    EntryKind,
    FlagKind,
    LegKind,
    PartyRole,
    RecruitmentChannel,
    Safety,
)

Risk = Literal["high", "medium", "low"]
AREA = "Kemendagri code with dots, such as 31.74.06."
COUNTRY = "ISO 3166-1 alpha-2; XX unknown, XA stateless."
PARTIAL = "Partial ISO date: 2026, 2026-03 or 2026-03-14."


class CaseLine(Schema):
    """One case in a list."""

    ref: str
    state: CaseState
    risk: Risk
    safety: Safety
    safety_check_due_at: datetime | None
    opened_at: datetime
    agency: str = Field(description="The agency that answers for the case.")
    manager: str = Field(description="Username of the case manager; empty when nobody manages it.")
    area_code: str = Field(description=AREA)
    exploitation: list[str] = Field(description="Codes of the list exploitation_forms.")
    survivors: int
    has_child: bool
    is_late: bool = Field(description="The safety check is overdue.")
    is_quiet: bool = Field(description="Nobody has been in touch for longer than the risk allows.")


class CaseList(Schema):
    """A page of cases, newest first."""

    items: list[CaseLine]
    count: int = Field(description="How many fit, counted up to 1000.")
    more_than_counted: bool
    older: str = Field(description="Cursor of the next page; empty at the end.")


class FlagOut(Schema):
    """A warning."""

    id: UUID
    kind: FlagKind
    note: str
    raised_at: datetime
    resolved_at: datetime | None


class InvolvedOut(Schema):
    """Another agency that reads the case."""

    agency: str
    sections: list[str]
    until_at: datetime | None


class CaseOut(Schema):
    """A case as the caller may see it. Parts that are not open to the caller are null or empty."""

    ref: str
    version: int
    state: CaseState
    state_code: str = Field(description="Why the case is not simply open.")
    state_at: datetime
    stages: dict[str, str] = Field(description="Stage → done, current or todo; derived from facts.")
    risk: Risk
    safety: Safety
    safety_at: datetime | None
    safety_check_due_at: datetime | None
    last_contact_at: datetime | None
    opened_at: datetime
    agency: str
    manager: str
    team: list[str] = Field(description="Usernames.")
    area_code: str = Field(description=AREA)
    crossed_border: bool | None
    exploitation: list[str]
    summary: str | None = Field(description="Only for the agency that answers for the case.")
    safety_note: str | None = Field(description="Only for the agency that answers for the case.")
    flags: list[FlagOut] = Field(description="Warnings that hold now.")
    involved: list[InvolvedOut]


class CaseIn(Schema):
    """A case that begins without a report. Normally screening opens cases."""

    summary: str = Field(min_length=1, max_length=20_000)
    risk: Risk
    manager: str = Field("", description="Username of a colleague; the caller when left out.")
    area_code: str = Field("", description=AREA)
    crossed_border: bool | None = None
    exploitation: list[str] = Field(default_factory=list, description="Codes of the list exploitation_forms.")


class FactsIn(Schema):
    """Facts to correct; what is left out stays."""

    summary: str | None = Field(None, min_length=1, max_length=20_000)
    risk: Risk | None = None
    area_code: str | None = Field(None, description=AREA)
    crossed_border: bool | None = Field(None, description="null forgets it.")
    exploitation: list[str] | None = None


class SafetyIn(Schema):
    """Somebody looked whether the person is safe."""

    safety: Safety
    note: str = Field("", max_length=20_000, description="Needed for danger and watch.")
    next_at: AwareDatetime | None = Field(None, description="When to look again; by the rules when left out.")


class StateIn(Schema):
    """Bring the case into another state."""

    to: CaseState
    code: str = Field(description="A coded reason, as the page offers it for this move.")
    note: str = Field("", max_length=20_000)


class HandOverIn(Schema):
    """Another colleague answers for the case."""

    to: str = Field(description="Username.")
    reason: str = Field(max_length=500)


class HurdleOut(Schema):
    """One thing that stands against it."""

    code: str
    words: str


class ClosingIn(Schema):
    """Ask a supervisor to close the case."""

    code: str = Field(description="Code of the list case_closing_reasons.")
    note: str = Field(
        min_length=10, max_length=2000, description="What was reached, and what is left; no names."
    )
    aftercare_on: date | None = Field(
        None, description="When somebody asks again; a day in the next two years."
    )
    contact_agreed: bool | None = Field(
        None, description="Does the survivor agree to be contacted? null: not asked."
    )


class ClosingOut(Schema):
    """What stands against closing, what runs on after it, and whether it was asked for."""

    hurdles: list[HurdleOut]
    runs_on: list[HurdleOut] = Field(description="A case with these goes under legal monitoring.")
    request: str | None = Field(description="Code of the request that waits for a second person.")
    state: CaseState


class PartyOut(Schema):
    """Somebody's role in the case."""

    id: UUID
    person: str = Field(description="The person's code.")
    shown_name: str = Field(description="Masked, unless the identity is open to the caller.")
    role: PartyRole
    sex: str
    birth_year: int | None
    age_at_act: int | None
    is_child: bool | None = Field(
        description="By the age at the act, else by the year of birth; null: not known."
    )
    relation: str = Field(description="Code of the list relations.")
    since_at: datetime
    until_at: datetime | None


class PartyIn(Schema):
    """Give a person who is already registered a role. Register persons through their own operations."""

    person: str = Field(description="The person's code.")
    role: PartyRole
    age_at_act: int | None = Field(None, ge=0, le=120)
    relation: str = ""
    note: str = Field("", max_length=20_000)


class NewPersonIn(Schema):
    """Somebody nobody here knew: registered and given a role in one step."""

    role: PartyRole
    name: str = Field("", max_length=200)
    sex: Literal["female", "male", "other", "unknown"] = "unknown"
    birth_year: int | None = Field(None, ge=1900, le=2200)
    age_at_act: int | None = Field(None, ge=0, le=120)
    phones: list[str] = []
    relation: str = ""
    note: str = Field("", max_length=20_000)


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=500)


class EntryOut(Schema):
    """One line of the chronology."""

    id: UUID
    kind: EntryKind
    section: str
    text: str | None = Field(description="null when the words were forgotten.")
    happened_at: datetime
    written_at: datetime
    by: str
    agency: str
    corrects: UUID | None
    is_corrected: bool


class EntryList(Schema):
    """Lines in the sections that the caller reads, newest first."""

    items: list[EntryOut]
    older: str = Field(description="Cursor of the next page; empty at the end.")


class EntryIn(Schema):
    """One more line."""

    kind: EntryKind
    text: str = Field(max_length=20_000)
    happened_at: AwareDatetime
    section: Literal["case", "care", "health", "justice"] = "case"
    corrects: UUID | None = Field(None, description="The line of one's own agency that this one corrects.")


class LegIn(Schema):
    """One step of a route, in the order of the journey."""

    kind: LegKind
    area_code: str = Field("", description=AREA)
    country: str = Field("", description=COUNTRY)
    transport: str = Field("", description="Code of the list transports.")
    on: str = Field("", description=PARTIAL)


class IncidentIn(Schema):
    """What happened, with its route."""

    description: str = Field("", max_length=20_000)
    modus: str = Field("", description="Code of the list modus.")
    place_kind: str = Field("", description="Code of the list places.")
    recruitment_channel: RecruitmentChannel | Literal[""] = ""
    area_code: str = Field("", description=AREA)
    country: str = Field("", description=COUNTRY)
    from_on: str = Field("", description=PARTIAL)
    to_on: str = Field("", description=PARTIAL)
    legs: list[LegIn] = Field(default_factory=list, max_length=20)


class IncidentOut(IncidentIn):
    """An incident of the file."""

    id: UUID
    description: str | None = None


class FlagIn(Schema):
    """Raise a warning. Every agency on the case reads the note; of `non_punishment` only her side."""

    kind: FlagKind
    note: str = Field("", max_length=1000)


class ResolutionIn(Schema):
    """Why a warning no longer holds."""

    resolution: str = Field(max_length=1000)
