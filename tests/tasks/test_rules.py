"""When a clock rests, where it runs, how long a task may sleep."""

from datetime import timedelta

import pytest
from tests.conftest import NOON

from gugus.law.clocks import Clock
from gugus.tasks.codes import TaskState
from gugus.tasks.rules import areas_above, at_risk, hurdles_to_sleeping, state_at, zone_of_area

HOUR = timedelta(hours=1)
ANSWER = Clock(code="answer", step="answer", amount=3, unit="working_days", hours="office_hours")


@pytest.mark.parametrize(
    ("area", "zone"),
    [
        ("", "wib"),
        ("31.74", "wib"),
        ("61", "wib"),
        ("51.71", "wita"),
        ("64", "wita"),
        ("94.01", "wit"),
        ("81", "wit"),
    ],
)
def test_every_area_has_its_time_zone(area, zone):
    assert zone_of_area(area) == zone


def test_high_risk_knows_no_weekend_and_no_closing_time():
    fast = at_risk(ANSWER, "high")

    assert (fast.amount, fast.unit, fast.hours) == (3, "days", "round_the_clock")


@pytest.mark.parametrize("risk", ["medium", "low", ""])
def test_other_risks_keep_the_office_hours(risk):
    assert at_risk(ANSWER, risk) == ANSWER


def test_the_nearest_area_comes_first():
    assert areas_above("31.74.01") == ["31.74.01", "31.74", "31", ""]
    assert areas_above("") == [""]


def sleeping(**changes) -> list[str]:
    usual = {
        "until": NOON + HOUR, "at": NOON, "due_at": NOON + 6 * HOUR, "risk": "medium", "reason": "she sleeps",
        "done": False,
    }  # fmt: skip
    return hurdles_to_sleeping(**usual | changes)


def test_a_task_may_sleep_for_a_reason():
    assert sleeping() == []


def test_medium_risk_may_sleep_beyond_its_deadline():
    assert sleeping(until=NOON + 48 * HOUR) == []


@pytest.mark.parametrize("due_at", [NOON + HOUR, None])
def test_high_risk_may_not(due_at):
    assert sleeping(risk="high", due_at=due_at, until=NOON + 2 * HOUR) == ["high_risk"]


def test_high_risk_may_rest_until_its_deadline():
    assert sleeping(risk="high", due_at=NOON + 2 * HOUR, until=NOON + 2 * HOUR) == []


def test_every_hurdle_is_named_at_once():
    assert sleeping(until=NOON, reason="  ", done=True) == ["done_already", "in_the_past", "reason_needed"]
    assert sleeping(until=NOON + timedelta(days=31)) == ["too_long"]


@pytest.mark.parametrize(
    ("hours", "due", "done", "asleep_until", "state"),
    [
        (1, 6, None, None, TaskState.OPEN),
        (4.5, 6, None, None, TaskState.SOON),
        (6, 6, None, None, TaskState.SOON),
        (6.1, 6, None, None, TaskState.LATE),
        (6.1, 6, None, 7, TaskState.ASLEEP),
        (8, 6, None, 7, TaskState.LATE),
        (8, 6, 7, None, TaskState.DONE),
        (800, None, None, None, TaskState.OPEN),
        (1, 0, None, None, TaskState.LATE),
    ],
)
def test_the_state_follows_from_the_moments(hours, due, done, asleep_until, state):
    def after(number):
        return None if number is None else NOON + number * HOUR

    found = state_at(
        after(hours),
        started_at=NOON,
        due_at=after(due),
        done_at=after(done),
        snoozed_until=after(asleep_until),
    )

    assert found == state
