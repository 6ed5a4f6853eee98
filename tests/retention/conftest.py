"""A closed case of long ago with a survivor who appears nowhere else, and what it takes to let it go."""

from datetime import UTC, datetime

import pytest

from gugus.access.codes import Role
from gugus.approvals.actions import approve
from gugus.approvals.models import Request
from gugus.cases.actions import add_party, check_safety, open_case
from gugus.cases.codes import CaseState, PartyRole
from gugus.cases.models import Case
from gugus.cases.states import move
from gugus.people.actions import register_person
from gugus.people.models import Person
from gugus.retention import runs
from gugus.retention.actions import ask_run
from gugus.retention.models import Run
from tests import cast
from tests.conftest import NOON, as_role, voice_of

LONG_AGO = datetime(2010, 3, 17, 5, 0, tzinfo=UTC)
TODAY = NOON.date()
REASON = "Masa simpan sudah lewat."
LOOK = "the test looks what is kept"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Contents and certificates of this test lie in a folder of its own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def second(world):
    """Hanum, a second data protection officer of the unit."""
    return cast.user("hanum", world.unit, Role.DATA_PROTECTION, at=NOON)


def a_person(world, name="Mawar Contoh", **facts) -> Person:
    told = {"sex": "female", "birth_year": 1983, "home_area": "31.74.07.1001"} | facts
    names = {"full": name, "aliases": ["Wawar"]}
    with voice_of(world.rina):
        return register_person(
            agency=world.unit, names=names, phones=["080000001234"], by=world.rina, at=LONG_AGO, **told
        )


def old_case(world, *persons, at=LONG_AGO, close=True, age=27, **told) -> Case:
    """A case of the unit with these survivors, closed on the day it was opened."""
    with voice_of(world.rina):
        told = {"risk": "high", "summary": "Dijanjikan kerja.", "area_code": "31.74.07"} | told
        case = open_case(agency=world.unit, manager=world.rina, by=world.rina, at=at, **told)
        for person in persons:
            add_party(case=case, person=person, role=PartyRole.SURVIVOR, age_at_act=age, by=world.rina, at=at)
        case = check_safety(case=case, safety="safe", note="Aman.", by=world.rina, at=at)
        if close:
            case = closed(world, case, at=at)
    return again(case)


def closed(world, case, *, at=LONG_AGO) -> Case:
    return move(case=case, to=CaseState.CLOSED, code="goals_met", note="Selesai.", by=world.rina, at=at)


def again(record):
    """The record as it stands now, whoever may see it."""
    with as_role("gugus_worker"):
        return type(record)._base_manager.get(pk=record.pk)


@pytest.fixture
def mawar(world) -> Person:
    return a_person(world)


@pytest.fixture
def case(world, mawar) -> Case:
    return old_case(world, mawar)


def asked(world, *, at=NOON, **more) -> Run:
    with voice_of(world.lestari):
        return ask_run(agency=world.unit.pk, on=TODAY, reason=REASON, by=world.lestari, at=at, **more)


def agreed(run, second, *, at=NOON) -> Run:
    with voice_of(second):
        request = Request.objects.unscoped(because=LOOK).get(about_id=run.pk)
        approve(request=request, by=second, at=at, seen=request.digest)
    return again(run)


def carried_out(run, *, at=NOON):
    with as_role("gugus_worker"):
        return runs.carry_out(run.pk, clock=lambda: at)


@pytest.fixture
def forgotten(world, case, second):
    """The certificate of a run that took the old case."""
    return carried_out(agreed(asked(world), second))
