"""Who looked at a file."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of

from gugus.audit.actions import record
from gugus.audit.queries import entries_about, lookers
from gugus.people.models import Person


@pytest.fixture
def file(rina):
    made = Person(agency=rina.agency, created_at=NOON)
    made.save(force_insert=True)
    return made


def test_everybody_who_touched_the_file_is_listed_latest_first(file, world):
    record("case.seen", about=file, by=world.rina, at=NOON)
    record("case.seen", about=file, by=world.rina, at=NOON + timedelta(hours=2))
    with voice_of(world.budi):
        record("care.changed", about=world.unit, within=file, by=world.budi, at=NOON + timedelta(hours=1))

    found = lookers("person", file.pk)

    assert [(looker.actor, looker.times, looker.last_at) for looker in found] == [
        ("rina", 2, NOON + timedelta(hours=2)), ("budi", 1, NOON + timedelta(hours=1)),
    ]  # fmt: skip


def test_another_agency_is_not_told_who_looked(file, world):
    record("case.seen", about=file, by=world.rina, at=NOON)

    with voice_of(world.budi):
        assert lookers("person", file.pk) == []


def test_jobs_are_no_lookers(file, rina):
    with voice_of(rina):
        record("case.seen", about=file, by=rina, at=NOON)

    assert len(lookers("person", file.pk)) == 1
    assert entries_about("person", file.pk).count() == 1
