"""Which tasks, clocks and days off there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.tasks.models import Clock, Holiday, Task

BY_DEADLINE = (F("due_at").asc(nulls_last=True), "started_at")


@dataclass(frozen=True, slots=True)
class Load:
    """What a day's navigation shows: my open tasks, how many of them are late, the agency's late and free ones."""

    mine: int
    mine_late: int
    agency_late: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list; nobody counts the whole list for it."""

    rows: list[Task]
    number: int
    has_next: bool


def page_of(rows: QuerySet[Task], number: str, *, per_page: int = 50) -> Page:
    """The page that an address asks for; what is no page number is the first page."""
    wanted = min(max(int(number), 1), 1000) if number.isdecimal() else 1
    start = (wanted - 1) * per_page
    found = list(rows[start : start + per_page + 1])
    return Page(found[:per_page], wanted, len(found) > per_page)


def tasks_of(viewer: Viewer, at: datetime) -> QuerySet[Task]:
    """My open tasks, those that sleep left out, the earliest deadline first (tasks without one last)."""
    rows = Task.objects.visible_to(viewer).awake(at).filter(assignee_id=viewer.self_id)
    return rows.select_related("clock").order_by(*BY_DEADLINE)


def tasks_within(record: models.Model) -> QuerySet[Task]:
    """Open tasks of a case or report that came through its gate, of this agency (the database sees to it)."""
    rows = Task.objects.unscoped(because="the record came through its gate").open()
    kind = record._meta.model_name
    rows = rows.filter(Q(within_kind=kind, within_id=record.pk) | Q(about_kind=kind, about_id=record.pk))
    return rows.select_related("clock", "assignee", "data_key").order_by(*BY_DEADLINE)


def done_within(record: models.Model, *, most: int = 20) -> list[Task]:
    """The last finished tasks of a case or report that came through its gate."""
    rows = Task.objects.unscoped(because="the record came through its gate").filter(done_at__isnull=False)
    kind = record._meta.model_name
    rows = rows.filter(Q(within_kind=kind, within_id=record.pk) | Q(about_kind=kind, about_id=record.pk))
    return list(rows.select_related("clock", "done_by", "data_key").order_by("-done_at")[:most])


def next_up(record: models.Model, at: datetime) -> Task | None:
    """The task of a record that is due first, sleeping ones left out."""
    return tasks_within(record).awake(at).first()


def next_up_of(kind: str, ids: Iterable[UUID], at: datetime) -> dict[UUID, Task]:
    """For a list of records of one kind (already admitted): id → the task due first. One query."""
    rows = Task.objects.unscoped(because="the records came through their list").awake(at)
    rows = rows.filter(within_kind=kind, within_id__in=list(ids))
    rows = rows.select_related("clock").order_by("within_id", *BY_DEADLINE).distinct("within_id")
    return {task.within_id: task for task in rows}


def filtered(viewer: Viewer, *, who: str, state: str, risk: str, at: datetime) -> QuerySet[Task]:
    """The list page: `who` mine/free/agency, `state` open/late/asleep/done, `risk` or "" for every risk."""
    rows = Task.objects.visible_to(viewer).select_related("clock", "assignee")
    if who == "mine":
        rows = rows.filter(assignee_id=viewer.self_id)
    elif who == "free":
        rows = rows.filter(assignee=None)
    if risk:
        rows = rows.filter(risk=risk)
    if state == "done":
        return rows.filter(done_at__isnull=False).order_by("-done_at")
    if state == "late":
        rows = rows.late(at)
    elif state == "asleep":
        rows = rows.open().filter(snoozed_until__gt=at)
    else:
        rows = rows.awake(at)
    return rows.order_by(*BY_DEADLINE)


def late(viewer: Viewer, at: datetime) -> QuerySet[Task]:
    """Late open tasks of the viewer's agency."""
    return Task.objects.visible_to(viewer).late(at).select_related("clock", "assignee").order_by("due_at")


def load_of(viewer: Viewer, at: datetime) -> Load:
    """The four counts of the viewer's day, in one query."""
    mine = Q(assignee_id=viewer.self_id)
    found = (
        Task.objects.visible_to(viewer)
        .awake(at)
        .aggregate(
            mine=Count("pk", filter=mine),
            mine_late=Count("pk", filter=mine & Q(due_at__lt=at)),
            agency_late=Count("pk", filter=Q(due_at__lt=at)),
            unassigned=Count("pk", filter=Q(assignee=None)),
        )
    )
    return Load(**found)


def colleagues(viewer: Viewer) -> QuerySet[User]:
    """Active people of the viewer's agency, by name."""
    return User.objects.filter(agency_id=viewer.agency_id, is_active=True).order_by("full_name")


def to_escalate(at: datetime, *, most: int = 500) -> QuerySet[Task]:
    """Late tasks whose supervisor was not told yet. Worker only. One that sleeps waits; high risk never sleeps."""
    rows = (
        Task.objects.unscoped(because="the worker's minute job")
        .open()
        .filter(due_at__lt=at, escalated_at=None)
    )
    rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at) | Q(risk="high"))
    return rows.order_by("due_at")[:most]


def clocks_today(day: date) -> QuerySet[Clock]:
    """The clocks in force on a day, the general ones before those of areas."""
    return Clock.objects.valid_on(day).order_by("step", "code", "area_code")


def clock_history(code: str) -> QuerySet[Clock]:
    """Every row a clock ever had, the newest first."""
    return (
        Clock.objects.filter(code=code)
        .select_related("changed_by")
        .order_by("area_code", "-valid_from", "-pk")
    )


def days_off(year: int) -> QuerySet[Holiday]:
    """The listed days of a year."""
    return Holiday.objects.filter(day__year=year)


def days_closed(first: date, last: date) -> list[date]:
    """Public holidays between two days, both included, on which offices are closed."""
    rows = Holiday.objects.filter(day__range=(first, last), closed=True)
    return list(rows.values_list("day", flat=True))
