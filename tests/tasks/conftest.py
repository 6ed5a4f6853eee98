"""A person's file of the unit stands in for the case: tasks only need a reference and who may see it."""

import pytest
from tests.conftest import NOON

from gugus.people.models import Person
from gugus.tasks.actions import start_task


@pytest.fixture
def file(rina):
    """A record of Rina's unit that grants can open to others."""
    made = Person(agency=rina.agency, created_at=NOON)
    made.save(force_insert=True)
    return made


@pytest.fixture
def task(file, rina):
    """Rina's own task with a deadline of six hours."""
    return start_task(
        kind="triage", about=file, within=file, agency=rina.agency, assignee=rina, clock="triage_medium",
        risk="medium", by=rina, at=NOON,
    )  # fmt: skip
