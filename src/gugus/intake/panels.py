"""What higher contexts add to a report's page without the report knowing them: next steps, e.g. a screening.

A context registers in its AppConfig.ready(); the page asks whoever is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """A link on the report's page: what to do next, or what came of it. `is_main` is the one to do first."""

    label: Any
    url: str
    icon: str = "arrow-right"
    is_main: bool = False
    note: Any = ""


_offers: dict[str, tuple[int, Callable[[Any, Any, datetime], Step | None]]] = {}


def add_step(key: str, order: int, offer: Callable[[Any, Any, datetime], Step | None]) -> None:
    """Let `offer(viewer, report, at)` put a link on every report's page; None stays away."""
    _offers[key] = (order, offer)


def steps_for(viewer: Any, report: Any, at: datetime) -> list[Step]:
    """All links for this viewer, in order."""
    found = [offer(viewer, report, at) for _, offer in sorted(_offers.values(), key=lambda one: one[0])]
    return [step for step in found if step is not None]
