"""A triaged report about a girl of fifteen and a man, and Rina's screening of the girl."""

import pytest

from gugus.intake.actions import Told, receive_report, triage
from gugus.screening.actions import start_screening
from tests.conftest import NOON, voice_of

GIRL = {"role": "survivor", "sex": "female", "age": 15, "who": {"name": "Melati Contoh"}}
MAN = {"role": "accused", "sex": "male", "age": 34, "who": {"name": "Badu Contoh"}}


def told(**changes) -> Told:
    facts = {
        "channel": "phone", "risk": "high", "narrative": "Seorang anak dikunci di kamar apartemen.",
        "danger_signs": ["locked_in"], "area_code": "31.74.01", "happened_on": "2026-05", "mentions": [GIRL, MAN],
    }  # fmt: skip
    return Told(**facts | changes)


@pytest.fixture
def report(world):
    with voice_of(world.dewi):
        report = receive_report(told=told(), agency=world.unit, by=world.dewi, at=NOON)
        return triage(
            report=report, risk="high", danger_signs=["locked_in"], reason="", by=world.dewi, at=NOON
        )


@pytest.fixture
def screening(report, rina):
    return start_screening(report=report, mention=report.mentions.get(role="survivor"), by=rina, at=NOON)
