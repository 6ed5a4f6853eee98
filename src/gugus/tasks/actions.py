"""Start a task, finish it, put it off with a reason, give it to somebody."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import Agency
from gugus.tasks.clocks import clock_on, runs_out
from gugus.tasks.models import Task


class CannotChangeTask(Cannot):
    """The task is already done, or the wish does not fit it."""


@transaction.atomic
def start_task(
    *,
    kind: str,
    about: models.Model,
    agency: Agency,
    by: User | None,
    at: datetime,
    within: models.Model | None = None,
    assignee: User | None = None,
    clock: str = "",
    due_at: datetime | None = None,
    risk: str = "",
    title_params: dict | None = None,
) -> Task:
    """Something must be done about a record. `clock` names the deadline's row; `at` starts it.

    One open task of a kind about a record is enough: asking again gives the same task.
    """
    running = Task.objects.unscoped(because="the caller's record came through its gate").filter(
        kind=kind, about_kind=about._meta.model_name, about_id=about.pk, agency=agency, done_at=None
    )
    if (earlier := running.first()) is not None:
        return earlier
    row = clock_on(clock, at.date()) if clock else None
    task = Task(
        kind=kind,
        about_kind=about._meta.model_name,
        about_id=about.pk,
        about_ref=about.ref,
        within_kind=within._meta.model_name if within else "",
        within_id=within.pk if within else None,
        within_ref=within.ref if within else "",
        agency=agency,
        assignee=assignee,
        title_params=title_params or {},
        risk=risk,
        clock=row,
        started_at=at,
        started_by=by,
        due_at=due_at or (runs_out(row, at) if row else None),
    )
    task.save(force_insert=True)
    changes = {"kind": kind, "due_at": task.due_at, "clock": clock}
    record("task.started", about=task, within=within or about, by=by, at=at, changes=changes)
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User | None, at: datetime, note: str = "") -> Task:
    """Done. Doing it twice at once is one doing: the second hears that it was done."""
    task = _locked(task)
    if task.done_at:
        raise CannotChangeTask([Reason("done_already", _("This task was already done."))])
    _finish(task, by=by, at=at, note=note)
    return task


@transaction.atomic
def finish_tasks_about(*, about: models.Model, kind: str, by: User | None, at: datetime) -> int:
    """The record's event settles every open task of a kind about it; returns how many."""
    rows = Task.objects.unscoped(because="the caller's record came through its gate").select_for_update(
        of=("self",)
    )
    tasks = list(rows.filter(about_kind=about._meta.model_name, about_id=about.pk, kind=kind, done_at=None))
    for task in tasks:
        _finish(task, by=by, at=at, note="")
    return len(tasks)


@transaction.atomic
def snooze_task(*, task: Task, until: datetime, reason: str, by: User, at: datetime) -> Task:
    """Look at it later, for a reason that is kept. The deadline itself never moves."""
    task = _locked(task)
    reasons = []
    if task.done_at:
        reasons.append(Reason("done_already", _("This task was already done.")))
    if until <= at:
        reasons.append(Reason("in_the_past", _("Choose a moment in the future."), "until"))
    if not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why this can wait."), "reason"))
    if reasons:
        raise CannotChangeTask(reasons)
    task.snoozed_until, task.snooze_reason = until, reason
    task.version += 1
    task.save(update_fields=["snoozed_until", "snooze_reason", "version"])
    record("task.snoozed", about=task, by=by, at=at, changes={"until": until})
    return task


@transaction.atomic
def assign_task(*, task: Task, to: User, by: User, at: datetime) -> Task:
    """Give the task to a colleague of the same agency."""
    task = _locked(task)
    if to.agency_id != task.agency_id or not to.is_active:
        raise CannotChangeTask(
            [Reason("not_a_colleague", _("Choose an active colleague of your agency."), "to")]
        )
    task.assignee = to
    task.version += 1
    task.save(update_fields=["assignee", "version"])
    record("task.assigned", about=task, by=by, at=at, changes={"to": to.username})
    return task


def _locked(task: Task) -> Task:
    rows = Task.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    return rows.select_related("data_key").get(pk=task.pk)


def _finish(task: Task, *, by: User | None, at: datetime, note: str) -> None:
    task.done_at, task.done_by, task.note = at, by, note or None
    task.version += 1
    task.save(update_fields=["done_at", "done_by", "note", "version"])
    kept = task.due_at is None or at <= task.due_at
    record("task.done", about=task, by=by, at=at, changes={"kind": task.kind, "in_time": kept})
