"""What a context tells about one person for an access copy, in a form that every floor knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """One person, and the files that may be told of. What lies in no chosen file is not told."""

    person_id: UUID
    case_ids: frozenset[UUID] = frozenset()
    report_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the copy: a code, a title, and rows of (label, value)."""

    code: str
    title: Any
    rows: Sequence[Sequence[tuple[Any, Any]]]


def row(*pairs: tuple[Any, Any]) -> list[tuple[Any, Any]]:
    """The pairs whose value is known."""
    return [(label, value) for label, value in pairs if value not in (None, "", [], {})]
