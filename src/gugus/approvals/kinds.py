"""What needs two people. Higher contexts name their kinds in AppConfig.ready; approvals knows none by itself.

name_kind("retention.run", label=_("Forget what is due"), section=Section.PRIVACY,
          runs="gugus.retention.actions.run_approved")
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gugus.access.codes import Section, Verb


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that needs two people; see `name_kind` for the fields."""

    code: str
    label: Any
    section: Section
    runs: str
    lives: timedelta
    words: str = ""
    asks: Verb | None = None
    may_ask: str = ""
    may_approve: str = ""


_kinds: dict[str, Kind] = {}


def name_kind(
    code: str,
    *,
    label: Any,
    section: Section,
    runs: str,
    lives: timedelta = timedelta(hours=72),
    words: str = "",
    asks: Verb | None = None,
    may_ask: str = "",
    may_approve: str = "",
) -> None:
    """Say that `code` needs two people.

    `runs(request=, by=, at=)` does it, once, in the transaction of the approval; it raises `Cannot` to leave the
    request open. Who approves has the verb approve in `section`. `words` is a template (ends in .html, gets
    `asked` and `facts`) or a function of the request: what is asked and what follows. `asks` is the verb that the
    asking person needs in `section`; `may_ask(viewer=, facts=, about_id=, at=)` names further hurdles of the
    asker, looked at when asking and again when approving; `may_approve(viewer=, request=, at=)` those of the
    second person.
    """
    _kinds[code] = Kind(code, label, section, runs, lives, words, asks, may_ask, may_approve)


def kind_of(code: str) -> Kind | None:
    """What a code stands for; None when the context that named it is gone."""
    return _kinds.get(code)


def kinds() -> list[Kind]:
    """Every kind, in the order of their names."""
    return [_kinds[code] for code in sorted(_kinds)]


def approvable_by(viewer: Any) -> list[str]:
    """The kinds in whose section a viewer may be the second person."""
    return [one.code for one in kinds() if viewer.has(one.section, Verb.APPROVE)]
