"""The lists that can be exported. Each is read exactly as its page reads it, for the person who asks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer

Row = Any
Filters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and how a row fills it. `names` says that it tells who somebody is."""

    code: str
    label: Any
    of: Callable[[Row], object]
    names: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: whose section, what page, which filters its address may carry, which rows, which columns."""

    code: str
    label: Any
    section: Section
    page: str  # name of its address
    read: Callable[..., Iterable[Row]]  # (viewer, filters, at, most, identified=)
    columns: tuple[Column, ...]
    filters: tuple[str, ...] = ()
    notes: Callable[[Viewer, Filters, datetime], Iterator[tuple[Any, Any]]] | None = None

    @property
    def can_name(self) -> bool:
        """Does it have columns that say who somebody is?"""
        return any(column.names for column in self.columns)

    def shown(self, *, identified: bool) -> list[Column]:
        """The columns of one export."""
        return [column for column in self.columns if identified or not column.names]


_lists: dict[str, Listed] = {}


def add_list(one: Listed) -> None:
    """Make a list exportable."""
    _lists[one.code] = one


def list_of(code: str) -> Listed | None:
    """A list by its code."""
    return _lists.get(code)


def lists_for(viewer: Viewer) -> list[Listed]:
    """What somebody may export."""
    return [one for one in _lists.values() if viewer.has(one.section, Verb.EXPORT)]


def only_ours(viewer: Viewer, section: Section) -> dict[str, Any]:
    """A filter for records of an agency: an export never takes along what another agency shared."""
    if viewer.reach(section, Verb.EXPORT) < Scope.AGENCY:
        return {"pk__in": []}
    return {"agency_id": viewer.agency_id}


REF = Column("ref", _("Code"), lambda row: row.ref)
__all__ = ["REF", "Column", "Listed", "add_list", "list_of", "lists_for", "only_ours"]
