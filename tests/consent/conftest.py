"""A child and a grown person in cases of the unit, and what they consented to."""

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import settle_case

from gugus.cases.actions import add_party
from gugus.outbox.models import Event
from gugus.outbox.subscribers import called, subscribers_of
from gugus.people.actions import register_person
from gugus.people.models import Person


@pytest.fixture
def case(world):
    return settle_case(world)


@pytest.fixture
def child(world, case) -> Person:
    """Kirana, born in 2010: under 18 in June 2026."""
    with voice_of(world.rina):
        return case.parties.select_related("person__agency").get(role="survivor").person


@pytest.fixture
def grown(world, case) -> Person:
    """Born in 1990, in the same case."""
    with voice_of(world.rina):
        made = register_person(
            agency=world.unit, sex="female", birth_year=1990, names={"full": "Ratna Contoh", "aliases": []},
            by=world.rina, at=NOON,
        )  # fmt: skip
        add_party(case=case, person=made, role="witness", by=world.rina, at=NOON)
        return made


@pytest.fixture
def accused(world, case) -> Person:
    """The other side of the same file."""
    with voice_of(world.rina):
        made = register_person(
            agency=world.unit, sex="male", birth_year=1980, names={"full": "Badu Contoh", "aliases": ["Bang Badu"]},
            by=world.rina, at=NOON,
        )  # fmt: skip
        add_party(case=case, person=made, role="accused", by=world.rina, at=NOON)
        return made


def work(at=NOON) -> None:
    """What the worker does with everything that was announced and not dealt with yet, once each."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(settled_at=None, topic__startswith="consent.").order_by("at", "pk"):
            for path in subscribers_of(event.topic):
                called(path)(event=event, at=at)
            event.settled_at = at
            event.save(update_fields=["settled_at"])
