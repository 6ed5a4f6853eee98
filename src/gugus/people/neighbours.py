"""What higher contexts tell about a person without people knowing them.

A context signs up in its AppConfig.ready() with the dotted path of a function, so that nothing is imported early:

* nearness: `tell(viewer, ids, at) -> set[UUID]`: which of these persons are the viewer's own or the team's work;
* appearances: `tell(viewer, person, at) -> list[Appearance]`: where the person appears **that this viewer may
  open**. Each teller asks its own gate; people adds nothing and joins nothing, so one person's two files stay apart.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Appearance:
    """One file in which a person appears: its code, address, the person's role there as words, since when."""

    ref: str
    url: str
    kind: Any
    role: Any
    at: datetime | None = None


_named: dict[str, None] = {}
_nearness: dict[str, None] = {}
_appearances: dict[str, None] = {}


def tell_nearness(path: str) -> None:
    """Let the function at `path` say whose persons these are. Signing up twice is once."""
    _nearness[path] = None


def tell_appearances(path: str) -> None:
    """Let the function at `path` name files in which a person appears. Signing up twice is once."""
    _appearances[path] = None


def tell_named(path: str) -> None:
    """Let the function at `path` (viewer, refs) name everybody in the files with these references, to be hidden."""
    _named[path] = None


def appearing_in(viewer: Any, refs: set[str]) -> list[Any]:
    """Everybody (`blackout.Hidden`) in the files with these references, as far as the viewer may open the files."""
    return [one for path in _named for one in _called(path)(viewer, refs)] if refs else []


def near(viewer: Any, ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """The persons among `ids` who are the viewer's own or the team's work. One call for each teller."""
    asked = set(ids)
    return asked & {one for path in _nearness for one in _called(path)(viewer, asked, at)} if asked else set()


def appearances_of(viewer: Any, person: Any, at: datetime) -> list[Appearance]:
    """Every file that the viewer may open and in which the person appears, the newest first."""
    found = [one for path in _appearances for one in _called(path)(viewer, person, at)]
    return sorted(found, key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)


def _called(path: str) -> Callable:
    return import_string(path)
