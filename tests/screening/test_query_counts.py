"""Pages ask the database as often for thirty rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gugus.intake.actions import receive_report, triage
from gugus.screening.actions import add_evidence, record_decision, start_screening
from gugus.screening.panels import PANEL
from gugus.screening.passage import open_case_from
from tests.conftest import NOON, voice_of
from tests.screening.conftest import told


def asked(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def screenings(world, number):
    for _ in range(number):
        with voice_of(world.dewi):
            report = receive_report(told=told(), agency=world.unit, by=world.dewi, at=NOON)
            triage(report=report, risk="high", danger_signs=["locked_in"], reason="", by=world.dewi, at=NOON)
        with voice_of(world.rina):
            made = start_screening(
                report=report, mention=report.mentions.get(role="survivor"), by=world.rina, at=NOON
            )
    return made


@pytest.mark.parametrize("show", ["running", "mine"])
def test_the_list(show, world, signed_in):
    client = signed_in(world.rina)
    url = reverse("screening:index") + f"?tampil={show}"
    screenings(world, 3)
    few = asked(lambda: client.get(url))
    screenings(world, 20)

    assert asked(lambda: client.get(url)) == few


def test_the_workbench(world, signed_in):
    client = signed_in(world.rina)
    one = screenings(world, 1)
    url = reverse("screening:workbench", args=[one.ref])
    grow(world, one, 3)
    few = asked(lambda: client.get(url))
    grow(world, one, 27)

    assert asked(lambda: client.get(url)) == few


def test_the_panel_of_a_case(world):
    one = screenings(world, 1)
    with voice_of(world.rina):
        case = open_case_from(
            assessment=one, manager=world.rina, risk="high", summary="", known={}, by=world.rina, at=NOON
        )
        viewer = world.viewer("rina")
        grow(world, one, 3)
        few = asked(lambda: [found.bodies for found in PANEL.provide(viewer, case, NOON)["people"]])
        grow(world, one, 27)

        assert asked(lambda: [found.bodies for found in PANEL.provide(viewer, case, NOON)["people"]]) == few


def grow(world, one, number):
    with voice_of(world.rina):
        for count in range(number):
            add_evidence(
                assessment=one, kind="act", code="harbouring", source="contract", strength="claimed",
                words="Surat", by=world.rina, at=NOON,
            )  # fmt: skip
            facts = {
                "outside_body": f"Badan {number}-{count}",
                "decided_on": NOON.date(),
                "result": "indicated",
            }
            record_decision(assessment=one, facts=facts, by=world.rina, at=NOON)
