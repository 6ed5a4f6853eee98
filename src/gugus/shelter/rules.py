"""What procedure allows with a stay, whom a room suits, which times are possible. Plain values only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gugus.law.ages import child_on
from gugus.providers.codes import Group
from gugus.shelter.codes import Misfit, State, Who

ENDED = frozenset({State.DECLINED, State.WITHDRAWN, State.OUT})
LIVE = frozenset({State.APPROVED, State.IN})
OPEN = frozenset({State.PROPOSED}) | LIVE
# What each state can become; nothing leaves an end.
NEXT = {
    State.PROPOSED: ("approve", "decline", "withdraw"),
    State.APPROVED: ("admit", "move", "withdraw"),
    State.IN: ("leave", "move", "ask_longer", "missing"),
}
EARLY = timedelta(hours=24)  # so long before the expected hour somebody may come in
FURTHEST = timedelta(days=60)  # so far ahead a bed may be reserved
SOON = timedelta(hours=24)  # a bed reserved for within this time is not free tonight
LEFT_WITHOUT_WORD = "left_without_word"

ALL = frozenset(Who) - {Who.UNKNOWN}
SUITS = {
    Group.EVERYONE: ALL,
    Group.FAMILIES: ALL,
    Group.FEMALE: {Who.WOMAN, Who.GIRL},
    Group.MALE: {Who.MAN, Who.BOY},
    Group.CHILDREN: {Who.GIRL, Who.BOY},
    Group.WOMEN: {Who.WOMAN},
    Group.MEN: {Who.MAN},
    Group.GIRLS: {Who.GIRL},
    Group.BOYS: {Who.BOY},
}
CHILDREN = frozenset({Who.GIRL, Who.BOY})
FEMALE = frozenset({Who.GIRL, Who.WOMAN})


@dataclass(frozen=True, slots=True)
class Sleeper:
    """Somebody in a room as far as the rules ask: who, and with which family (empty: alone)."""

    who: str
    family: str = ""


def who_of(sex: str, birth_year: int | None, on: date) -> Who:
    """Woman, girl, man or boy on a day; unknown where sex or age leave it open."""
    child = child_on(on, birth_year=birth_year)
    if child is None or sex not in {"female", "male"}:
        return Who.UNKNOWN
    if sex == "female":
        return Who.GIRL if child else Who.WOMAN
    return Who.BOY if child else Who.MAN


def misfits(one: Sleeper, group: str, others: Collection[Sleeper]) -> list[Misfit]:
    """Everything that speaks against a bed in a room of a group in which these others sleep or will sleep."""
    strangers = [other for other in others if not (one.family and other.family == one.family)]
    found = []
    if one.who == Who.UNKNOWN:
        found.append(Misfit.UNKNOWN)
    elif one.who not in SUITS[Group(group)] or (group == Group.FAMILIES and not one.family):
        found.append(Misfit.GROUP)
    if one.who in CHILDREN and any(other.who not in CHILDREN for other in strangers):
        found.append(Misfit.CHILD_WITH_ADULT)
    if one.who not in CHILDREN and any(other.who in CHILDREN for other in strangers):
        found.append(Misfit.ADULT_WITH_CHILD)
    if one.who != Who.UNKNOWN and any(_differs(one.who, other.who) for other in strangers):
        found.append(Misfit.OTHER_SEX)
    return found


def _differs(one: str, other: str) -> bool:
    return other != Who.UNKNOWN and (one in FEMALE) != (other in FEMALE)


def is_overdue(state: str, until_at: datetime | None, at: datetime) -> bool:
    """Is somebody still there although the expected end has passed?"""
    return state == State.IN and until_at is not None and until_at < at


def free_beds(beds: Iterable, taken: Collection) -> list:
    """The beds that nothing takes, in their order."""
    return [bed for bed in beds if bed.pk not in taken]
