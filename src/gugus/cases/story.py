"""The chronology of a case as the viewer may read it: lines by page, and marks for the picture."""

import base64
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from gugus.cases.codes import EntryKind
from gugus.cases.models import ChronologyEntry
from gugus.cases.policies import Sight

PAGE = 20
MOST_MARKS = 200


@dataclass(frozen=True)
class Story:
    """One page of the chronology, newest first. `older` is the cursor of the next page or ""."""

    entries: Sequence[ChronologyEntry] = ()
    corrected: frozenset[UUID] = frozenset()
    older: str = ""


@dataclass(frozen=True)
class Mark:
    """One line of the chronology in the picture: its kind and its moment, without words."""

    kind: EntryKind
    at: datetime


def visible_entries(sight: Sight) -> QuerySet[ChronologyEntry]:
    """The lines in the sections that the viewer reads. The database refuses the others once more."""
    return sight.case.chronology.filter(section__in=[str(one) for one in sight.entry_sections])


def read_story(sight: Sight, cursor: str = "", most: int = PAGE) -> Story:
    """The newest lines, or those before a cursor. Two queries."""
    if not sight.entry_sections:
        return Story()
    rows = visible_entries(sight).select_related("by", "agency", "data_key", "corrects")
    if before := read_cursor(cursor):
        at, pk = before
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=pk))
    entries = list(rows.order_by("-happened_at", "-id")[: most + 1])
    shown = entries[:most]
    older = make_cursor(shown[-1].happened_at, shown[-1].pk) if len(entries) > most else ""
    corrections = visible_entries(sight).filter(corrects__in=[one.pk for one in shown])
    return Story(shown, frozenset(corrections.values_list("corrects_id", flat=True)), older)


def marks_of(sight: Sight) -> list[Mark]:
    """Kinds and moments of the last lines, for the picture. One query; no text is opened."""
    if not sight.entry_sections:
        return []
    rows = visible_entries(sight).order_by("-happened_at").values_list("kind", "happened_at")[:MOST_MARKS]
    return [Mark(EntryKind(kind), at) for kind, at in reversed(rows)]


def make_cursor(at: datetime, pk: UUID) -> str:
    """A place in a list, as text for an address."""
    text = f"{at.isoformat()}|{pk.hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """The place that a cursor names, or None for a broken one."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        at, _, pk = plain.partition("|")
        moment = datetime.fromisoformat(at)
        return (moment, UUID(hex=pk)) if timezone.is_aware(moment) else None
    except (ValueError, NotBase64):
        return None
