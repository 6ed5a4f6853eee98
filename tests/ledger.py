"""Consents for tests: what a person of the cast wrote into the ledger."""

from gugus.access.codes import Section
from gugus.consent.models import Ground
from gugus.consent.recording import Told, record_ground
from tests.conftest import NOON, voice_of

EVERYTHING = tuple(
    one.value for one in (
        Section.CASE, Section.IDENTITY, Section.SCREENING, Section.REFERRAL, Section.CARE, Section.HEALTH,
        Section.JUSTICE, Section.REPATRIATION, Section.REINTEGRATION,
    )
)  # fmt: skip
BY_GUARDIAN = {
    "giver": "guardian", "giver_name": "Ibu Contoh", "relation": "mother", "child_view": "agrees", "form": "written",
    "language": "Indonesia",
}  # fmt: skip
BY_SELF = {
    "giver": "self", "giver_name": "", "relation": "", "child_view": "", "minority": "adult", "form": "written",
    "language": "Indonesia",
}  # fmt: skip


def told_for(agency, **more) -> Told:
    """A consent to referral with everything that a child's needs; `more` changes it."""
    told = {"purpose": "referral", "recipient": agency, "sections": EVERYTHING, **BY_GUARDIAN}
    return Told(**(told | more))


def consented(by, person, agency, *, at=NOON, may_decide=False, **more) -> Ground:
    """Somebody of the person's agency records a consent to refer the person to an agency."""
    grown = person.birth_year is not None and at.year - person.birth_year > 18
    told = told_for(agency, **(BY_SELF if grown else {}) | more)
    with voice_of(by):
        return record_ground(person=person, told=told, by=by, at=at, may_decide=may_decide)


def owed(by, person, agency, *, duty="child_protection", at=NOON, **more) -> Ground:
    """The same on a duty of the law."""
    told = Told(
        purpose="referral", recipient=agency, basis="legal_duty", duty=duty, sections=EVERYTHING, **more
    )
    with voice_of(by):
        return record_ground(person=person, told=told, by=by, at=at)
