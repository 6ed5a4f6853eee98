"""What procedure allows with a case. Plain values in, plain answers out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gugus.cases.codes import CaseState, PartyRole
from gugus.law.ages import ADULT_AT, child_on

MOVES = {
    CaseState.OPEN: {CaseState.ON_HOLD, CaseState.CLOSED},
    CaseState.ON_HOLD: {CaseState.OPEN, CaseState.CLOSED},
    CaseState.CLOSED: {CaseState.OPEN, CaseState.ARCHIVED},
    CaseState.ARCHIVED: {CaseState.OPEN},
}

# Facts in the order in which a file usually grows; the stage is the farthest fact that is there.
STAGES = ("opened", "screened", "identified", "planned", "served", "followed", "closed")


@dataclass(frozen=True, slots=True)
class Holder:
    """A live role of one person in a case."""

    person: object
    role: str


def may_move(from_state: str, to_state: str) -> bool:
    """Is this change of state part of the procedure?"""
    return to_state in MOVES[CaseState(from_state)]


def stage_of(facts: Iterable[str]) -> str:
    """The stage follows from what was done; nobody sets it by hand."""
    present = set(facts) | {"opened"}
    return [stage for stage in STAGES if stage in present][-1]


def steps_of(facts: Iterable[str]) -> list[tuple[str, str]]:
    """Every stage with "done", "current" or "todo". Later facts never make an earlier one done by themselves."""
    present = set(facts) | {"opened"}
    now = stage_of(present)
    first_open = next((stage for stage in STAGES if stage not in present), "")
    marks = {stage: "done" if stage in present else "todo" for stage in STAGES}
    if now != "closed" and first_open:
        marks[first_open] = "current"
    return list(marks.items())


def is_child(age_at_act: int | None, birth_year: int | None, day: date) -> bool | None:
    """Was the person under 18 at the act (its age decides), or, while no age is known, on `day`? None: open."""
    if age_at_act is not None:
        return age_at_act < ADULT_AT
    return child_on(day, birth_year=birth_year)


def ends_before_it_begins(from_on: str, to_on: str) -> bool:
    """Compare two partial ISO dates as far as both are known; an empty one contradicts nothing."""
    known = min(len(from_on), len(to_on))
    return bool(known) and to_on[:known] < from_on[:known]


def clash_of_roles(holders: Iterable[Holder], person: object, role: str) -> bool:
    """Nobody is survivor and alleged offender in one file: their papers must stay apart (UU 21/2007 art. 44)."""
    roles = {holder.role for holder in holders if holder.person == person} | {role}
    return {PartyRole.SURVIVOR, PartyRole.ACCUSED} <= roles


def is_quiet(
    last_contact_at: datetime | None, opened_at: datetime, risk: str, silent_since: Mapping[str, datetime]
) -> bool:
    """Has nobody been in touch with the survivor for longer than the risk allows? Limits: `clocks.silent_since`."""
    return risk in silent_since and (last_contact_at or opened_at) < silent_since[risk]
