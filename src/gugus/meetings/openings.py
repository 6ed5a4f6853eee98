"""What waits for a meeting: open items that contexts offer for the agenda.

A context (lower or higher) signs up in its `AppConfig.ready`:

    offer_openings("referrals_late", _("Referrals over their time"), "gugus.meetings.offers.late_referrals")

The function is called as `offer(viewer, task_force, at) -> Iterable[Opening]` under the viewer's rights. It gives
counts as the whole task force may see them (protected) and names records by reference, never a person or a case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # offers are named before models may be read
    from gugus.access.viewer import Viewer
    from gugus.directory.models import TaskForce


@dataclass(frozen=True, slots=True)
class Opening:
    """One open item. `ref` says which one within its source, so that it stands on an agenda once."""

    source: str
    ref: str
    title: Any
    count: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.source}|{self.ref}"


@dataclass(frozen=True, slots=True)
class Offer:
    """One register: its code, what it is called, who is asked."""

    source: str
    title: Any
    path: str


_offers: dict[str, Offer] = {}


def offer_openings(source: str, title: Any, path: str) -> None:
    """Let the function at `path` offer open items. Signing up twice is once."""
    _offers[source] = Offer(source, title, path)


def openings_for(
    viewer: "Viewer", task_force: "TaskForce", at: datetime
) -> list[tuple[Offer, list[Opening]]]:
    """Everything that is offered now, register by register, in the order of signing up."""
    return [(one, list(import_string(one.path)(viewer, task_force, at))) for one in _offers.values()]


def titles() -> dict[str, Any]:
    """What each register is called."""
    return {one.source: one.title for one in _offers.values()}


def chosen(offered: Iterable[tuple[Offer, list[Opening]]], keys: Iterable[str]) -> list[Opening]:
    """The openings that a form named, as they are now; what is not open any more is left out."""
    wanted = set(keys)
    return [one for _offer, openings in offered for one in openings if one.key in wanted]
