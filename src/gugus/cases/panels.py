"""What higher contexts add to a case without the case knowing them: panels, facts, hurdles, time, what runs on.

A context registers in its AppConfig.ready(); the case page, the stage and the closing ask whoever is there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gugus.access.codes import FieldClass
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.base.refusals import Reason


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page. `provide(viewer, case, at)` gives the template's context, or None to stay away.

    The template gets that context with case, now and sight. It draws a whole card (`<section class="card">`
    first) or only the inside of one; then the page draws the card with the title.
    """

    key: str
    section: str
    order: int
    title: Any
    template: str
    provide: Callable[[Any, Any, datetime], dict | None]
    also: tuple[str, ...] = ()  # further sections, each of which is reason enough to ask `provide`
    depth: FieldClass = FieldClass.SENSITIVE  # class of fields that the viewer must reach in a section


_panels: dict[str, Panel] = {}
_facts: list[Callable[[Any], Iterable[str]]] = []
_hurdles: list[Callable[[Any], Iterable[Reason]]] = []
_timelines: list[Callable[[Any, Any, datetime], Iterable[CaseSpan | CaseEvent]]] = []
_running: list[Callable[[Any], Iterable[Reason]]] = []


def add_panel(panel: Panel) -> None:
    """Show a panel on every case page, for viewers who have a right in its section."""
    _panels[panel.key] = panel


def add_facts(tell: Callable[[Any], Iterable[str]]) -> None:
    """Let `tell(case)` name facts that move the stage (rules.STAGES)."""
    if tell not in _facts:
        _facts.append(tell)


def add_hurdle(ask: Callable[[Any], Iterable[Reason]]) -> None:
    """Let `ask(case)` name what still stands against closing."""
    if ask not in _hurdles:
        _hurdles.append(ask)


def add_timeline(tell: Callable[[Any, Any, datetime], Iterable[CaseSpan | CaseEvent]]) -> None:
    """Let `tell(viewer, case, at)` draw spans and events into the picture of the case, as far as the viewer may see."""
    if tell not in _timelines:
        _timelines.append(tell)


def add_running(ask: Callable[[Any], Iterable[Reason]]) -> None:
    """Let `ask(case)` name what runs on after closing: a criminal case, restitution that is not paid.

    It holds back no closing; it keeps the closed case under legal monitoring and out of the archive.
    """
    if ask not in _running:
        _running.append(ask)


def panels() -> list[Panel]:
    """All panels in the order of the page."""
    return sorted(_panels.values(), key=lambda panel: panel.order)


def facts_about(case: Any) -> set[str]:
    """Everything that was done for a case, as far as anybody tells."""
    return {fact for tell in _facts for fact in tell(case)}


def hurdles_of(case: Any) -> list[Reason]:
    """Everything that stands against closing, all at once."""
    return [reason for ask in _hurdles for reason in ask(case)]


def timelines() -> list[Callable[[Any, Any, datetime], Iterable[CaseSpan | CaseEvent]]]:
    """Everybody who draws into the picture of a case."""
    return list(_timelines)


def running_after(case: Any) -> list[Reason]:
    """What of the law still runs about a case, all at once."""
    return [reason for ask in _running for reason in ask(case)]
