"""What a hold by rule is, and who tells of them. Higher contexts register in their AppConfig.ready():

tell_hold("gugus.context.holds.told")  # told(kind, ids, at) -> {id: [Held, …]} for reports, cases and persons
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that stands against forgetting: a code, words for people, until when (None: nobody knows)."""

    code: str
    words: Any
    until: date | None = None
    ref: str = ""


_tellers: dict[str, None] = {}


def tell_hold(path: str) -> None:
    """Let `path` name what holds records by rule. Signing up twice is once."""
    _tellers[path] = None


def tellers() -> Iterator[Callable]:
    """Everybody who tells of holds."""
    return (import_string(path) for path in _tellers)
