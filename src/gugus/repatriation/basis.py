"""Does the person want to return, and may another agency be told? Asked of the ledger of consent, never kept here."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Section
from gugus.access.policies import live_grants
from gugus.base.refusals import Reason
from gugus.cases.models import Party
from gugus.cases.rules import is_child as child_by_years
from gugus.consent import queries as ledger
from gugus.consent import rules as grounds
from gugus.consent.codes import Basis
from gugus.consent.models import Ground
from gugus.directory.models import Agency
from gugus.people.models import Person
from gugus.repatriation.codes import PURPOSE
from gugus.repatriation.models import Repatriation

NOT_ASKED = {
    "refused": _("The person does not want to return. Nobody is sent home against her will."),
    "withdrawn": _("The person took back her consent to return."),
    "expired": _("The consent to return has run out. Ask the person again."),
    "lapsed": _("The person has turned 18 and is asked herself."),
    "not_asked": _("The person was not asked yet whether she wants to return."),
}
NONE = _("The ledger of consent has no consent to return. Ask the person, and record what she says there.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ledger says of the person's own will to return."""

    ground: Ground | None
    code: str

    @property
    def holds(self) -> bool:
        """Does she want it?"""
        return self.ground is not None

    def reason(self, field: str = "") -> Reason:
        """Why she is not sent home."""
        return Reason(f"return_{self.code}", NOT_ASKED.get(self.code, NONE), field)


def will_of(person: Person, at: datetime, *, lock: bool = False) -> Asked:
    """Her newest word about returning, whoever it was to be told to. A duty of the law is no will.

    `lock` holds the lines of the ledger, so that a withdrawal waits or is seen.
    """
    if lock:
        ledger.lock_lines(person)
    lines = [one for one in ledger.lines_for(person, [PURPOSE]) if one.basis == Basis.CONSENT]
    seen = [_line(one) for one in lines]
    place, code = grounds.choose(seen, at)
    if code != "holds":
        return Asked(None, code)
    return Asked(lines[place], code)


def _line(ground: Ground) -> grounds.Line:
    """Every word counts for every recipient: it is about the journey, not about who reads what."""
    return grounds.Line(
        basis=ground.basis, answer=ground.answer, asked_at=ground.asked_at, specific=True, until_at=ground.until_at,
        withdrawn_at=ground.withdrawn_at, replaced=ground.replaced_at is not None, lapsed=ground.lapsed_at is not None,
    )  # fmt: skip


def basis_to_tell(person: Person, agency: Agency, at: datetime, *, lock: bool = False) -> ledger.Found:
    """The ground on which a receiving agency may read about the return."""
    sections = [Section.REPATRIATION]
    return ledger.basis_for(
        person, PURPOSE, agency, at, sections=sections, depth=FieldClass.SENSITIVE, lock=lock
    )


def open_basis(repatriation: Repatriation, agency: Agency, at: datetime) -> str:
    """The basis on which the agency reads about the return already (accepted referral, earlier minutes), else ""."""
    for kind, pk in (("repatriation", repatriation.pk), ("case", repatriation.case_id)):
        grants = live_grants(kind, pk, at).filter(agency=agency, sections__contains=[Section.REPATRIATION])
        if found := grants.filter(field_class=None).values_list("basis", flat=True).first():
            return found
    return ""


def is_child(party: Party, at: datetime) -> bool:
    """Is the person under 18 today? Unknown counts as a child: then somebody goes along."""
    person = party.person
    day = timezone.localdate(at)
    by_year = child_by_years(None, person.birth_year, day)
    if by_year is None and person.birth_year is None and party.age_at_act is not None:
        return party.age_at_act < grounds.ADULT_AT
    if by_year is None and person.birth_year is not None:
        exact = grounds.is_child(ledger.born_of(person), person.birth_year, day)
        return exact is not False
    return by_year is not False
