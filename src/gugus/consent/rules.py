"""What counts as a basis, and what must stand in a line of the ledger. Plain functions on plain values.

Sources: a child is under 18 (UU 21/2007 art. 1.5, UU 35/2014 art. 1); data of children and of people with disabilities
need special handling (UU 27/2022 arts. 25–26); consent may be withdrawn at any time, processing then stops within
3 × 24 hours (UU 27/2022). Numbers from memory (the age from which a child's objection stops it, hours of danger) are
rows of a table that officials edit.
"""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gugus.consent.codes import Answer, Basis, ChildView, Form, Giver, NoGuardian, RecipientKind
from gugus.kernel.partials import ADULT_AT, Partial

SERVICE_KINDS = frozenset(
    {
        "protection_unit", "women_office", "social", "health", "migrant_workers", "manpower", "shelter", "legal_aid",
        "ngo", "education", "religious", "child_commission", "mission",
    }
)  # fmt: skip
ENFORCEMENT_KINDS = frozenset({"police", "prosecution", "court", "witness_protection"})
NAMED = frozenset({RecipientKind.SERVICES, RecipientKind.ENFORCEMENT})


@dataclass(frozen=True, slots=True)
class Line:
    """What the rules need to know of one ground. `specific`: it names exactly the recipient that is asked about."""

    basis: str
    answer: str
    asked_at: datetime
    specific: bool
    until_at: datetime | None = None
    withdrawn_at: datetime | None = None
    replaced: bool = False
    lapsed: bool = False


def kinds_of(agency_kind: str) -> frozenset[str]:
    """Which named kinds of recipients contain an agency of a kind (of the same task force)."""
    if agency_kind in ENFORCEMENT_KINDS:
        return frozenset({RecipientKind.ENFORCEMENT})
    return frozenset({RecipientKind.SERVICES}) if agency_kind in SERVICE_KINDS else frozenset()


def state_of(line: Line, at: datetime) -> str:
    """How a line stands by itself: holds, not_yet, expired, withdrawn, lapsed, replaced, refused or not_asked."""
    if line.withdrawn_at is not None and line.withdrawn_at <= at:
        return "withdrawn"
    if line.replaced:
        return "replaced"
    if line.answer != Answer.GIVEN:
        return str(line.answer)
    if line.lapsed:
        return "lapsed"
    if line.until_at is not None and line.until_at <= at:
        return "expired"
    return "holds" if line.asked_at <= at else "not_yet"


def choose(lines: Iterable[Line], at: datetime) -> tuple[int | None, str]:
    """Which line is the basis now (its place), or which one explains why there is none, and how it stands.

    Consent first, then a duty of the law, then danger to life. A refusal or withdrawal for exactly this recipient
    stops every earlier consent; one for a named kind stops earlier consents for that kind only.
    """
    numbered = list(enumerate(lines))
    states = {place: state_of(line, at) for place, line in numbered}
    against = [
        (line.withdrawn_at or line.asked_at, line.specific)
        for place, line in numbered
        if line.basis == Basis.CONSENT and states[place] in {"refused", "withdrawn"}
    ]
    for basis in (Basis.CONSENT, Basis.LEGAL_DUTY, Basis.VITAL_INTEREST):
        good = [
            (line.asked_at, place)
            for place, line in numbered
            if line.basis == basis and states[place] == "holds"
            and (basis != Basis.CONSENT or not _stopped(line, against))
        ]  # fmt: skip
        if good:
            return max(good)[1], "holds"
    return _why_none(numbered, states)


def _stopped(line: Line, against: list[tuple[datetime, bool]]) -> bool:
    return any(when > line.asked_at and (specific or not line.specific) for when, specific in against)


def _why_none(numbered: list[tuple[int, Line]], states: dict[int, str]) -> tuple[int | None, str]:
    """The newest line that says no; a line that was merely replaced or once held explains least."""
    told = [
        (line.withdrawn_at or line.asked_at, place)
        for place, line in numbered
        if states[place] not in {"holds", "replaced"}
    ]
    if not told:
        return None, "none"
    place = max(told)[1]
    return place, states[place]


def is_child(born: str | None, birth_year: int | None, day: date) -> bool | None:
    """Is somebody under 18 on a local day? `born` is a partial ISO date; None when it stays open."""
    try:
        known = Partial.parse(born) if born else Partial(birth_year) if birth_year else None
    except ValueError:
        known = Partial(birth_year) if birth_year else None
    return known.is_child_at(day) if known else None


