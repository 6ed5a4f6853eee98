"""What goes along when another agency comes to answer for a file: a transfer, or a merged agency's successor.

Each context says it in its `along.py`, found by its name like `forget.py`:

    MOVES = (Moves("tasks.Task", move_tasks),)  # move_tasks(going) -> Iterable[Went]
    STAYS = {"tasks.Other": "why the rows stay as they are"}
    GATHERS = (reports_of,)  # reports_of(held) -> {"report": ids}: what else hangs on these records
    ELSEWHERE = (also_in,)  # also_in(persons, held, origin) -> ids that other files of the old agency still know
    COUNTS = (Counted("files", count),)  # count(going) -> number, for the preview
    KEEPS = (lines_of,)  # lines_of(going) -> {"services": [...]}: open facts that the old agency keeps for its account
    HURDLES = (asked,)  # asked(going) -> Iterable[Reason]: what must be settled first

Default-deny: a table with an agency, case, report or person that nobody named fails tests/architecture/test_along.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.apps import apps

BECAUSE = "the whole file goes to the agency that accepted it"
MOST_ROUNDS = 6  # a case leads to reports, those to merged ones, all of them to persons


@dataclass(frozen=True)
class Going:
    """What goes from which agency to which, with whom as its new manager.

    `shared`: persons who stay with the old agency, because other files of its know them; the new one sees them.
    `guests`: persons of a third agency; the new owner sees of them what the old one saw.
    """

    origin: UUID
    target: UUID
    manager: UUID | None
    by: UUID | None
    at: datetime
    because: UUID
    cases: frozenset[UUID] = frozenset()
    reports: frozenset[UUID] = frozenset()
    persons: frozenset[UUID] = frozenset()
    shared: frozenset[UUID] = frozenset()
    guests: frozenset[UUID] = frozenset()

    @property
    def records(self) -> list[UUID]:
        """The ids of everything that changes its owner; ids of different kinds never meet."""
        return [*self.cases, *self.reports, *self.persons]


@dataclass(frozen=True, slots=True)
class Went:
    """One record that went along, by its reference, and how: moved, shared, reassigned or ended."""

    kind: str
    ref: str
    how: str = "moved"


@dataclass(frozen=True, slots=True)
class Moves:
    """A table whose rows go along, and the function that takes them."""

    model: str
    run: Callable[[Going], Iterable[Went]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of the preview: how much of something goes along or waits."""

    code: str
    count: Callable[[Going], int]


@dataclass
class Held:
    """What hangs together, growing: ids by kind."""

    origin: UUID
    by_kind: dict[str, set[UUID]] = field(
        default_factory=lambda: {"case": set(), "report": set(), "person": set()}
    )

    @property
    def size(self) -> int:
        return sum(len(ids) for ids in self.by_kind.values())

    def of(self, kind: str) -> set[UUID]:
        """The ids of a kind."""
        return self.by_kind[kind]


def modules() -> Iterator[Any]:
    """The `along.py` of every context that has one, in the order of the floors."""
    for config in apps.get_app_configs():
        if config.name.startswith("gugus.") and find_spec(f"{config.name}.along"):
            yield import_module(f"{config.name}.along")


def declared(name: str) -> Iterator[Any]:
    """Everything that the contexts say under a name."""
    for module in modules():
        yield from getattr(module, name, ())


def stays() -> Mapping[str, str]:
    """Tables whose rows stay as they are, each with the reason."""
    return {label: why for module in modules() for label, why in getattr(module, "STAYS", {}).items()}


def together(
    origin: UUID, *, cases: Iterable[UUID] = (), reports: Iterable[UUID] = (), persons: Iterable[UUID] = ()
):
    """Everything that hangs on these records: the reports of a case, merged reports, everybody in them."""
    held = Held(origin)
    for kind, ids in (("case", cases), ("report", reports), ("person", persons)):
        held.of(kind).update(ids)
    for _round in range(MOST_ROUNDS):
        before = held.size
        for gather in declared("GATHERS"):
            for kind, ids in gather(held).items():
                held.of(kind).update(ids)
        if held.size == before:
            break
    return held


def known_elsewhere(persons: set[UUID], held: Held, origin: UUID) -> set[UUID]:
    """Those of these persons in whom the old agency still has a part, in files that do not go."""
    return {pk for ask in declared("ELSEWHERE") for pk in ask(persons, held, origin)}
