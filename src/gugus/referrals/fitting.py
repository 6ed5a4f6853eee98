"""Which agency fits whom: the directory of providers, asked for the person to be referred. No agency is hidden."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.providers import wording as said
from gugus.providers.codes import Misfit, Sex
from gugus.providers.queries import Found, fits_of
from gugus.providers.rules import GRAVE, Need, nearness


@dataclass(frozen=True)
class Fit:
    """How an agency's best service stands to the person: reasons against it, free places, hours."""

    found: Found

    @property
    def fits(self) -> bool:
        """Does nothing grave speak against it?"""
        return self.found.fits

    @property
    def against(self) -> list[str]:
        """Why it does not fit, or what makes it harder; full and closed are said beside."""
        spoken = [one for one in self.found.misfits if one not in {Misfit.FULL, Misfit.CLOSED}]
        return said.against(spoken)

    @property
    def room(self) -> str:
        """Free places in words."""
        return said.places(self.found.free)

    @property
    def free(self):
        """Free places and how sure that is."""
        return self.found.free

    @property
    def is_open(self) -> bool:
        """Does somebody answer now?"""
        return self.found.open_then


def need_of(case: Case, party: Party | None, service: str, at: datetime) -> Need:
    """The need of a person, as the directory asks: sex, age, disability, language, area; nothing else."""
    area = case.area_code or case.agency.area_code
    if party is None:
        return Need(service=service, at=at, area=area, near=area)
    person = party.person
    age = party.age_at_act if person.birth_year is None else localdate(at).year - person.birth_year
    return Need(
        service=service, sex=person.sex if person.sex in Sex.values else "", at=at, area=area, near=area,
        language=said.language_code(person.language or ""), accessibility=person.disability or "",
    ).with_age(max(age, 0) if age is not None else None)  # fmt: skip


def ranked(agencies: list[Agency], need: Need, from_here: set[str], at: datetime) -> list[Agency]:
    """The same agencies, with `fit` on each: those that fit first, then those without an entry, then the others."""
    fits: dict[UUID, Found] = fits_of([one.pk for one in agencies], need, at=at)
    for one in agencies:
        found = fits.get(one.pk)
        one.fit = Fit(found) if found else None

    def order(one: Agency) -> tuple:
        near = -max((nearness(one.area_code, code) for code in from_here), default=0)
        if one.fit is None:
            return (1, (), near, one.name)
        grave = bool(GRAVE & set(one.fit.found.misfits))
        return (2 if grave else 0, one.fit.found.order, near, one.name)

    return sorted(agencies, key=order)