def grown_on(born: str | None, birth_year: int | None) -> date | None:
    """The first local day on which somebody is certainly 18; None without any date."""
    try:
        known = Partial.parse(born) if born else Partial(birth_year) if birth_year else None
    except ValueError:
        known = Partial(birth_year) if birth_year else None
    if known is None:
        return None
    year = known.latest.year + ADULT_AT
    leap_day = (known.latest.month, known.latest.day) == (2, 29)  # falls on 1 March in other years
    return date(year, 3, 1) if leap_day and not isleap(year) else known.latest.replace(year=year)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to write into the ledger, as the rules see it. Names count as "there" or "not there"."""

    basis: str
    answer: str
    child: bool  # under 18, or not certain
    age_said: bool
    giver: str = ""
    relation: str = ""
    giver_named: bool = False
    guardian_barred: bool = False
    child_view: str = ""
    age: int | None = None
    objection_age: int = 0
    no_guardian: str = ""
    capacity_words: bool = False
    form: str = ""
    language: str = ""
    interpreter_named: bool = False
    interpreter_office: bool = False
    witness_named: bool = False
    duty: bool = False
    consent_only: bool = False
    note: bool = False
    may_decide: bool = False
    sections: bool = False
    until_after: timedelta | None = None  # from the answer to the end
    most_hours: int = 0


def hurdles(asked: Asked) -> list[tuple[str, str]]:
    """Everything that is missing or forbidden, as (code, field)."""
    if asked.basis != Basis.CONSENT:
        return _without_consent(asked)
    if asked.answer == Answer.NOT_ASKED:
        return []
    found = [*_giver(asked), *_manner(asked)]
    if asked.answer == Answer.GIVEN and not asked.sections:
        found.append(("sections_needed", "sections"))
    if asked.until_after is not None and asked.until_after <= timedelta(0):
        found.append(("ends_before", "until_on"))
    return found


def _without_consent(asked: Asked) -> list[tuple[str, str]]:
    found = []
    if asked.answer != Answer.GIVEN:
        found.append(("only_consent_refused", "answer"))
    if asked.consent_only:
        found.append(("only_consent", "basis"))
    if not asked.sections:
        found.append(("sections_needed", "sections"))
    if asked.basis == Basis.LEGAL_DUTY and not asked.duty:
        found.append(("duty_needed", "duty"))
    if asked.basis == Basis.VITAL_INTEREST:
        if not asked.note:
            found.append(("danger_needed", "note"))
        after = asked.until_after
        if after is None or after <= timedelta(0):
            found.append(("end_needed", "hours"))
        elif after > timedelta(hours=asked.most_hours):
            found.append(("too_long", "hours"))
    return found


def _giver(asked: Asked) -> list[tuple[str, str]]:
    if not asked.giver:
        return [("giver_needed", "giver")]
    found = []
    if not asked.age_said and asked.giver in {Giver.SELF, Giver.REPRESENTATIVE}:
        return [("age_needed", "minority")]
    if asked.giver in {Giver.GUARDIAN, Giver.REPRESENTATIVE}:
        found += [("name_needed", "giver_name")] if not asked.giver_named else []
        found += [("relation_needed", "relation")] if not asked.relation else []
        found += [("barred", "giver_name")] if asked.guardian_barred else []
    return [*found, *(_for_child(asked) if asked.child else _for_grown(asked))]


def _for_child(asked: Asked) -> list[tuple[str, str]]:
    found = []
    if asked.giver == Giver.SELF and asked.answer == Answer.GIVEN:
        found.append(("child_needs_guardian", "giver"))
    if asked.giver == Giver.REPRESENTATIVE:
        found.append(("child_has_guardian", "giver"))
    if asked.giver != Giver.SELF and not asked.child_view:
        found.append(("child_view_needed", "child_view"))
    objects = asked.child_view == ChildView.DISAGREES and asked.answer == Answer.GIVEN
    old_enough = asked.age is None or asked.age >= asked.objection_age
    if objects and old_enough and asked.giver == Giver.GUARDIAN:
        found.append(("child_objects", "child_view"))
    if asked.giver == Giver.OFFICIAL:
        found += [("not_yours_to_decide", "giver")] if not asked.may_decide else []
        found += [("no_guardian_needed", "no_guardian")] if asked.no_guardian not in NoGuardian.values else []
        found += [("reason_needed", "note")] if not asked.note else []
    return found


def _for_grown(asked: Asked) -> list[tuple[str, str]]:
    if asked.giver in {Giver.GUARDIAN, Giver.OFFICIAL}:
        return [("grown_speaks", "giver")]
    if asked.giver == Giver.REPRESENTATIVE and not asked.capacity_words:
        return [("capacity_needed", "capacity_words")]
    return []


def _manner(asked: Asked) -> list[tuple[str, str]]:
    found = []
    if not asked.form:
        found.append(("form_needed", "form"))
    if asked.form in {Form.SPOKEN, Form.THUMBPRINT} and not asked.witness_named:
        found.append(("witness_needed", "witness_name"))
    if not asked.language:
        found.append(("language_needed", "language"))
    if asked.interpreter_named and not asked.interpreter_office:
        found.append(("interpreter_office_needed", "interpreter_agency"))
    return found
