"""What procedure allows with a recommendation, how it stands to its deadline, and the follow-up rate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gugus.followup.codes import Standing, State

# From a state to a state, and who does it: the host (secretariat), or the agency that owns the recommendation.
HOST, OWNER = "host", "owner"
MOVES = {
    (State.OPEN, State.REPORTED): OWNER,
    (State.REPORTED, State.OPEN): HOST,
    (State.REPORTED, State.DONE): HOST,
    **{(origin, to): HOST for origin in (State.OPEN, State.REPORTED)
       for to in (State.REPLACED, State.SPLIT, State.DROPPED)},
}  # fmt: skip
RUNNING = frozenset({State.OPEN, State.REPORTED})
ENDED = frozenset({State.DONE, State.REPLACED, State.SPLIT, State.DROPPED})
SOON = timedelta(days=14)
REMIND_BEFORE = timedelta(days=7)
REMIND_AGAIN = timedelta(days=7)
ACCEPT_WITHIN = timedelta(
    days=7
)  # the secretariat looks at what was reported (our design; no source sets a time)
MOST_PARTS = 6


def may_move(origin: str, to: str, by: str) -> bool:
    """Is this a step of a recommendation, and one of this side?"""
    return MOVES.get((State(origin), State(to))) == by


def standing(state: str, due_on: date, today: date) -> Standing:
    """How it stands on a day. The deadline's own day is still in time."""
    if state in ENDED:
        return Standing.ENDED
    if state == State.REPORTED:
        return Standing.WAITING
    if today > due_on:
        return Standing.LATE
    return Standing.SOON if due_on - today <= SOON else Standing.RUNNING


def reminder(due_on: date, today: date, reminded_on: date | None) -> str:
    """Which reminder is due: "soon" once in the week before, "late" the day after and then weekly; "" for none."""
    if today > due_on:
        fresh = reminded_on is None or reminded_on <= due_on or today - reminded_on >= REMIND_AGAIN
        return "late" if fresh else ""
    if due_on - today <= REMIND_BEFORE:
        return "soon" if reminded_on is None or reminded_on < due_on - REMIND_BEFORE else ""
    return ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the follow-up rate asks of one recommendation. Days are days of the task force's zone."""

    state: str
    said_on: date
    due_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """The follow-up rate of a period. `counted` is the denominator; None as a share when there is nothing to count."""

    counted: int
    done: int
    done_in_time: int
    late: int
    waiting: int
    dropped: int

    @property
    def share(self) -> float | None:
        """Done out of counted, 0 to 1."""
        return self.done / self.counted if self.counted else None

    @property
    def share_in_time(self) -> float | None:
        """Done by the deadline that counted in the end, out of counted."""
        return self.done_in_time / self.counted if self.counted else None


def follow_up_rate(facts: Iterable[Fact], *, since: date, until: date, on: date) -> Rate:
    """The follow-up rate of recommendations said from `since` on and before `until`, as it stands on the day `on`.

    Counted is everything that was to be done: open, reported and done ones. What was replaced or split is counted by
    what took its place; what was dropped by a decision is told beside it and is not counted. Done is what the
    secretariat accepted by `on`; later acceptances do not change an earlier day's rate.
    """
    counted = done = in_time = late = waiting = dropped = 0
    for one in facts:
        if not since <= one.said_on < until or one.said_on > on:
            continue
        ended = one.state in ENDED and one.closed_on is not None and one.closed_on <= on
        if ended and one.state in {State.REPLACED, State.SPLIT}:
            continue
        if ended and one.state == State.DROPPED:
            dropped += 1
            continue
        counted += 1
        if ended:
            done += 1
            in_time += one.closed_on <= one.due_on
        elif on > one.due_on:
            late += 1
        if one.state == State.REPORTED:
            waiting += 1
    return Rate(counted, done, in_time, late, waiting, dropped)
