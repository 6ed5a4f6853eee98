"""What else waits for an agency beside referrals, shown with the board. Contexts of this floor or above fill it.

Sharing agreements stand on the same floor, so what joins them with the board stands above both (ADR 0011).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gugus.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: its words (a code, an agency; never a person), its page, until when."""

    words: str
    url: str
    since: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tray:
    """A list beside the board. `provide` answers what waits for this viewer now, already narrowed to the viewer."""

    key: str
    title: Any
    icon: str
    provide: Callable[[Viewer, datetime], Iterable[Waiting]]


_trays: dict[str, Tray] = {}


def add_tray(tray: Tray) -> None:
    """Stand beside the board. The same key again replaces the earlier one."""
    _trays[tray.key] = tray


def trays_for(viewer: Viewer, at: datetime) -> list[tuple[Tray, list[Waiting]]]:
    """The trays that hold something for this viewer."""
    found = [(tray, list(tray.provide(viewer, at))) for tray in _trays.values()]
    return [(tray, waiting) for tray, waiting in found if waiting]
