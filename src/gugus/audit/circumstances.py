"""Under what circumstances something is done: on behalf of a colleague, in an emergency, through a program's key.

Who knows of one says it once (`note` for the rest of the request, `under` for a block); every entry written meanwhile
carries it in `changes` under a key of its own, so that it is part of the row's digest and old digests stay as they are.
Facts are codes, references and ids: no words that somebody typed. A context gives the words for its own in its
`trail.py`: CIRCUMSTANCES = {"emergency": _("with emergency access")}.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

KEY = "@"  # no field has this name
CODE = re.compile(r"[a-z][a-z_]{1,39}")
FACT = re.compile(r"[A-Za-z0-9_.:\-]{1,60}")

_current: ContextVar[Mapping[str, str]] = ContextVar("circumstances", default=MappingProxyType({}))

_entries: ContextVar[list[int] | None] = ContextVar("entries", default=None)  # how many a request has written


def written() -> None:
    """An entry was written."""
    if (count := _entries.get()) is not None:
        count[0] += 1


@contextmanager
def counting() -> Iterator[list[int]]:
    """For a block: a list whose one number says how many entries were written in it."""
    count = [0]
    before = _entries.set(count)
    try:
        yield count
    finally:
        _entries.reset(before)


def current() -> dict[str, str]:
    """What holds now, in a fixed order."""
    return dict(sorted(_current.get().items()))


def note(**facts: Any) -> None:
    """From here to the end of the request this holds too. Raises ValueError for anything but codes and ids."""
    _current.set({**_current.get(), **_checked(facts)})


@contextmanager
def under(**facts: Any) -> Iterator[None]:
    """For a block this holds too; whatever was noted inside ends with it."""
    before = _current.set({**_current.get(), **_checked(facts)})
    try:
        yield
    finally:
        _current.reset(before)


def _checked(facts: Mapping[str, Any]) -> dict[str, str]:
    told = {name: str(value) for name, value in facts.items()}
    for name, value in told.items():
        if not CODE.fullmatch(name) or not FACT.fullmatch(value):
            raise ValueError(f"The circumstance {name} takes a code, a reference or an id, not words.")
    return told
