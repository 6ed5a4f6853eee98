"""The cast: invented people in the kinds of agencies that a city task force has."""

from dataclasses import dataclass
from datetime import date, datetime

from gugus.access.actions import add_user
from gugus.access.codes import Role
from gugus.access.models import User
from gugus.access.viewer import Viewer, viewer_of
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency

LONG_AGO = date(2020, 1, 1)


@dataclass
class World:
    """Everybody a test may need. `unit` handles cases; the others are task-force members."""

    unit: Agency
    police: Agency
    shelter: Agency
    outside: Agency
    office: Agency
    rina: User  # case manager of the unit
    dewi: User  # complaint officer of the unit
    yusuf: User  # supervisor of the unit
    ratih: User  # another case manager of the unit, not on Rina's team
    budi: User  # investigator, liaison of the police
    maya: User  # liaison of the shelter
    sari: User  # case manager of an agency that has nothing to do with it
    arif: User  # chair: figures only
    wulan: User  # secretariat
    lestari: User  # data protection officer of the unit
    tono: User  # administrator of the unit
    nadia: User  # companion of the unit, on nobody's team yet
    hasan: User  # auditor of the unit
    putri: User  # prevention officer of the office
    eka: User  # analyst of the office

    def viewer(self, name: str) -> Viewer:
        """The viewer that a person of the cast is on the test's day."""
        return viewer_of(getattr(self, name), on=date(2026, 6, 15))


def settle(at: datetime) -> World:
    """Put agencies and users into the database."""
    unit = agency("upt-pppa", "UPT PPPA", AgencyKind.PROTECTION_UNIT)
    police = agency("unit-ppa", "Unit PPA Polres", AgencyKind.POLICE)
    shelter = agency("rumah-melati", "Rumah Aman Melati", AgencyKind.SHELTER)
    outside = agency("lembaga-lain", "Lembaga Lain", AgencyKind.NGO)
    office = agency("sudin-pppapp", "Suku Dinas PPAPP", AgencyKind.WOMEN_OFFICE)
    people = {
        "rina": (unit, Role.CASE_MANAGER),
        "dewi": (unit, Role.INTAKE_OFFICER),
        "yusuf": (unit, Role.SUPERVISOR),
        "ratih": (unit, Role.CASE_MANAGER),
        "budi": (police, Role.LIAISON),
        "maya": (shelter, Role.LIAISON),
        "sari": (outside, Role.CASE_MANAGER),
        "arif": (office, Role.CHAIR),
        "wulan": (office, Role.SECRETARIAT),
        "lestari": (unit, Role.DATA_PROTECTION),
        "tono": (unit, Role.ADMINISTRATOR),
        "nadia": (unit, Role.COMPANION),
        "hasan": (unit, Role.AUDITOR),
        "putri": (office, Role.PREVENTION_OFFICER),
        "eka": (office, Role.ANALYST),
    }
    users = {name: user(name, *place, at=at) for name, place in people.items()}
    return World(unit=unit, police=police, shelter=shelter, outside=outside, office=office, **users)


def agency(slug: str, name: str, kind: AgencyKind) -> Agency:
    return Agency.objects.create(slug=slug, name=name, kind=kind, area_code="31.74", valid_from=LONG_AGO)


def user(name: str, agency: Agency, role: Role, *, at: datetime) -> User:
    made = add_user(
        username=name, full_name=name.title(), agency=agency, roles=[], password=None, by=None, at=at
    )
    made.assignments.create(role=role, valid_from=LONG_AGO)
    return made
