"""What each kind of task is called. Higher contexts add their kinds in AppConfig.ready."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Ticking these off would say that something was done which nobody did: only the act itself ends them.
SETTLED_BY_ACT = {"safety_check", "referral_answer", "referral_feedback"}

OWN = "own"  # a task that somebody wrote down for the office; what to do stands in its sealed note

_words: dict[str, Any] = {
    OWN: _("Reminder on %(about)s"),
    "triage": _("Judge the risk of report %(about)s"),
    "safety_check": _("Check whether the person in case %(within)s is safe"),
    "referral_answer": _("Answer referral %(about)s"),
    "referral_feedback": _("Report back on referral %(about)s"),
}


def name_kind(kind: str, words: Any, *, by_act: bool = False) -> None:
    """Say how tasks of `kind` are called: a lazy translation that may use %(about)s, %(within)s and open params.

    `by_act`: nobody ticks them off, what happens to the record ends them.
    """
    _words[kind] = words
    if by_act:
        SETTLED_BY_ACT.add(kind)


def title_of(kind: str, *, about: str, within: str, params: Mapping[str, Any], clock: Any = None) -> str:
    """The title in the reader's language: the kind's words, else the clock's, else the code itself."""
    if kind in _words:
        return str(_words[kind]) % _Params(params, about=about, within=within or about)
    if clock is not None:
        return f"{clock.words_in(get_language())} ({about})"
    return f"{kind.replace('_', ' ').capitalize()} ({about})"


class _Params(dict):
    """Parameters of a title; one that is missing leaves a dash instead of breaking a list of tasks."""

    def __init__(self, params: Mapping[str, Any], **names: str):
        super().__init__(params, **names)

    def __missing__(self, key: str) -> str:
        return "–"
