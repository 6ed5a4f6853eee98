"""Custody that runs out or has ended: somebody looks at the survivor's safety in time."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.justice.conftest import TODAY, follow_all, written
from tests.justice.test_survivors import tasks, told_of

from gugus.justice import jobs
from gugus.justice.actions import charging
from gugus.tasks.models import Clock

DAY = timedelta(days=1)


def held(world, proceeding, until, kind="investigator"):
    with voice_of(world.rina):
        return charging.hold(
            proceeding=proceeding, kind=kind, from_on=TODAY - 10 * DAY, until_on=until, by=world.rina, at=NOON
        )


def looked() -> int:
    with as_role("gugus_worker"):
        return jobs.look_for_custody(NOON)


@pytest.mark.parametrize(("days", "asked"), [(4, 0), (3, 1), (0, 1), (-2, 1)])
def test_custody_that_runs_out_becomes_a_task_some_days_before(world, proceeding, days, asked):
    held(world, proceeding, TODAY + days * DAY)

    assert looked() == looked() == asked
    assert len(tasks(world.rina, "justice_custody")) == asked


def test_the_row_of_the_clocks_says_how_many_days_before(world, proceeding):
    Clock.objects.filter(code="custody_lead").update(amount=10)
    held(world, proceeding, TODAY + 9 * DAY)

    assert looked() == 1


def test_held_anew_ends_the_question(world, proceeding):
    held(world, proceeding, TODAY)
    looked()
    with voice_of(world.rina):
        charging.hold(
            proceeding=proceeding,
            kind="prosecutor",
            from_on=TODAY,
            until_on=TODAY + 20 * DAY,
            by=world.rina,
            at=NOON,
        )
    follow_all()

    assert tasks(world.rina, "justice_custody") == [] == tasks(world.rina, "justice_freed") and looked() == 0


@pytest.mark.parametrize(
    ("code", "free"),
    [("released", True), ("bail", True), ("escaped", True), ("over", True), ("serves", False), ("extended", False)],
)  # fmt: skip
def test_when_the_accused_walks_her_safety_is_looked_at_within_a_day(world, shared, accused, code, free):
    proceeding = written(world, shared, accused)
    span = held(world, proceeding, TODAY + 30 * DAY)
    with voice_of(world.budi):
        charging.end_custody(proceeding=proceeding, span=span, on=TODAY, code=code, by=world.budi, at=NOON)

    follow_all()
    follow_all()

    found = tasks(world.rina, "justice_freed")
    assert [one.due_at for one in found] == ([NOON + DAY] if free else [])
    assert ("justice_freed" in told_of(world.rina)) is free
    assert "justice_freed" not in told_of(world.maya) and tasks(world.maya, "justice_freed") == []
