"""When a figure of a week is unusual: far above the colleague's own past and far above the others of that week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

FEWEST_WEEKS = 3  # below this the own past says nothing
FEWEST_PEERS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What an official set: how many typical deviations above the middle, and from which number on at all."""

    deviations: float
    least: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure that stands out, with what it was held against; None where there was too little to compare."""

    value: int
    own: float | None
    peers: float | None


def limit(values: Sequence[int], deviations: float) -> float:
    """The middle plus so many typical deviations (MAD); robust: one wild week does not hide the next.

    A deviation counts as one at least: where everybody always does nothing, one more is not yet wild.
    """
    middle = median(values)
    spread = max(median([abs(value - middle) for value in values]), 1)
    return middle + deviations * spread


def unusual(value: int, past: Sequence[int], peers: Sequence[int], limits: Limits) -> Unusual | None:
    """Does this figure stand out from what there is to compare with? Small numbers never do."""
    if value < limits.least:
        return None
    own = past if len(past) >= FEWEST_WEEKS else ()
    others = peers if len(peers) >= FEWEST_PEERS else ()
    if any(value <= limit(known, limits.deviations) for known in (own, others) if known):
        return None
    return Unusual(value, median(own) if own else None, median(others) if others else None)


def standing_out(
    weeks: Mapping[str, Mapping[object, int]], week: object, limits: Limits
) -> dict[str, Unusual]:
    """Of every colleague's figures by week (weeks without are missing) those of `week` that stand out."""
    active = {who: known for who, known in weeks.items() if known}
    found = {}
    for who, known in active.items():
        past = [count for when, count in known.items() if when < week]
        peers = [other[week] for name, other in active.items() if name != who and week in other]
        if one := unusual(known.get(week, 0), past, peers, limits):
            found[who] = one
    return found
