"""Cases of two agencies, with a hostile summary and a survivor each; exports lie in a folder of the test."""

import pytest
from tests.conftest import NOON, as_role, voice_of

from gugus.access.models import User
from gugus.cases.actions import add_party, open_case
from gugus.exchange import actions
from gugus.exchange.lists import list_of
from gugus.exchange.models import Export
from gugus.people.actions import register_person


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def case_of(user: User, name: str, risk: str = "high"):
    """A case of the user's agency with one survivor of this name."""
    with voice_of(user):
        case = open_case(agency=user.agency, manager=user, risk=risk, summary="=1+1", by=user, at=NOON)
        person = register_person(
            agency=user.agency,
            names={"full": name, "aliases": []},
            phones=["0800000000001"],
            by=user,
            at=NOON,
        )
        add_party(case=case, person=person, role="survivor", by=user, at=NOON)
    return case


@pytest.fixture
def cases(world):
    """Two cases of the unit, one of an agency that has nothing to do with it."""
    return [
        case_of(world.rina, "=Mawar Contoh"),
        case_of(world.ratih, "Kenanga Contoh", "low"),
        case_of(world.sari, "Sekar"),
    ]


def asked(user: User, listed: str = "cases", form: str = "csv", **filters) -> Export:
    with voice_of(user):
        return actions.ask(listed=list_of(listed), filters=filters, form=form, by=user, at=NOON)


def made(export: Export) -> Export:
    """What the worker does with it."""
    with as_role("gugus_worker"):
        return actions.make(export=export, at=NOON)


def content(export: Export) -> bytes:
    with voice_of(export.asked_by):
        return actions.give_out(export=export, by=export.asked_by, at=NOON)
