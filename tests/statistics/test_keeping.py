"""Facts follow events, and a rebuild gives the same facts."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.conftest import NOON, as_role, voice_of

from gugus.cases.actions import add_party, end_party, open_case
from gugus.intake.actions import Told, mark_not_a_case, receive_report
from gugus.outbox.models import Event
from gugus.people.actions import register_person
from gugus.statistics.jobs import keep_up
from gugus.statistics.keeping import rebuild

TABLES = ("reportfact", "casefact", "survivorfact", "referralfact", "servicefact")


def facts() -> dict[str, list]:
    """All facts, as the worker reads them."""
    found = {}
    with as_role("gugus_worker"), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select * from statistics_{table} order by id")
            found[table] = cursor.fetchall()
    return found


def hear_everything() -> None:
    with as_role("gugus_worker"):
        for event in Event.objects.order_by("at"):
            keep_up(event=event, at=NOON)


@pytest.fixture
def story(world):
    """A report that is no case, and a case with a girl of 15 and a man who is accused."""
    with voice_of(world.rina):
        told = Told(channel="phone", risk="low", narrative="x", area_code="31.74.02")
        report = receive_report(told=told, agency=world.unit, by=world.rina, at=NOON)
        mark_not_a_case(report=report, code="information", by=world.rina, at=NOON)
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary="x", area_code="31.74.01",
            exploitation=["prostitution"], crossed_border=False, by=world.rina, at=NOON,
        )  # fmt: skip
        girl = register_person(agency=world.unit, sex="female", home_area="52.03", by=world.rina, at=NOON)
        man = register_person(agency=world.unit, sex="male", by=world.rina, at=NOON)
        add_party(case=case, person=girl, role="survivor", age_at_act=15, by=world.rina, at=NOON)
        add_party(case=case, person=man, role="accused", by=world.rina, at=NOON)
    return case


def test_events_write_facts_without_any_name(story):
    hear_everything()

    found = facts()

    assert len(found["reportfact"]) == 1 and len(found["casefact"]) == 1
    (survivor,) = found["survivorfact"]
    assert {"female", "age_13_17", True, "52"} <= {
        value for value in survivor if isinstance(value, (str, bool))
    }


def test_hearing_twice_is_hearing_once(story):
    hear_everything()
    once = facts()

    hear_everything()

    assert facts() == once


def test_a_rebuild_gives_what_events_gave(story):
    hear_everything()
    kept_up = facts()

    with as_role("gugus_worker"):
        rebuild()

    assert facts() == kept_up


def test_whoever_is_no_longer_a_survivor_counts_no_more(story, world):
    hear_everything()
    with voice_of(world.rina):
        party = story.parties.get(role="survivor")
        end_party(party=party, reason="keliru", by=world.rina, at=NOON + timedelta(hours=1))

    hear_everything()

    assert facts()["survivorfact"] == []
