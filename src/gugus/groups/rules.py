"""What may be done with a group and with one of its people, and why not. Plain values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Reason
from gugus.groups.codes import LoadState, Stage, State

AT_ONCE = 200  # rows that are imported while the officer waits; more go to the worker
IN_ONE_GO = 100  # rows of one transaction
KEPT_DAYS = 7  # days after which the key of a list is destroyed
HERE_FOR = timedelta(minutes=10)  # how long a colleague counts as working on a line
LINES_PER_PAGE = 20
MOST_LINES = 150  # lines of the long page; each is saved by itself
OPEN_STATES = {State.LIST, State.SCREENING, State.SPLIT, State.HANDED_OVER}
ORDER = [State.LIST, State.SCREENING, State.SPLIT, State.HANDED_OVER, State.CLOSED]
ENDED_LOADS = {LoadState.DONE, LoadState.UNDONE, LoadState.DROPPED}
VICTIM = {"indicated", "not_yet_proven"}  # a presumed victim is served like an identified one (law.md R9)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one person of a group before the hand-over."""

    absent: bool
    result: str  # of the own decision; "" when nobody decided
    destination: str  # area code, "" when not known
    receiver: bool  # is an agency named there
    can_answer: bool  # does somebody there sign in
    tracing: str
    risk: str
    will: str  # does the person want to return: "holds", else why not
    told: str  # may the agency there be told: "holds", else why not
    handed: bool
    stays: bool = False  # the group arrived where she lives, and the own agency goes on with the case


def stage_of(*, absent: bool, begun: bool, result: str, destination: bool, handed: bool) -> Stage:
    """Where a person stands; the last thing that happened counts."""
    if handed:
        return Stage.HANDED
    if absent:
        return Stage.ABSENT
    if result:
        return Stage.PLACED if destination else Stage.DECIDED
    return Stage.BEGUN if begun else Stage.WAITING


def hurdles_to_going(person: Standing) -> list[Reason]:
    """Everything that stands between one person and the hand-over, all at once. Handed over already: nothing."""
    if person.handed or person.absent:
        return []
    found = []
    if not person.result:
        found.append(Reason("not_decided", _("Nobody has decided about this person yet.")))
    elif person.result not in VICTIM:
        words = _("No victim by the own decision: goes home the ordinary way, no case is opened.")
        return [Reason("no_victim", words)]
    if person.stays:
        return found
    if not person.destination:
        found.append(Reason("no_destination", _("The destination is not known yet.")))
    elif not person.receiver:
        found.append(Reason("no_receiver", _("No agency is named that receives people there.")))
    elif not person.can_answer:
        found.append(Reason("cannot_answer", _("The agency there has nobody who can sign in. Call there.")))
    if not person.tracing:
        found.append(Reason("not_traced", _("Say what looking for the family found.")))
    if not person.risk:
        found.append(Reason("no_risk", _("Assess the risk of the return.")))
    elif person.risk == "unsafe":
        words = _("The return is not safe. Nobody is sent home into danger; plan it in the case.")
        found.append(Reason("unsafe", words))
    return found + _hurdles_of_basis(person)


def _hurdles_of_basis(person: Standing) -> list[Reason]:
    found = []
    if person.will in {"refused", "withdrawn"}:
        found.append(Reason("will_refused", _("The person does not want to return. Nobody is sent home.")))
    elif person.will != "holds":
        found.append(Reason("will_missing", _("Ask the person whether she wants to return.")))
    if person.receiver and person.will == "holds" and person.told != "holds":
        words = _("No legal basis to tell the agency there: ask the person, or name the duty in the ledger.")
        found.append(Reason(f"basis_{person.told or 'none'}", words))
    return found


def forward(state: str, to: State) -> str:
    """The later of two states: a group never falls back because somebody was added."""
    return to if ORDER.index(State(state)) < ORDER.index(to) else state


def progress(stages: Iterable[Stage]) -> dict[str, int]:
    """How many are at each stage, in the order of the way."""
    counts = dict.fromkeys((str(one) for one in Stage), 0)
    for one in stages:
        counts[str(one)] += 1
    return counts
