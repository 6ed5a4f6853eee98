"""What the trail tells about a record. The database shows one's own agency's entries and those about one's files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from gugus.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who saw or did something with a file: how often and when last. `name` is filled by who knows names."""

    actor_id: UUID | None
    actor: str
    agency_id: UUID | None
    times: int
    last_at: datetime
    name: str = ""
    agency: str = ""


def entries_about(kind: str, pk: UUID) -> QuerySet[Entry]:
    """Entries about a record that came through its gate, or about something within it; newest first."""
    rows = Entry.objects.unscoped(because="the record came through its gate")
    return rows.filter(Q(about_kind=kind, about_id=pk) | Q(parent_kind=kind, parent_id=pk)).order_by("-seq")


def lookers(kind: str, pk: UUID, *, most: int = 50) -> list[Looker]:
    """Who looked at or worked on a file (`kind` is the model's name), the latest first, without jobs and public."""
    rows = entries_about(kind, pk).exclude(actor_id=None).order_by()
    found = rows.values("actor_id", "actor", "agency_id").annotate(times=Count("seq"), last_at=Max("at"))
    return [Looker(**row) for row in found.order_by("-last_at")[:most]]
