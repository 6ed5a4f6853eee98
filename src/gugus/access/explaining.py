"""Why does somebody (not) see a record? The rule that decided, never the content.

Higher contexts say how a viewer stands to their records: in AppConfig.ready `tell_standing("case", "dotted.path")`. The
function is called as `tell(viewer, ref, at) -> Told | None`: None for what the viewer's agency cannot see at all, which
is then the same answer as for a reference that does not exist. Each asks its own gate; nothing is decided here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from gugus.access import wording


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: may this be done with fields of these classes, and the rule that says so."""

    section: str
    verb: str
    depth: str
    yes: bool
    rule: str


@dataclass(frozen=True)
class Told:
    """How a viewer stands to a record: for each section that it has (`policies.Standing`); which grants may matter.

    `lines` are for records that are no matter of the matrix alone (a task): their context words the rules itself.
    """

    kind: Any
    by_section: Mapping[Any, Any] = field(default_factory=dict)
    granted: tuple[tuple[str, UUID], ...] = ()
    lines: tuple[Line, ...] = ()
    page: tuple[
        Any, ...
    ] = ()  # sections each of which opens the record's page; the first one where none is named

    @property
    def scopes(self) -> list[tuple[str, Any]]:
        """How near the viewer stands, section by section, in words."""
        return [
            (wording.section(one), wording.SCOPES[stands.scope]) for one, stands in self.by_section.items()
        ]


_tellers: dict[str, str] = {}


def tell_standing(kind: str, path: str) -> None:
    """Let the function at `path` say how somebody stands to records of a kind. Signing up twice is once."""
    _tellers[kind] = path


_reasons: dict[str, str] = {}


def tell_because(kind: str, path: str) -> None:
    """Let `tell(ids) -> {id: words}` at `path` say in words which record of a kind a grant was given because of."""
    _reasons[kind] = path


def because(grants: Iterable[Any]) -> dict[UUID, str]:
    """The reason of each grant in words, by the grant's id, as far as the reader's agency may know it."""
    asked: dict[str, dict[UUID, UUID]] = {}
    for grant in grants:
        if grant.because_kind in _reasons:
            asked.setdefault(grant.because_kind, {})[grant.pk] = grant.because_id
    told: dict[UUID, str] = {}
    for kind, ids in asked.items():
        words = import_string(_reasons[kind])(set(ids.values()))
        told |= {grant: words[reason] for grant, reason in ids.items() if reason in words}
    return told


def stands_to(kind: str, viewer: Any, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a record of one kind."""
    return import_string(_tellers[kind])(viewer, ref, at) if kind in _tellers else None


def explains(kind: str) -> bool:
    """Does anybody say how people stand to records of this kind?"""
    return kind in _tellers


def found(viewer: Any, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to whatever has this reference. Every kind is asked, so that all answers take as long."""
    told = [import_string(path)(viewer, ref, at) for path in _tellers.values()]
    return next((one for one in told if one is not None), None)
