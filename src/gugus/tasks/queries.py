"""Which tasks there are."""

from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from gugus.access.viewer import Viewer
from gugus.tasks.models import Task


def tasks_of(viewer: Viewer, at: datetime) -> QuerySet[Task]:
    """My open tasks, those that sleep left out, the earliest deadline first (tasks without one last)."""
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=at)
    rows = Task.objects.visible_to(viewer).open().filter(awake, assignee_id=viewer.user_id)
    return rows.select_related("clock").order_by(models.F("due_at").asc(nulls_last=True), "started_at")


def tasks_within(record: models.Model) -> QuerySet[Task]:
    """Open tasks of a case or report that came through its gate, of this agency (the database sees to it)."""
    rows = Task.objects.unscoped(because="the record came through its gate").open()
    rows = rows.filter(within_kind=record._meta.model_name, within_id=record.pk)
    return rows.select_related("clock", "assignee").order_by(models.F("due_at").asc(nulls_last=True))


def late(viewer: Viewer, at: datetime) -> QuerySet[Task]:
    """Late open tasks of the viewer's agency."""
    return Task.objects.visible_to(viewer).late(at).select_related("clock", "assignee").order_by("due_at")
