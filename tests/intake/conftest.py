"""A report noted by Dewi, and how to note more of them."""

import pytest

from gugus.intake.actions import Told, receive_report
from tests.conftest import NOON, voice_of

FAR = NOON.replace(year=2036)  # the database ends grants by its own clock, so these must end after today
GIRL = {
    "role": "survivor",
    "sex": "female",
    "age": 15,
    "who": {"name": "Melati Contoh", "phones": ["080000001111"]},
}


@pytest.fixture
def note_down(world):
    """A function that lets a user note a report; `about` changes what was told."""

    def note(by=None, at=NOON, key=None, **about):
        by = by or world.dewi
        told = {
            "channel": "phone",
            "risk": "medium",
            "narrative": "Anak itu tidak boleh keluar rumah.",
        } | about
        with voice_of(by):
            return receive_report(told=Told(**told), agency=by.agency, by=by, at=at, key=key)

    return note


@pytest.fixture
def report(note_down):
    return note_down(mentions=[dict(GIRL)], safe_contact={"how": "whatsapp", "rules": ["message_only"]})
