"""What higher contexts tell the ledger: where data went that rest on a ground, and how that ends.

A context signs up in its AppConfig.ready() with dotted paths:

* `tell_reach("referral", tell=…, end=…)`: `tell(ground, at) -> list[Reach]` names every record that rests on a ground
  (or an override); `end(ground, reach, by, at)` ends one of them at once, in the caller's transaction, and may raise
  nothing that a lost race explains; `move(reach, ground, by, at)` lets it rest on another ground from now on;
  `opens(viewer, ids)` says which of these records the viewer may open.
* `tell_wall(path)`: `tell(person, guardian, name) -> bool`: does this person stand on the other side (accused)?
* `tell_minders(path)`: `tell(person, agency_id) -> list[User]`: who of the agency answers for this person's file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Reach:
    """One place that data on this ground reached.

    `agency`: who received; None for somebody without an account (`outside_name`, never written to an open column).
    `had`: could it ever read who the person is? Then it owes a receipt. `running`: it ends with the withdrawal.
    `sections`: what lies open. `by_hand`: the agency has no account here, so the sender tells it and types the answer.
    """

    kind: str
    pk: UUID
    ref: str
    agency: Any
    had: bool
    running: bool
    said: Any = ""
    outside_name: str = ""
    sections: tuple[str, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class _Teller:
    tell: str
    end: str
    move: str = ""
    opens: str = ""


_reaches: dict[str, _Teller] = {}
_walls: dict[str, None] = {}
_minders: dict[str, None] = {}


def tell_reach(kind: str, *, tell: str, end: str, move: str = "", opens: str = "") -> None:
    """Let a context say where data on a ground went, and end it. Signing up twice is once."""
    _reaches[kind] = _Teller(tell, end, move, opens)


def tell_wall(path: str) -> None:
    """Let the function at `path` say who stands on the other side of a file."""
    _walls[path] = None


def tell_minders(path: str) -> None:
    """Let the function at `path` name who answers for a person's file."""
    _minders[path] = None


def reaches_of(ground: Any, at: datetime) -> list[Reach]:
    """Everything that rests on a ground or an override, by kind in the order of signing up."""
    return [one for teller in _reaches.values() for one in _called(teller.tell)(ground, at)]


def opened_of(viewer: Any, reaches: Iterable[Reach]) -> set[UUID]:
    """Which of these records the viewer may open. Whoever reads the ledger need not have a right to all of them."""
    asked: dict[str, set[UUID]] = {}
    for one in reaches:
        if _reaches[one.kind].opens:
            asked.setdefault(one.kind, set()).add(one.pk)
    return {pk for kind, ids in asked.items() for pk in _called(_reaches[kind].opens)(viewer, ids)}


def end_reach(ground: Any, reach: Reach, *, by: Any, at: datetime) -> None:
    """End one of them now."""
    _called(_reaches[reach.kind].end)(ground, reach, by=by, at=at)


def move_reach(reach: Reach, ground: Any, *, by: Any, at: datetime) -> None:
    """Let one of them rest on another ground."""
    _called(_reaches[reach.kind].move)(reach, ground, by=by, at=at)


def may_move(reach: Reach) -> bool:
    """Can this kind of record change the ground it rests on?"""
    return bool(_reaches[reach.kind].move)


def beyond_the_wall(person: Any, guardian: Any, name: str) -> bool:
    """Does anybody say that this guardian is accused in a file of this person?"""
    return any(_called(path)(person, guardian, name) for path in _walls)


def minders_of(person: Any, agency_id: UUID) -> list[Any]:
    """Who of an agency answers for a person's file; without doubles, in the order in which they were named."""
    found: Iterable[Any] = (one for path in _minders for one in _called(path)(person, agency_id))
    return list({one.pk: one for one in found}.values())


def _called(path: str) -> Callable:
    return import_string(path)
