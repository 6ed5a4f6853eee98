"""A case of the unit: Nadia, seventeen at the act, managed by Rina."""

from dataclasses import dataclass

import pytest

from gugus.access.actions import open_to
from gugus.cases.actions import add_party, open_case, share_person
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.people.actions import register_person
from gugus.people.models import Person
from tests.conftest import NOON, voice_of


@dataclass
class File:
    """One case with a survivor and an alleged offender."""

    case: Case
    survivor: Person
    accused: Person
    party: Party


def somebody(world, name: str, **facts) -> Person:
    """A person of the unit with a name."""
    names = {"full": name, "aliases": []}
    return register_person(agency=world.unit, names=names, by=world.rina, at=NOON, **facts)


def a_case(world, **facts) -> Case:
    """A bare case managed by Rina."""
    told = {"risk": "high", "summary": "Dijemput dari kos, dijanjikan kerja di kafe."} | facts
    return open_case(agency=world.unit, manager=world.rina, by=world.rina, at=NOON, **told)


@pytest.fixture
def file(world, rina) -> File:
    case = a_case(world, area_code="31.74.07", exploitation=["prostitution"])
    survivor = somebody(world, "Nadia Kusumaningrum", sex="female", birth_year=2009)
    accused = somebody(world, "Bagas Prawirodirjo", sex="male")
    party = add_party(case=case, person=survivor, role=PartyRole.SURVIVOR, age_at_act=16, by=rina, at=NOON)
    add_party(case=case, person=accused, role=PartyRole.ACCUSED, relation="recruiter", by=rina, at=NOON)
    case = Case.objects.unscoped(because="fixture").get(pk=case.pk)
    return File(case, survivor, accused, party)


@pytest.fixture
def share(world, file):
    """A function that opens the case to another agency, with the survivor but without the alleged offender."""

    def opened(agency, sections=("case",)):
        with voice_of(world.rina):
            open_to(
                kind="case", about=file.case, agency=agency, sections=sections, basis="referral",
                because=file.case, by=world.rina, at=NOON,
            )  # fmt: skip
            share_person(
                case=file.case, person=file.survivor, agency=agency, basis="referral", because=file.case,
                by=world.rina, at=NOON, offered=False,
            )  # fmt: skip

    return opened
