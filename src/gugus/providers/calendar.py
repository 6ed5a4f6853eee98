"""Days off: kept by a context beside this one, so a higher one says where to ask (ADR 0011)."""

from collections.abc import Callable, Collection
from datetime import date

DaysOff = Callable[[date, date], Collection[date]]
_asked: dict[str, DaysOff] = {}


def ask_days_off(ask: DaysOff) -> None:
    """Say who knows the holidays between two days; called once at the start."""
    _asked["days_off"] = ask


def days_off(first: date, last: date) -> frozenset[date]:
    """The holidays between two days, none when nobody knows any. One query."""
    ask = _asked.get("days_off")
    return frozenset(ask(first, last)) if ask else frozenset()
