"""On what a transfer rests: what the sender says about the case, and what the ledger says about each survivor."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.queries import live_parties
from gugus.consent import queries as ledger
from gugus.consent.overriding import override as write_override
from gugus.consent.queries import Found
from gugus.directory.models import Agency
from gugus.people.models import Person
from gugus.transfers.codes import Basis
from gugus.transfers.models import Transfer

PURPOSE = "transfer"


def doubts_about_basis(*, basis: str, basis_on: date | None, note: str, today: date) -> list[Reason]:
    """What is missing for the basis that the sender names."""
    if basis not in Basis.values:
        return [Reason("no_basis", _("Say on which basis the case goes."), "basis")]
    if basis != Basis.CONSENT:
        words = _("Without consent, write down which duty or danger is the reason.")
        return [] if note.strip() else [Reason("basis_needs_words", words, "basis_note")]
    if basis_on is None:
        return [Reason("consent_undated", _("Say on which day consent was given."), "basis_on")]
    if basis_on > today:
        return [Reason("in_the_future", _("This lies in the future."), "basis_on")]
    return []


def may_go_without(viewer: Viewer) -> bool:
    """May the viewer offer a case although the ledger has no ground, for a reason that a second person reviews?"""
    return viewer.reach(Section.CONSENT, Verb.OVERRIDE) >= Scope.AGENCY


def without_ground(case: Case, to_agency: Agency, at: datetime) -> list[tuple[Person, Found]]:
    """The survivors of one's own agency whom the ledger gives no ground to hand over, each with what it says.

    Persons of a third agency are left out: their ledger is kept there.
    """
    people = [one.person for one in live_parties(case) if one.role == "survivor"]
    own = [one for one in people if one.agency_id == case.agency_id]
    lines, counting = ledger.of_persons(one.pk for one in own), ledger.counting_for(PURPOSE)
    found = [
        (one, ledger.found_among(
            [line for line in lines.get(one.pk, []) if line.purpose in counting], one, PURPOSE, to_agency, at
        ))
        for one in own
    ]  # fmt: skip
    return [(one, what) for one, what in found if not what.holds]


def no_ground(number: int) -> Reason:
    """The refusal, with the way out."""
    words = ngettext(
        "The ledger has no ground to hand %(number)d survivor over to this agency. Record it on the person's page.",
        "The ledger has no ground to hand %(number)d survivors over to this agency. Record it on each person's page.",
        number,
    )
    return Reason("no_ground", words % {"number": number}, "basis")


def go_without(
    transfer: Transfer, lacking: list[tuple[Person, Found]], *, reason: str, by: User, at: datetime
) -> None:
    """Write each of them down as handed over without a ground. Raises CannotOverride."""
    for person, found in lacking:
        write_override(
            person=person, purpose=PURPOSE, recipient=transfer.to_agency, about=transfer, found=found, reason=reason,
            by=by, at=at,
        )  # fmt: skip
