"""Lines of the ledger as pages and prints show them: a light, words, names only where they may be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.consent import queries, wording
from gugus.consent.codes import Basis, Light
from gugus.consent.models import Ground, Purpose

CHIPS = {Light.GREEN: "safe", Light.AMBER: "soon", Light.RED: "late"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line with its words."""

    ground: Ground
    purpose: str
    recipient: str
    state: str
    light: str
    words: Any

    @property
    def chip(self) -> str:
        """The kind of chip beside the words."""
        return CHIPS[self.light]

    @property
    def may_withdraw(self) -> bool:
        """Is it a consent that was given and not taken back?"""
        one = self.ground
        return one.basis == Basis.CONSENT and one.answer == "given" and one.withdrawn_at is None


def shown(grounds: Iterable[Ground], at: datetime) -> list[Shown]:
    """Lines with words; two queries however many there are."""
    names = purpose_names()
    soon = at + timedelta(days=queries.number("expiry_days", at))
    found = []
    for one in grounds:
        state = queries.state_of(one, at)
        light, words = _light(one, state, soon)
        purpose = names.get(one.purpose, one.purpose)
        found.append(Shown(one, purpose, wording.recipient_words(one), state, light, words))
    return found


def purpose_names() -> dict[str, str]:
    """Every purpose there ever was, by code, in the reader's language."""
    language = get_language()
    return {one.code: one.words_in(language) for one in Purpose.objects.order_by("valid_from")}


def _light(ground: Ground, state: str, soon: datetime) -> tuple[str, Any]:
    if state == "holds":
        if ground.basis == Basis.VITAL_INTEREST:
            return Light.AMBER, _("danger: ask the person soon")
        if ground.until_at is not None and ground.until_at <= soon:
            return Light.AMBER, _("runs out soon")
        return Light.GREEN, wording.STATES["holds"]
    if state in {"not_asked", "not_yet", "replaced", "lapsed"}:
        return Light.AMBER, wording.STATES[state]
    return Light.RED, wording.STATES[state]
