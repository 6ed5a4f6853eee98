"""Pages of the trail: entries by filter, newest first, with the names that belong to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.audit.actions import WORDS, typed
from gugus.audit.circumstances import KEY
from gugus.audit.models import Entry
from gugus.audit.queries import Looker
from gugus.audit.verbs import describe, describe_circumstances
from gugus.base.vault import opened_text, sealed_text
from gugus.directory.queries import agency_names
from gugus.kernel.sealing import CannotUnseal
from gugus.trail.groups import Group, entries_of
from gugus.trail.hours import off_hours, zone_of
from gugus.trail.wording import name_of

PER_PAGE = 50
CURSOR = "trail:cursor"
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it."""

    entry: Entry
    who: str
    agency: str
    did: str
    changes: tuple[tuple[str, str], ...]
    circumstances: tuple[str, ...] = ()
    words: str = ""

    @property
    def details(self) -> list[tuple[Any, str]]:
        """The changes, named in words for a page."""
        return [(name_of(code), value) for code, value in self.changes]


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, and the cursor of the next older page ("" at the end)."""

    lines: tuple[Line, ...]
    older: str


def page_of(viewer: Viewer, asked: Mapping[str, Any], *, cursor: str = "") -> Page:
    """The entries that fit `asked` (keys as in TrailFilter), a page at a time."""
    rows = _fitting(viewer, asked)
    if cursor and (seq := _opened(cursor)) is not None:
        rows = rows.filter(seq__lt=seq)
    found = list(rows[: PER_PAGE + 1])
    older = sealed_text(str(found[PER_PAGE - 1].seq), CURSOR) if len(found) > PER_PAGE else ""
    return Page(tuple(_lines(found[:PER_PAGE])), older)


def lines_of(viewer: Viewer, asked: Mapping[str, Any], *, most: int) -> list[Line]:
    """All lines that fit, newest first, at most so many; for an export."""
    return list(_lines(list(_fitting(viewer, asked)[:most])))


def named(lookers: Iterable[Looker]) -> list[Looker]:
    """Add the names of people and agencies; two queries for any number."""
    lookers = list(lookers)
    names = _full_names({one.actor_id for one in lookers if one.actor_id})
    agencies = agency_names({one.agency_id for one in lookers if one.agency_id})
    return [
        replace(one, name=names.get(one.actor_id, one.actor), agency=agencies.get(one.agency_id, ""))
        for one in lookers
    ]


def colleagues(viewer: Viewer) -> QuerySet[User]:
    """Everybody who works or worked for the viewer's agency."""
    return (
        User.objects.filter(Q(agency_id=viewer.agency_id) | Q(employments__agency_id=viewer.agency_id))
        .distinct()
        .order_by("full_name")
    )


def _fitting(viewer: Viewer, asked: Mapping[str, Any]) -> QuerySet[Entry]:
    rows = Entry.objects.unscoped(because="row-level security: own agency, and entries about its files")
    ref = asked.get("ref")
    # About one's own file everybody's entries are shown, of other agencies too.
    rows = rows.filter(_about(rows, ref) if ref else Q(agency_id=viewer.agency_id))
    for name, condition in _CONDITIONS.items():
        if given := asked.get(name):
            rows = rows.filter(condition(given))
    if asked.get("off_hours"):
        rows = rows.filter(off_hours(zone_of(viewer.user.agency.area_code)))
    return rows.order_by("-seq")


def _about(rows: QuerySet[Entry], ref: str) -> Q:
    """Entries about the record of a reference, or about something within it."""
    known = rows.filter(about_ref=ref).exclude(about_id=None).values_list("about_kind", "about_id").first()
    if known is None:
        return Q(about_ref=ref)
    kind, pk = known
    return Q(about_ref=ref) | Q(about_kind=kind, about_id=pk) | Q(parent_kind=kind, parent_id=pk)


_CONDITIONS = {
    "user": lambda user: Q(actor_id=user.pk),
    "verb": lambda verb: Q(verb=verb),
    "group": lambda group: entries_of(Group(group)),
    "agency": lambda agency: Q(agency_id=agency.pk),
    "reason": lambda reason: Q(reason=reason),
    "since": lambda day: Q(at__gte=_midnight(day)),
    "until": lambda day: Q(at__lt=_midnight(day + timedelta(days=1))),
}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)


def _lines(entries: list[Entry]) -> Iterable[Line]:
    ids = {entry.actor_id for entry in entries} | {entry.agency_id for entry in entries}
    ids |= {pk for entry in entries for value in entry.changes.values() if (pk := _id_in(value))}
    names = _full_names(ids - {None}) | agency_names(ids - {None})
    for entry in entries:
        yield Line(
            entry=entry,
            who=names.get(entry.actor_id, entry.actor),
            agency=names.get(entry.agency_id, ""),
            did=describe(entry.verb),
            changes=tuple(
                (name, _shown(value, names))
                for name, value in entry.changes.items()
                if name not in {KEY, WORDS}
            ),
            circumstances=tuple(describe_circumstances(entry)),
            words=typed(entry.changes),
        )


def _shown(value: Any, names: Mapping[UUID, str]) -> str:
    """A new value as words; of a personal one only that it changed (the trail holds a digest)."""
    if isinstance(value, str) and value.startswith("~"):
        return "•••"
    if isinstance(value, list):
        return ", ".join(_shown(part, names) for part in value) or "–"
    if pk := _id_in(value):
        return names.get(pk, str(pk)[-8:])
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "j M Y H.i")
    return "–" if value is None or value == "" else str(value)


def _id_in(value: Any) -> UUID | None:
    return UUID(value) if isinstance(value, str) and ID.fullmatch(value) else None


def _full_names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def _opened(cursor: str) -> int | None:
    """The row behind a cursor; None for one that was typed or cut off, which then counts as not given."""
    try:
        return int(opened_text(cursor, CURSOR))
    except (CannotUnseal, ValueError, KeyError):
        return None
