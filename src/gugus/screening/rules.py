"""What the decisions of several bodies amount to, and when an officer must give words. Plain values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gugus.law.screening import INDICATED, NOT_TRAFFICKING, OTHER_OFFENCE
from gugus.screening.codes import Status

NEGATIVE = {NOT_TRAFFICKING, OTHER_OFFENCE}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as the rules want it. `body` names the agency or the body outside the task force."""

    body: str
    on: date
    result: str


def latest_by_body(decisions: Iterable[Decided]) -> dict[str, Decided]:
    """The last word of each body; earlier ones stay on record and no longer count."""
    latest: dict[str, Decided] = {}
    for one in sorted(decisions, key=lambda decided: decided.on):
        latest[one.body] = one
    return latest


def status_of(decisions: Iterable[Decided]) -> Status:
    """Where a person stands: no body silences another, and doubt keeps the person presumed (R9)."""
    results = {one.result for one in latest_by_body(decisions).values()}
    if INDICATED in results:
        return Status.DISPUTED if results & NEGATIVE else Status.IDENTIFIED
    if results and results <= NEGATIVE:
        return Status.NOT_INDICATED
    return Status.PRESUMED


def served_as_victim(status: Status) -> bool:
    """A presumed or disputed victim gets the same services as an identified one (law.md R9)."""
    return status != Status.NOT_INDICATED


def words_needed(result: str, proposed: str) -> bool:
    """Departing from the proposal is the officer's right and needs a reason in words."""
    return result != proposed


def strongest(strengths: Iterable[str]) -> str:
    """The strongest of several items: documented, supported, claimed, or "" for none."""
    found = set(strengths)
    return next((one for one in ("documented", "supported", "claimed") if one in found), "")
