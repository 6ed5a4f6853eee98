"""Start a task, finish it, put it off with a reason, give it to somebody."""

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import Agency
from gugus.outbox.actions import announce
from gugus.tasks import kinds, rules
from gugus.tasks.clocks import clock_on, runs_out
from gugus.tasks.models import Task

SLEEP_WORDS = {
    "done_already": Reason("done_already", _("This task was already done.")),
    "in_the_past": Reason("in_the_past", _("Choose a moment in the future."), "until"),
    "too_long": Reason("too_long", _("A task can be put off for 30 days at most."), "until"),
    "high_risk": Reason(
        "high_risk", _("High risk: it can rest only until its deadline, never beyond."), "until"
    ),
    "reason_needed": Reason("reason_needed", _("Say why this can wait."), "reason"),
}


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
    title_params: dict[str, Any] | None = None,
    note: str = "",
) -> Task:
    """Something must be done about a record. `clock` names the deadline's row; `at` starts it.

    One open task of a kind about a record is enough: asking again gives the same task, reminders (kind "own")
    excepted. `agency` may be another one than the actor's if it shares the record; then the returned task cannot be
    read again. `title_params` are open words, `note` is sealed.
    """
    if kind != kinds.OWN and (earlier := _running(kind, about, agency)) is not None:
        return earlier
    row = clock_on(clock, timezone.localdate(at), area_code=agency.area_code) if clock else None
    if due_at is None and row is not None:
        due_at = runs_out(row, at, risk=risk, area_code=agency.area_code)
    task = Task(
        kind=kind,
        about_kind=about._meta.model_name,
        about_id=about.pk,
        about_ref=getattr(about, "ref", "") or getattr(within, "ref", ""),
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
        due_at=due_at,
        note=note or None,
        data_key=_key_of(within or about),
    )
    task.save(force_insert=True)
    changes = {"kind": kind, "due_at": due_at, "clock": clock, "agency": agency.slug}
    record("task.started", about=task, within=within or about, by=by, at=at, changes=changes)
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User | None, at: datetime, note: str = "") -> Task:
    """Done. Doing it twice at once is one doing: the second hears that it was done."""
    task = _locked(task)
    if task.done_at:
        raise CannotChangeTask([SLEEP_WORDS["done_already"]])
    if task.ends_by_act:
        sentence = _("This task ends by itself once the work is recorded: open the record.")
        raise CannotChangeTask([Reason("settled_by_act", sentence)])
    _finish(task, by=by, at=at, note=note)
    return task


@transaction.atomic
def finish_tasks_about(
    *, about: models.Model, kind: str, by: User | None, at: datetime, agency: Agency | None = None
) -> int:
    """What happened to a record settles every open task of a kind about it; returns how many.

    Another agency's too, if it shares the file: a revoked referral leaves nobody waiting. `agency` settles only that
    one's: the others were asked too and still owe their answer.
    """
    rows = Task.objects.unscoped(because="the caller's record came through its gate").open()
    mine = rows.filter(about_kind=about._meta.model_name, about_id=about.pk, kind=kind)
    if agency is not None:
        mine = mine.filter(agency=agency)
    done = 0
    for task in mine.select_for_update(of=("self",)):
        _finish(task, by=by, at=at, note="")
        done += 1
    return done if agency is not None else done + _finish_elsewhere(about, kind, by=by, at=at)


@transaction.atomic
def pass_on_tasks(*, about: models.Model, before: Agency, to: Agency, at: datetime) -> int:
    """Open tasks of a closed agency about a record become its successor's, deadline kept; returns how many.

    They fall to the whole office: nobody of the old one is asked. Run by the worker.
    """
    rows = Task.objects.unscoped(because="the worker passes on what a closed agency had to do").open()
    theirs = rows.filter(about_kind=about._meta.model_name, about_id=about.pk, agency=before)
    passed = 0
    for task in theirs.select_for_update(of=("self",)):
        task.agency, task.assignee = to, None
        _save(task, "agency", "assignee")
        changes = {"kind": task.kind, "before": before.slug, "agency": to.slug}
        record("task.passed_on", about=task, within=_file_of(task), by=None, at=at, changes=changes)
        passed += 1
    return passed


