from datetime import timedelta

import pytest

from gugus.access.codes import Section, Verb
from gugus.approvals import kinds
from gugus.approvals.actions import ask
from tests.approvals import things
from tests.conftest import NOON, voice_of

KIND = "test.thing"
REASON = "Diperlukan untuk uji dua orang."


@pytest.fixture(autouse=True)
def thing():
    """A kind of its own: case managers ask, supervisors and the data protection officer say yes."""
    kinds.name_kind(
        KIND, label="Hal uji", section=Section.IDENTITY, runs="tests.approvals.things.run",
        lives=timedelta(hours=72), asks=Verb.UNMASK, may_ask="tests.approvals.things.may_ask",
    )  # fmt: skip
    for made in (things.done, things.refuses, things.refuses_asking):
        made.clear()
    yield things
    kinds._kinds.pop(KIND)


def asked_by(user, at=NOON, **facts):
    """A request of a user."""
    with voice_of(user):
        return ask(KIND, facts=facts or {"rows": 3}, reason=REASON, by=user, at=at)


@pytest.fixture
def asked(world):
    """Rina asked for the thing at noon."""
    return asked_by(world.rina)
