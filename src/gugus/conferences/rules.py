"""What procedure allows with a case conference."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from gugus.conferences.codes import Answer, State

# From a state to a state, by the agency that answers for the case. (Planned to planned: another time.)
MOVES = {
    (State.DRAFT, State.PLANNED),
    (State.DRAFT, State.CANCELLED),
    (State.PLANNED, State.PLANNED),
    (State.PLANNED, State.CANCELLED),
    (State.PLANNED, State.RUNNING),
    (State.RUNNING, State.MINUTED),
    (State.MINUTED, State.RUNNING),
    (State.MINUTED, State.APPROVED),
    (State.APPROVED, State.CLOSED),
}
ENDED = frozenset({State.CLOSED, State.CANCELLED})
FIXED = frozenset({State.APPROVED, State.CLOSED})  # minutes that nobody changes any more
ANSWERABLE = frozenset({State.PLANNED})

SHORTEST, LONGEST = 15, 8 * 60  # minutes
# The minutes are written within three days, and read within as many (our design; no source sets a time).
WRITE_WITHIN = READ_WITHIN = timedelta(days=3)
REMIND_BEFORE = timedelta(days=1)


def may_move(origin: str, to: str) -> bool:
    """Is this a step of a conference?"""
    return (State(origin), State(to)) in MOVES


def ends_at(starts_at: datetime, minutes: int) -> datetime:
    """When the meeting is over."""
    return starts_at + timedelta(minutes=minutes)


def overlap(one: tuple[datetime, int], other: tuple[datetime, int]) -> bool:
    """Do two meetings (start, minutes) share a moment?"""
    return one[0] < ends_at(*other) and other[0] < ends_at(*one)


def may_approve(invitations: Iterable, host_id) -> bool:
    """The minutes stand when another agency that was there agreed, or none other was there. Objections stay in them."""
    others = [one for one in invitations if one.agency_id != host_id and one.came]
    return not others or any(one.agreed_at is not None for one in others)


def counts(invitations: Iterable) -> dict[str, int]:
    """How many agencies gave which answer."""
    found = dict.fromkeys(Answer.values, 0)
    for one in invitations:
        found[one.answer] += 1
    return found
