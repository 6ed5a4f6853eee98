"""What the worker does: duties and notices after a withdrawal, late receipts, ends that come near, 18th birthdays."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.consent import queries, rules
from gugus.consent.models import Ground, Override, Recall
from gugus.consent.reaching import minders_of
from gugus.consent.recalling import BY_HAND, LATE_TASK, TASK
from gugus.consent.recording import ASK_GROWN, EXPIRING
from gugus.directory.queries import today_successor
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.models import Task

ANSWERERS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR, Role.DATA_PROTECTION)
CLOCK = "consent_withdrawal"
WORKER = "the worker hears of every withdrawal"


def on_withdrawn(*, event: Event, at: datetime) -> None:
    """Each past recipient gets a task with the clock of the law, and one notice."""
    rows = Recall.objects.unscoped(because=WORKER).filter(withdrawal_id=event.about_id, answered_at=None)
    for recall in rows.select_related("agency", "to_agency", "person", "withdrawal__by", "data_key"):
        _hand_out(recall, event.at)


def _hand_out(recall: Recall, at: datetime) -> None:
    if recall.to_agency is not None:
        start_task(
            kind=TASK, about=recall, agency=recall.to_agency, by=None, at=at, clock=CLOCK, due_at=recall.due_at,
            risk="high",
        )  # fmt: skip
        notify(code="consent_recall", about=recall, at=at, agency=recall.to_agency, role=ANSWERERS)
        return
    minders = _minders(recall)
    start_task(
        kind=BY_HAND, about=recall, agency=recall.agency, assignee=minders[0] if minders else None, by=None, at=at,
        clock=CLOCK, due_at=recall.due_at, risk="high",
    )  # fmt: skip


def on_answered(*, event: Event, at: datetime) -> None:
    """The sender hears that a receipt came, and need not ask any more."""
    recall = (
        Recall.objects.unscoped(because=WORKER)
        .select_related("agency", "person", "withdrawal__by")
        .filter(pk=event.about_id)
        .first()
    )
    if recall is None:
        return
    finish_tasks_about(about=recall, kind=LATE_TASK, by=None, at=at)
    if not recall.typed_in:
        notify(code="consent_receipt", about=recall, at=event.at, users=_minders(recall))


def on_overridden(*, event: Event, at: datetime) -> None:
    """Supervisors and the data protection officer hear that something was sent without a ground."""
    row = (
        Override.objects.unscoped(because=WORKER)
        .select_related("agency", "by")
        .filter(pk=event.about_id)
        .first()
    )
    if row is not None:
        roles = (Role.SUPERVISOR, Role.DATA_PROTECTION)
        notify(
            code="consent_overridden", about=row, at=event.at, agency=row.agency, role=roles, but_not=row.by
        )


@app.periodic(cron="* * * * *")
@app.task(name="consent.watch", queueing_lock="consent.watch", lock="consent.watch")
def watch(timestamp: int) -> None:
    """Every minute: receipts that are late, recipients that were closed or merged meanwhile."""
    look_at_recalls(now())


def look_at_recalls(at: datetime) -> tuple[int, int]:
    """(told to be late, passed on to a successor) at a moment; each in a transaction of its own."""
    rows = Recall.objects.unscoped(because=WORKER).filter(answered_at=None)
    rows = rows.select_related("agency", "to_agency", "person", "withdrawal__by", "data_key")
    passed = sum(
        _pass_on(one, at) for one in list(rows.filter(to_agency__valid_to__lte=timezone.localdate(at))[:500])
    )
    late = sum(_say_late(one, at) for one in list(rows.filter(due_at__lte=at, late_at=None)[:500]))
    return late, passed


@transaction.atomic
def _pass_on(recall: Recall, at: datetime) -> bool:
    """The agency is closed: whoever took over its work answers, with the same clock."""
    heir = today_successor(recall.to_agency)
    if heir == recall.to_agency or (heir.valid_to and heir.valid_to <= timezone.localdate(at)):
        return False  # nobody took over: the late job tells the sender
    old, recall.to_agency = recall.to_agency, heir
    recall.for_agency = recall.for_agency or old
    recall.version += 1
    recall.save(update_fields=["to_agency", "for_agency", "version"])
    finish_tasks_about(about=recall, kind=TASK, by=None, at=at)
    within = Named("withdrawal", recall.withdrawal_id)
    changes = {"from": old.slug, "to": heir.slug}
    record("consent.recall_passed_on", about=recall, within=within, by=None, at=at, changes=changes)
    _hand_out(recall, at)
    return True


@transaction.atomic
def _say_late(recall: Recall, at: datetime) -> bool:
    """Once: nobody answered within the clock. The sender asks by phone, the data protection officer knows."""
    fresh = Recall.objects.unscoped(because=WORKER).select_for_update(of=("self",)).get(pk=recall.pk)
    if fresh.answered_at or fresh.late_at:
        return False
    fresh.late_at = at
    fresh.save(update_fields=["late_at"])
    minders = _minders(recall)
    start_task(
        kind=LATE_TASK, about=recall, agency=recall.agency, assignee=minders[0] if minders else None, by=None, at=at,
        due_at=at, risk="high",
    )  # fmt: skip
    notify(
        code="consent_recall_late", about=recall, at=at, users=minders, agency=recall.agency,
        role=(Role.DATA_PROTECTION,),
    )  # fmt: skip
    record(
        "consent.recall_late", about=recall, within=Named("withdrawal", recall.withdrawal_id), by=None, at=at
    )
    return True


@app.periodic(cron="5 17 * * *")  # 00.05 in Jakarta
@app.task(name="consent.days", queueing_lock="consent.days", lock="consent.days")
def days(timestamp: int) -> None:
    """After midnight: ends that come near, children who turned 18."""
    look_at_days(now())


def look_at_days(at: datetime) -> tuple[int, int]:
    """(lines that run out soon, guardians' lines that lapsed); each in a transaction of its own."""
    soon = sum(_say_soon(one, at) for one in list(queries.running_out(at)[:1000]))
    grown = sum(_lapse(one, at) for one in list(queries.guarded(at)[:1000]))
    return soon, grown


@transaction.atomic
def _say_soon(ground: Ground, at: datetime) -> bool:
    if (
        _asked_already(ground, EXPIRING) or ground.basis == "vital_interest"
    ):  # danger has its task from the start
        return False
    _ask(ground, EXPIRING, at, due_at=ground.until_at)
    return True


@transaction.atomic
def _lapse(ground: Ground, at: datetime) -> bool:
    day = timezone.localdate(at)
    if rules.is_child(queries.born_of(ground.person), ground.person.birth_year, day) is not False:
        return False
    rows = Ground.objects.unscoped(because=WORKER).select_for_update(of=("self",))
    fresh = rows.get(pk=ground.pk)
    if fresh.lapsed_at or fresh.withdrawn_at:
        return False
    fresh.lapsed_at, fresh.version = at, fresh.version + 1
    fresh.save(update_fields=["lapsed_at", "version"])
    record("consent.lapsed", about=fresh, within=ground.person, by=None, at=at, reason="turned_18")
    _ask(ground, ASK_GROWN, at, due_at=None)
    return True


def _asked_already(ground: Ground, kind: str) -> bool:
    rows = Task.objects.unscoped(because=WORKER).filter(kind=kind, about_kind="ground", about_id=ground.pk)
    return rows.exists()


def _ask(ground: Ground, kind: str, at: datetime, *, due_at: datetime | None) -> None:
    minders = minders_of(ground.person, ground.agency_id)
    start_task(
        kind=kind, about=ground, agency=ground.agency, assignee=minders[0] if minders else None, by=None, at=at,
        due_at=due_at,
    )  # fmt: skip
    notify(code=kind, about=ground, at=at, users=minders)


def _minders(recall: Recall) -> list[User]:
    """Who of the sender answers for the person's file, and who carried out the withdrawal."""
    found: Iterable[User] = minders_of(recall.person, recall.agency_id)
    by = recall.withdrawal.by
    known = {one.pk: one for one in found}
    if by is not None and by.agency_id == recall.agency_id:
        known.setdefault(by.pk, by)
    return list(known.values())
