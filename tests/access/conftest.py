"""Administrators, and a second one at the unit."""

import pytest

from gugus.access import rules
from gugus.access.codes import Role
from gugus.base.context import speaking_for
from tests import cast
from tests.conftest import NOON, voice_of


@pytest.fixture(autouse=True)
def shipped_again():
    """The matrix of a test that was taken back does not count in the next one."""
    yield
    rules.count_by(None)


@pytest.fixture
def tono(world):
    """The administrator of the unit, which hosts the installation; the database speaks for him."""
    with voice_of(world.tono):
        yield world.tono


def hired(name, agency, role):
    """One more colleague, made by nobody in particular (as the cast is)."""
    with speaking_for():
        return cast.user(name, agency, role, at=NOON)


@pytest.fixture
def tini(world):
    """A second administrator of the unit."""
    return hired("tini", world.unit, Role.ADMINISTRATOR)


@pytest.fixture
def anwar(world):
    """The administrator of the shelter."""
    return hired("anwar", world.shelter, Role.ADMINISTRATOR)
