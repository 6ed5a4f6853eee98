"""What was opened, what waits for a second person, how often somebody did it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gugus.access.viewer import Viewer
from gugus.emergency.models import Opening
from gugus.emergency.rules import A_DAY

TABS = ("mine", "review", "all")


def openings(viewer: Viewer, tab: str) -> QuerySet[Opening]:
    """One list of the page: my own, those that wait for my review, all that my agency reviews."""
    rows = Opening.objects.visible_to(viewer).select_related("user", "agency", "reviewed_by")
    if tab == "mine":
        return rows.filter(user_id=viewer.user_id)
    rows = rows.filter(reviewed_in_id=viewer.agency_id).exclude(user_id=viewer.user_id)
    return rows.waiting() if tab == "review" else rows


def opened_lately(user_id: UUID, at: datetime) -> int:
    """How often somebody broke the glass in the last day, found or not."""
    rows = Opening.objects.unscoped(because="one's own, counted for the limit")
    return rows.filter(user_id=user_id, at__gt=at - A_DAY).count()


def open_now(kind: str, record_id: UUID, at: datetime) -> QuerySet[Opening]:
    """Who has this record open in an emergency; row security shows them to the owning agency and to oneself."""
    rows = Opening.objects.unscoped(because="for the team of a record that came through its gate")
    return rows.live(at).filter(record_kind=kind, record_id=record_id).select_related("user", "agency")


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of emergency access for whoever protects data."""

    opened: int
    without_file: int
    waiting: int
    justified: int
    unjustified: int


def tally(agency_id: UUID, since: datetime, until: datetime) -> Tally:
    """How often glass was broken in a span and what reviews said, of the openings that an agency reviews."""
    rows = Opening.objects.unscoped(because="figures of one's agency; row security narrows them too")
    rows = rows.filter(reviewed_in_id=agency_id, at__gte=since, at__lt=until)
    return Tally(
        **rows.aggregate(
            opened=Count("pk", filter=Q(record_id__isnull=False)),
            without_file=Count("pk", filter=Q(record_id=None)),
            waiting=Count("pk", filter=Q(verdict="waiting")),
            justified=Count("pk", filter=Q(verdict="justified")),
            unjustified=Count("pk", filter=Q(verdict="unjustified")),
        )
    )
