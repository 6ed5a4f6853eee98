"""In which task forces an agency sits today; the database asks the same (`base.rls.by_task_force`)."""

from uuid import UUID

from django.db.models import QuerySet

from gugus.directory.models import TaskForce
from gugus.directory.queries import seats_of, today


def forces_of(agency: UUID | None) -> QuerySet[TaskForce]:
    """Task forces in which an agency has a seat today, or took over that of an office which it followed."""
    seats = seats_of(agency, today()).values("task_force_id")
    return TaskForce.objects.filter(pk__in=seats).order_by("level", "name")
