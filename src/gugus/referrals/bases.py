"""On which line of the ledger a referral rests, asked when it is written and again when it is sent."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from gugus.access.codes import Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot
from gugus.consent import queries as ledger
from gugus.consent.gate import ledger_of
from gugus.consent.overriding import override as write_override
from gugus.consent.queries import Found
from gugus.directory.models import Agency
from gugus.people.models import Person
from gugus.referrals.codes import Basis
from gugus.referrals.models import Referral

PURPOSE = "referral"
FIELD = "party"  # the basis belongs to the person and the agency; the form names the person


class CannotRefer(Cannot):
    """The referral cannot be written or sent like this; all reasons at once."""


def found_for(person: Person, to_agency: Agency, at: datetime, *, sections: Iterable[str] = ()) -> Found:
    """What the ledger says to asking this agency for this person."""
    return ledger.basis_for(person, PURPOSE, to_agency, at, sections=sections)


def found_for_each(persons: Iterable[Person], to_agency: Agency, at: datetime) -> list[Found]:
    """The same for everybody of a case, in their order; the lines are read once."""
    people = list(persons)
    lines = ledger.of_persons(one.pk for one in people)
    counting = ledger.counting_for(PURPOSE)
    return [
        ledger.found_among(
            [line for line in lines.get(one.pk, []) if line.purpose in counting], one, PURPOSE, to_agency, at
        )
        for one in people
    ]


def may_override(viewer: Viewer, person: Person, at: datetime) -> bool:
    """May the viewer send without a ground, for a reason that a second person reviews?"""
    return ledger_of(viewer, person, at).may(Verb.OVERRIDE)


def found_of(referral: Referral, at: datetime) -> Found:
    """What the ledger says to sending this referral now."""
    return found_for(referral.person, referral.to_agency, at, sections=referral.sections)


def rests_on(draft: Referral, *, override: str, by: User, at: datetime) -> dict:
    """The ground on which a draft is sent now, or the override. Raises CannotRefer, CannotOverride."""
    found = found_of(draft, at)
    if found.holds:
        return resting_on(found)
    if not override.strip():
        raise CannotRefer([found.reason(FIELD)])
    return overridden(draft, found, reason=override, by=by, at=at)


def resting_on(found: Found) -> dict:
    """What a referral keeps of its ground."""
    ground = found.ground
    if ground is None:
        return {"ground": None, "basis": "", "basis_on": None}
    return {"ground": ground, "basis": ground.basis, "basis_on": timezone.localdate(ground.asked_at)}


def overridden(referral: Referral, found: Found, *, reason: str, by: User, at: datetime) -> dict:
    """The same for one that is sent without a ground. Raises CannotOverride."""
    made = write_override(
        person=referral.person, purpose=PURPOSE, recipient=referral.to_agency, about=referral, found=found,
        reason=reason, by=by, at=at,
    )  # fmt: skip
    return {"ground": None, "override": made, "basis": Basis.OVERRIDE, "basis_on": None}
