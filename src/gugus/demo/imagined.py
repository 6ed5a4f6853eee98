"""What the imagination hands over: plain frozen values, no database, every moment aware and in UTC.

Codes are those of the law lists and of the directory; agencies and users are slugs and user names of the
cast; areas are Kemendagri codes or ISO country codes. Keys ("2024-017") are stable for a seed.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ImaginedPerson:
    """Somebody. `same_as` is the key of the earlier telling when this is an echo: the truth for duplicate hints."""

    key: str
    sex: str
    full_name: str
    nickname: str
    born_on: date
    born_certainty: str  # documented, stated, estimated: how far to believe born_on
    nationality: str
    home_area: str
    aliases: tuple[str, ...] = ()
    nik: str = ""
    passport: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    education: str = "unknown"
    marital_status: str = "unknown"
    disability: str = "none"
    same_as: str = ""


@dataclass(frozen=True)
class ImaginedParty:
    """A person in a role: survivor, accused, witness, family, reporter. `relation` is towards the survivor."""

    person: ImaginedPerson
    role: str
    relation: str = ""
    note: str = ""


@dataclass(frozen=True)
class ImaginedEvidence:
    """One sentence that supports one element (code of acts, means or purposes)."""

    element: str
    source: str
    strength: str
    text: str


@dataclass(frozen=True)
class ImaginedDecision:
    """What one body decided about one person. Decisions of several bodies stand side by side."""

    body: str
    decided_at: datetime
    result: str
    reason: str


@dataclass(frozen=True)
class ImaginedScreening:
    """The facts by element, the exploitation forms, the evidence and the identification decisions."""

    started_at: datetime
    by: str
    acts: tuple[str, ...]
    means: tuple[str, ...]
    purposes: tuple[str, ...]
    forms: tuple[str, ...]
    indicators: tuple[str, ...]
    survivor_said_yes: bool  # recorded, never lowers the result
    evidence: tuple[ImaginedEvidence, ...]
    decisions: tuple[ImaginedDecision, ...]


@dataclass(frozen=True)
class ImaginedLeg:
    """One leg of a route: recruitment, transit or destination."""

    kind: str
    area: str
    transport: str
    on: date


@dataclass(frozen=True)
class ImaginedIncident:
    """What happened: modus, place, recruitment, days, route."""

    modus: str
    place: str
    recruited: str
    began_on: date
    ended_on: date | None
    area: str
    legs: tuple[ImaginedLeg, ...]


@dataclass(frozen=True)
class ImaginedEntry:
    """One line of the chronology."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class ImaginedReferral:
    """From agency to agency. `answer` is "", accepted or declined; later moments may still be missing."""

    to: str
    service: str
    need: str
    sent_at: datetime
    sent_by: str
    answer: str = ""
    reason: str = ""
    answer_note: str = ""
    answered_at: datetime | None = None
    feedback: str = ""
    feedback_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class ImaginedService:
    """A service line: needed, perhaps done."""

    kind: str
    agency: str
    needed_on: date
    done_on: date | None = None
    result: str = ""


@dataclass(frozen=True)
class ImaginedTask:
    """Something to do, with its day."""

    title: str
    assignee: str
    made_at: datetime
    due_on: date
    done_at: datetime | None = None


@dataclass(frozen=True)
class ImaginedClosing:
    """Why and when the case was closed, and who agreed."""

    at: datetime
    by: str
    agreed_by: str
    reason: str
    note: str


@dataclass(frozen=True)
class ImaginedCase:
    """The file behind a report."""

    key: str
    opened_at: datetime
    opened_by: str
    agency: str
    manager: str
    parties: tuple[ImaginedParty, ...]
    screening: ImaginedScreening | None  # None: not begun
    incident: ImaginedIncident
    flags: tuple[str, ...]
    chronology: tuple[ImaginedEntry, ...]
    referrals: tuple[ImaginedReferral, ...]
    services: tuple[ImaginedService, ...]
    tasks: tuple[ImaginedTask, ...]
    crossed_border: bool = False
    safety: str = "unknown"
    police_stage: str = ""  # "" = not reported; else inquiry, investigation, file_complete, unknown
    police_reported_at: datetime | None = None
    closing: ImaginedClosing | None = None


@dataclass(frozen=True)
class ImaginedReport:
    """Somebody said something. Without `outcome` it is still being triaged or waiting."""

    key: str
    story: str
    channel: str
    received_at: datetime
    received_by: str
    agency: str
    reporter_role: str
    anonymous: bool
    safe_contact: str
    narrative: str
    risk: str
    danger_signs: tuple[str, ...]
    area: str
    place: str
    parties: tuple[ImaginedParty, ...]
    modus: str = ""
    country: str = "ID"  # where the exploitation happens or is meant to happen
    happened_on: date | None = None
    triaged_at: datetime | None = None
    triaged_by: str = ""
    outcome: str = ""
    outcome_at: datetime | None = None
    outcome_reason: str = ""
    outcome_note: str = ""
    sent_to: str = ""
    joins: str = ""  # key of the report whose case this one was added to
    case: ImaginedCase | None = None

    def persons(self) -> tuple[ImaginedPerson, ...]:
        """Return everybody named in the report and its case, each once."""
        found = {party.person.key: party.person for party in self.parties}
        if self.case:
            found |= {party.person.key: party.person for party in self.case.parties}
        return tuple(found.values())

    def survivors(self) -> tuple[ImaginedPerson, ...]:
        """Return the people the report is about."""
        return tuple(party.person for party in self.parties if party.role == "survivor")
