"""What else can be made of a record of the room: higher contexts offer, the record's page asks.

`offer_onward("meeting", "gugus.publication.onward.of_meeting")`; the function is called as `offer(viewer, record)` and
gives `Onward` (an address and words for a button) or None.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Onward:
    """One offer: words of the button, its address, its icon, and a sentence beside it."""

    label: Any
    url: str
    icon: str = "arrow-right"
    text: Any = ""


_offers: dict[str, list[str]] = {}


def offer_onward(kind: str, path: str) -> None:
    """Let the function at `path` offer something on pages of records of this kind (model name)."""
    offers = _offers.setdefault(kind, [])
    if path not in offers:
        offers.append(path)


def onward_of(viewer: Any, record: Model) -> list[Onward]:
    """Everything that is offered about a record that came through its gate."""
    found = (import_string(path)(viewer, record) for path in _offers.get(record._meta.model_name or "", ()))
    return [one for one in found if one is not None]
