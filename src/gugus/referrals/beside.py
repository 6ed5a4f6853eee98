"""What higher contexts add to the page of a referral without the referral knowing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

_cards: dict[str, str] = {}


def add_card(template: str, provide: str) -> None:
    """Show a card on every page of a referral. `provide` is the path of a function `(sight, at)` that gives the
    template's context, or None to stay away."""
    _cards[template] = provide


def cards_for(sight: Any, at: datetime) -> list[dict]:
    """The cards of this viewer: [{"template": …, "facts": …}]."""
    found = []
    for template, path in _cards.items():
        provide: Callable = import_string(path)
        facts = provide(sight, at)
        if facts is not None:
            found.append({"template": template, "facts": facts})
    return found