@transaction.atomic
def snooze_task(*, task: Task, until: datetime, reason: str, by: User, at: datetime) -> Task:
    """Look at it later, for a reason that is kept sealed. The deadline itself never moves."""
    task = _locked(task)
    hurdles = rules.hurdles_to_sleeping(
        until=until, at=at, due_at=task.due_at, risk=task.risk, reason=reason, done=task.done_at is not None
    )
    if hurdles:
        raise CannotChangeTask([SLEEP_WORDS[hurdle] for hurdle in hurdles])
    task.snoozed_until, task.snooze_reason = until, reason
    _save(task, "snoozed_until", "snooze_reason")
    record("task.snoozed", about=task, within=_file_of(task), by=by, at=at, changes={"until": until})
    return task


@transaction.atomic
def assign_task(*, task: Task, to: User, by: User, at: datetime) -> Task:
    """Give the task to a colleague of the same agency; `to` may be oneself."""
    task = _locked(task)
    if task.done_at:
        raise CannotChangeTask([SLEEP_WORDS["done_already"]])
    if to.agency_id != task.agency_id or not to.is_active:
        words = _("Choose an active colleague of your agency.")
        raise CannotChangeTask([Reason("not_a_colleague", words, "to")])
    task.assignee = to
    _save(task, "assignee")
    record("task.assigned", about=task, within=_file_of(task), by=by, at=at, changes={"to": to.username})
    if to != by:
        announce("task.assigned", about=task, at=at, to=str(to.pk), agency=str(task.agency_id))
    return task


@transaction.atomic
def escalate(*, task: Task, at: datetime) -> bool:
    """Tell the supervisor once that a task is late; True if this call was the one. Run by the worker."""
    task = _locked(task)
    if task.escalated_at or task.done_at or task.due_at is None or task.due_at > at:
        return False
    task.escalated_at = at
    _save(task, "escalated_at")
    record("task.escalated", about=task, within=_file_of(task), by=None, at=at, changes={"kind": task.kind})
    announce(
        "task.late",
        about=task,
        at=at,
        agency=str(task.agency_id),
        to=str(task.assignee_id or ""),
        risk=task.risk,
    )
    return True


def _running(kind: str, about: models.Model, agency: Agency) -> Task | None:
    rows = Task.objects.unscoped(because="the caller's record came through its gate").open()
    return rows.filter(kind=kind, about_kind=about._meta.model_name, about_id=about.pk, agency=agency).first()


def _locked(task: Task) -> Task:
    rows = Task.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    return rows.select_related("data_key", "clock").get(pk=task.pk)


def _finish(task: Task, *, by: User | None, at: datetime, note: str) -> None:
    task.done_at, task.done_by, task.note = at, by, note or task.note
    _save(task, "done_at", "done_by", "note")
    in_time = task.due_at is None or at <= task.due_at
    changes = {"kind": task.kind, "in_time": in_time}
    record("task.done", about=task, within=_file_of(task), by=by, at=at, changes=changes)


def _finish_elsewhere(about: models.Model, kind: str, *, by: User | None, at: datetime) -> int:
    """Tasks that other agencies have about a record the actor's agency shares; the database decides which."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, ref, within_kind, within_id from tasks_finish_elsewhere(%s, %s, %s, %s, %s)",
            [kind, about._meta.model_name, about.pk, getattr(by, "pk", None), at],
        )
        finished = cursor.fetchall()
    for pk, ref, within_kind, within_id in finished:
        file = Named(within_kind or about._meta.model_name, within_id or about.pk)
        record("task.done", about=Named("task", pk, ref), within=file, by=by, at=at, changes={"kind": kind})
    return len(finished)


def _save(task: Task, *fields: str) -> None:
    task.version += 1
    task.save(update_fields=[*fields, "version"])


def _file_of(task: Task) -> Named:
    """The case or report whose trail shows what happened to the task."""
    if task.within_id:
        return Named(task.within_kind, task.within_id, task.within_ref)
    return Named(task.about_kind, task.about_id, task.about_ref)


def _key_of(record: models.Model) -> models.Model | None:
    """The data key of the file, so that forgetting the file forgets the task's notes with it."""
    held = getattr(record, "data_key", None)
    return held if held is not None and held.shredded_at is None else None
