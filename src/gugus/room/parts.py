"""What the chair's page is made of. Each context of the room tells one part; one that fails leaves the others standing.

`add_part("recommendations", _("Recommendations"), "gugus.room.tellers.recommendations.tell", order=10)`

The function is called as `tell(sight, at) -> Told | None` under the viewer's rights; `sight` is that of the task force.
None: the viewer may not read this part. A part never names a person who is helped and never holds a small count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # parts are named before models may be read
    from gugus.base.pictures import Bar, StackedBar
    from gugus.taskforce.policies import Sight

SHOWN = 6  # lines of a pile on the page; the number leads to the whole list


class Ask(StrEnum):
    """Which question of the page a pile answers."""

    LATE = "late"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a list: what it is called, its page, a few words about whom it waits for, its day (Jakarta).

    `when`: what that day is, in a word before it ("until", "held on").
    """

    said: str
    url: str = ""
    note: str = ""
    on: date | None = None
    when: Any = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Records that wait for the same move. `count` is of all of them, `url` their list, `whose` whose move it is.

    `yours`: it is the viewer's agency that has to move.
    """

    key: str
    ask: Ask
    title: Any
    count: int
    url: str
    whose: Any
    lines: Sequence[Line] = ()
    yours: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that one agency has not handed in; `on` is the day until which it is due, `late` that it has passed."""

    agency: str
    what: str
    url: str
    on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its numbers: bars, or stacked bars when `series` names their parts."""

    title: str
    bars: "Sequence[Bar | StackedBar]"
    series: Sequence[str] = ()
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of the top row that is no count of a pile."""

    label: Any
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a part knows about one task force for one viewer. `note` says what the viewer cannot see of it."""

    piles: Sequence[Pile] = ()
    owed: Sequence[Owed] = ()
    coming: Sequence[Line] = ()
    drawn: Sequence[Drawn] = ()
    facts: Sequence[Fact] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A registered part. `figures`: it counts much and waits for nobody, so that short views leave it out."""

    key: str
    title: Any
    path: str
    order: int
    figures: bool = False

    @property
    def tell(self) -> "Callable[[Sight, datetime], Told | None]":
        """The function behind the path."""
        return import_string(self.path)


_parts: dict[str, Part] = {}


def add_part(key: str, title: Any, path: str, *, order: int, figures: bool = False) -> None:
    """Let the function at `path` tell a part of the page. The same key again takes its place."""
    _parts[key] = Part(key, title, path, order, figures)


def take_out(key: str) -> None:
    """Forget a part."""
    _parts.pop(key, None)


def parts() -> list[Part]:
    """All parts in the order of the page."""
    return sorted(_parts.values(), key=lambda one: (one.order, one.key))
