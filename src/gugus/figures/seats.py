"""In which task forces an agency has a seat; the database asks the same (`0002_locks.figures_seat`)."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from gugus.directory.models import Membership, TaskForce


def forces_of(agency: UUID | None) -> QuerySet[TaskForce]:
    """Task forces in which an agency has a seat today, or took over that of an agency which it followed."""
    mine = Q(agency_id=agency) | Q(agency__successor_id=agency) | Q(agency__successor__successor_id=agency)
    seats = Membership.objects.valid_on(timezone.localdate()).filter(mine)
    return TaskForce.objects.filter(pk__in=seats.values("task_force_id")).order_by("name")
