"""What would go and what stays when one person, or one case, is to be forgotten because somebody asked for it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.intake.models import Mention, Report
from gugus.people.models import Person
from gugus.retention.due import Due
from gugus.retention.following import files_of_person
from gugus.retention.holding import held
from gugus.retention.holds import Held

BECAUSE = "what is left when somebody asks to be forgotten"
OTHERS = Held("others", _("The file is also about other people; their part of it stays"))
OTHER_AGENCY = Held("other_agency", _("Another agency answers for it; the request must go there"))
FORGOTTEN = Held("forgotten", _("It was made anonymous already"))
CASE_STAYS = Held("case_stays", _("The person appears in a file that must stay"))


@dataclass(frozen=True, slots=True)
class Stays:
    """One record that stays, and every reason."""

    kind: str
    ref: str
    why: tuple[Held, ...]


@dataclass
class Parting:
    """What goes, in order (files first, the person last), and what stays."""

    goes: list[Due] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)


def what_stays(person: Person, *, at: datetime) -> Parting:
    """Sort everything in which a person appears into what goes and what stays. Reading only.

    A file in which the person is the only one it is about goes as a whole. A closed file that is about others
    too stays, without this person's names and numbers. If a file is open or held, the person stays with it.
    """
    parting = Parting()
    if person.forgotten_at:
        parting.stays.append(Stays("person", person.ref, (FORGOTTEN,)))
        return parting
    blocked = list(held("person", {person.pk: person.agency_id}, at=at).get(person.pk, ()))
    for kind, key in sorted(files_of_person(person.pk), key=str):
        blocked += _sort(parting, kind, key, person, at)
    if blocked:
        parting.goes = [one for one in parting.goes if one.kind != "person"]
        parting.stays.append(Stays("person", person.ref, (*dict.fromkeys(blocked),)))
    else:
        parting.goes.append(_wish("person", person.pk, person.ref, at))
    return parting


def of_case(case: Case, *, at: datetime) -> Parting:
    """A case as a whole, unless something holds it. Reading only."""
    if case.forgotten_at:
        return Parting(stays=[Stays("case", case.ref, (FORGOTTEN,))])
    why = held("case", {case.pk: case.agency_id}, at=at).get(case.pk)
    if why:
        return Parting(stays=[Stays("case", case.ref, tuple(why))])
    return Parting(goes=[_wish("case", case.pk, case.ref, at)])


def _sort(parting: Parting, kind: str, key: UUID, person: Person, at: datetime) -> list[Held]:
    """Put one file where it belongs; gives back what makes the person stay."""
    model = {"case": Case, "report": Report}[kind]
    found = model.objects.unscoped(because=BECAUSE).filter(pk=key).first()
    if found is None or found.agency_id != person.agency_id:  # the database hides other agencies' files
        parting.stays.append(Stays(kind, found.ref if found else "", (OTHER_AGENCY,)))
        return [CASE_STAYS]
    why = held(kind, {key: found.agency_id}, at=at).get(key)
    if why:
        parting.stays.append(Stays(kind, found.ref, tuple(why)))
        return [CASE_STAYS]
    if _is_about_others(kind, key, person):
        parting.stays.append(Stays(kind, found.ref, (OTHERS,)))
    else:
        parting.goes.append(_wish(kind, key, found.ref, at))
    return []


def _is_about_others(kind: str, key: UUID, person: Person) -> bool:
    """Is somebody else a survivor in the file, or this person none?"""
    if kind == "case":
        rows = Party.objects.unscoped(because=BECAUSE).filter(case=key, role=PartyRole.SURVIVOR)
    else:
        rows = Mention.objects.unscoped(because=BECAUSE).filter(report=key, role=PartyRole.SURVIVOR)
    persons = set(rows.values_list("person_id", flat=True))
    return persons != {person.pk}


def _wish(kind: str, pk: UUID, ref: str, at: datetime) -> Due:
    today = timezone.localdate(at)
    return Due(kind, pk, ref, "", None, today, today.year)
