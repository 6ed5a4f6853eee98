"""A task force with a secretariat and its chair, and a text on its way to everybody."""

import pytest
from tests.conftest import NOON, voice_of
from tests.forces import settle_force

from gugus.publication import actions
from gugus.publication.codes import Kind
from gugus.publication.rules import Words

TEXT = Words("Rapat pleno 23 Juni 2025", "Rapat membahas 20 kasus tahun 2024.\n\n- pencegahan\n- pemulangan")


@pytest.fixture
def force(world):
    """The office keeps the secretariat; unit, police and shelter are members."""
    return settle_force(world)


@pytest.fixture
def draft(world, force):
    """What Wulan of the secretariat wrote."""
    with voice_of(world.wulan):
        return actions.write(force=force, kind=Kind.MEETING, words=TEXT, by=world.wulan, at=NOON)


@pytest.fixture
def proposed(world, draft):
    """The same, waiting for the chair."""
    with voice_of(world.wulan):
        return actions.propose(one=draft, by=world.wulan, at=NOON)


@pytest.fixture
def shown(world, proposed):
    """The same, for everybody."""
    with voice_of(world.arif):
        return actions.publish(one=proposed, looked_at=[], by=world.arif, at=NOON)
