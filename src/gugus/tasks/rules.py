"""What procedure allows: when a clock rests, which zone it runs in, how long a task may sleep."""

from dataclasses import replace
from datetime import datetime, timedelta

from gugus.law.clocks import Clock, zone_of_area
from gugus.tasks.codes import TaskState

__all__ = [
    "LONGEST_SLEEP", "SOON", "areas_above", "at_risk", "hurdles_to_sleeping", "state_at", "zone_of_area",
]  # fmt: skip

LONGEST_SLEEP = timedelta(days=30)
SOON = 0.75  # share of the allowed time after which a task is due soon


def at_risk(clock: Clock, risk: str) -> Clock:
    """The clock as it runs at a risk level: high risk knows no closing time and no weekend."""
    if risk != "high":
        return clock
    unit = "days" if clock.unit == "working_days" else clock.unit
    return replace(clock, unit=unit, hours="round_the_clock")


def areas_above(area_code: str) -> list[str]:
    """The area and what lies around it, nearest first, then "" for everywhere: 31.74.01 → 31.74, 31, ""."""
    parts = area_code.split(".") if area_code else []
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)] + [""]


def hurdles_to_sleeping(
    *, until: datetime, at: datetime, due_at: datetime | None, risk: str, reason: str, done: bool
) -> list[str]:
    """Name everything that speaks against putting a task off; nothing means it may sleep."""
    hurdles = []
    if done:
        hurdles.append("done_already")
    if until <= at:
        hurdles.append("in_the_past")
    if until > at + LONGEST_SLEEP:
        hurdles.append("too_long")
    if risk == "high" and (due_at is None or until > due_at):
        hurdles.append("high_risk")  # somebody may be in danger: only a rest before the deadline
    if not reason.strip():
        hurdles.append("reason_needed")
    return hurdles


def state_at(
    at: datetime,
    *,
    started_at: datetime,
    due_at: datetime | None,
    done_at: datetime | None,
    snoozed_until: datetime | None,
) -> TaskState:
    """What a task is at a moment. One that sleeps past its deadline is late all the same when it wakes."""
    if done_at is not None:
        return TaskState.DONE
    if snoozed_until is not None and snoozed_until > at:
        return TaskState.ASLEEP
    if due_at is None:
        return TaskState.OPEN
    if due_at < at:
        return TaskState.LATE
    gone, allowed = at - started_at, due_at - started_at
    return TaskState.SOON if gone >= allowed * SOON else TaskState.OPEN
