"""The two-person rule: who may be the second person, and what may be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

LONGEST_FACT = 200
MOST_FACTS = 2000
DEEPEST = 4

# A role that the asker handed out counts against the asker only after this many whole days: who makes
# a colleague a supervisor in the morning must not be approved by that colleague in the afternoon.
GIVEN_ROLE_WAITS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds: since when, and who gave it."""

    role: str
    since: date
    given_by: UUID | None


def roles_that_count(held: Iterable[Held], *, asker: UUID, on: date) -> frozenset[str]:
    """The roles in which somebody may be the second person for this asker: none that the asker gave yesterday or today.

    What was lent during leave never includes the verb approve (`access.rules.NEVER_LENT_VERBS`).
    """
    return frozenset(one.role for one in held if one.given_by != asker or one.since <= on - GIVEN_ROLE_WAITS)


def facts_that_are_not_open(facts: Mapping[str, Any]) -> list[str]:
    """Name the facts that are neither codes, references, numbers, nor lists of them."""
    return [name for name, value in facts.items() if not _is_open(value, DEEPEST)]


def _is_open(value: Any, depth: int) -> bool:
    if value is None or isinstance(value, (bool, int, float)):
        return True
    if isinstance(value, str):
        return len(value) <= LONGEST_FACT
    if depth and isinstance(value, (list, tuple)):
        return len(value) <= MOST_FACTS and all(_is_open(part, depth - 1) for part in value)
    if depth and isinstance(value, Mapping):
        return len(value) <= MOST_FACTS and all(
            isinstance(key, str) and len(key) <= LONGEST_FACT and _is_open(part, depth - 1)
            for key, part in value.items()
        )
    return False
