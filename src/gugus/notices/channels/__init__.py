"""Ways out of the product: what every channel is asked, and what it may answer.

A channel takes one message for one address. It calls `hands.handing()` right before the bytes that the other side
cannot un-hear, and `hands.taken()` as soon as the other side said that it has them. What fails before is `NotSent`,
what breaks off between the two is `Unsure`. Off unless the installation names it (docs/operate, Notices).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from gugus.notices.codes import Channel, Why


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news: a reference and a verb, in the language of the reader."""

    ref: str
    words: str


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves. Nothing else does: no name, no kind of case, no word that somebody typed."""

    key: str
    to: str
    language: str
    subject: str
    lines: tuple[Line, ...]
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Hands:
    """What a channel says while it hands a message over: `handing()` before, `taken(provider_id)` after."""

    handing: Callable[[], None]
    taken: Callable[[str], None]


class NotSent(Exception):
    """The other side does not have it. `for_good`: trying again is of no use; `after`: not before so long."""

    def __init__(self, why: Why, *, for_good: bool = False, after: timedelta | None = None):
        super().__init__(why.value)
        self.why, self.for_good, self.after = why, for_good, after


class Unsure(Exception):
    """Broken off while the other side may have taken it."""


class NoLongerOurs(Exception):
    """Another sender took over meanwhile: stop before anything is handed over."""


class Way(Protocol):
    """One channel."""

    code: Channel
    repeats_safely: bool  # the other side knows our key and takes the same message once only

    def lacking(self) -> list[str]:
        """Names of the settings that are missing or wrong; empty means configured."""
        ...

    def is_on(self) -> bool:
        """Did the installation ask for this channel?"""
        ...

    def send(self, message: Message, hands: Hands) -> None:
        """Hand one message over. Raises NotSent, Unsure, NoLongerOurs."""
        ...


_ways: dict[str, Any] = {}


def open_way(way: Way) -> None:
    """Add a channel; AppConfig.ready does."""
    _ways[way.code] = way


def way_of(channel: str) -> Way:
    """The channel behind a code. Raises KeyError."""
    return _ways[channel]


def working() -> list[Channel]:
    """Channels that the installation asked for and that lack no setting."""
    return [code for code, way in _ways.items() if way.is_on() and not way.lacking()]


def all_ways() -> list[Way]:
    """Every channel, configured or not."""
    return list(_ways.values())
