"""A task force in which something of each kind waits."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of
from tests.followup.conftest import proof, recommended
from tests.forces import settle_force
from tests.meetings.conftest import invited, minuted
from tests.publication.conftest import TEXT

from gugus.access.viewer import viewer_of
from gugus.followup.actions.progress import report_done
from gugus.publication import actions as publishing
from gugus.room.telling import Room, room_of, sights_of

AFTER = NOON + timedelta(days=60)  # the recommendations' day has passed


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def force(world):
    return settle_force(world)


@pytest.fixture
def waiting(world, force):
    """One late recommendation of the police, one reported by the shelter, minutes for Arif, a text for everybody, an
    invitation that nobody has answered."""
    recommended(world, force)
    done = recommended(world, force, owner=world.shelter)
    with voice_of(world.maya):
        report_done(
            recommendation=done, words="Sudah", evidence=proof(done, world.maya), by=world.maya, at=NOON
        )  # fmt: skip
    minuted(world, force)
    invited(world, force, title="Rapat berikutnya", starts_at=AFTER + timedelta(days=3))
    with voice_of(world.wulan):
        text = publishing.write(force=force, kind="meeting", words=TEXT, by=world.wulan, at=NOON)
        publishing.propose(one=text, by=world.wulan, at=NOON)
    return force


def room_for(user, at=AFTER) -> Room:
    """The room of the user's first task force; roles are held since NOON."""
    with voice_of(user):
        return room_of(sights_of(viewer_of(user, on=max(at, NOON).date()))[0], at)


def counts(piles) -> dict[str, int]:
    return {one.key: one.count for one in piles}
