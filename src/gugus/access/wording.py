"""Rights in words: how far, how deep, from which day to which."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.matrix import AGENCY, Depths
from gugus.directory.codes import AgencyKind

SCOPES: Mapping[Scope, Any] = {
    Scope.NOTHING: _("nothing"),
    Scope.MINE: _("own files"),
    Scope.TEAM: _("own files and the team's"),
    Scope.SHARED: _("files opened to the agency"),
    Scope.AGENCY: _("all files of the agency"),
    Scope.TASK_FORCE: _("the whole task force"),
    Scope.ALL: _("all"),
}
DEPTHS: Mapping[FieldClass, Any] = {
    FieldClass.OPEN: _("open facts"),
    FieldClass.PERSONAL: _("personal facts"),
    FieldClass.SENSITIVE: _("sensitive facts"),
    FieldClass.SEALED: _("sealed facts"),
}


def subject(code: str) -> str:
    """A role, or a kind of agency, in the reader's language."""
    if code.startswith(AGENCY):
        return str(AgencyKind(code.removeprefix(AGENCY)).label)
    return str(Role(code).label)


def section(code: str) -> str:
    return str(Section(code).label)


def verbs(codes: Iterable[str]) -> str:
    """Verbs in their usual order."""
    held = set(codes)
    return ", ".join(str(one.label) for one in Verb if one in held)


def depths(pairs: Depths) -> str:
    """How far and how deep, the farthest first; "nothing" when there is no right."""
    said = [f"{SCOPES[scope]} ({DEPTHS[depth]})" for scope, depth in sorted(pairs, reverse=True)]
    return "; ".join(said) or str(SCOPES[Scope.NOTHING])
