"""Carry out what two people agreed to: record after record, each in a transaction of its own, until none waits.

A killed worker leaves whole records behind it: each is forgotten or untouched; the next minute goes on with the rest.
Only the worker's database role can do this.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.cases.models import Case
from gugus.intake.models import Report
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.retention import rules
from gugus.retention.certificates import certify
from gugus.retention.codes import ItemState, RunKind, RunState, Skipped
from gugus.retention.due import due
from gugus.retention.erasing import erase
from gugus.retention.holding import held
from gugus.retention.models import Certificate, Item, Run
from gugus.retention.parting import what_stays

BECAUSE = "the worker carries out an approved run"
TABLES: dict[str, type[models.Model]] = {"report": Report, "case": Case, "person": Person, "user": User}


def to_carry_out() -> list[UUID]:
    """Runs that were approved and are not at their end."""
    rows = Run.objects.unscoped(because=BECAUSE).filter(state__in=(RunState.APPROVED, RunState.RUNNING))
    return list(rows.order_by("decided_at").values_list("pk", flat=True))


def carry_out(pk: UUID, *, clock: Callable[[], datetime]) -> Certificate | None:
    """Go on with a run from where it stands, to its certificate. None: its list is not what was agreed."""
    if not begin(pk, at=clock()):
        return None
    while step(pk, at=clock()):
        pass
    return finish(pk, at=clock())


@transaction.atomic
def begin(pk: UUID, *, at: datetime) -> bool:
    """Begin, or go on; a list that differs from its digest is refused."""
    run = _locked(pk)
    if run.state == RunState.RUNNING:
        return True
    if run.state != RunState.APPROVED:
        return False
    listed = run.items.values_list("kind", "record_ref", "record_class")
    if rules.list_digest(listed) != run.digest:
        run.state, run.ended_at = RunState.REFUSED, at
        run.save(update_fields=["state", "ended_at"])
        record("retention.list_changed", about=run, by=None, at=at)
        return False
    run.state, run.started_at = RunState.RUNNING, at
    run.save(update_fields=["state", "started_at"])
    record("retention.started", about=run, by=None, at=at, changes={"count": run.count})
    return True


@transaction.atomic
def step(pk: UUID, *, at: datetime) -> bool:
    """Forget the next record of the list, or name why not. False when none waits."""
    run = Run.objects.unscoped(because=BECAUSE).select_related("agency", "data_key").get(pk=pk)
    rows = Item.objects.unscoped(because=BECAUSE).filter(run=run, state=ItemState.WAITING)
    item = rows.select_for_update(skip_locked=True).order_by("pk").first()
    if item is None:
        return False
    item.skipped = _hindered(run, item, at)
    if item.skipped == Skipped.GONE and _went_with_another(run, item):
        item.skipped = ""
    elif not item.skipped:
        item.gone = erase(item.kind, item.record_id, certificate=run.ref, at=at).counts()
    item.state = ItemState.SKIPPED if item.skipped else ItemState.DONE
    item.done_at = at
    item.save(update_fields=["state", "skipped", "done_at", "gone"])
    about = Named(item.kind, item.record_id, item.record_ref)
    verb = "retention.left_alone" if item.skipped else "retention.forgotten"
    record(
        verb, about=about, within=about, by=None, at=at, reason=item.skipped, changes={"certificate": run.ref}
    )
    return True


@transaction.atomic
def finish(pk: UUID, *, at: datetime) -> Certificate | None:
    """End a run of which nothing waits, and certify it. Twice is once; None while another worker is still at it."""
    run = _locked(pk)
    if run.state == RunState.DONE:
        return Certificate.objects.unscoped(because=BECAUSE).get(run=run)
    if run.items.filter(state=ItemState.WAITING).exists():
        return None
    run.state, run.ended_at = RunState.DONE, at
    run.save(update_fields=["state", "ended_at"])
    made = certify(run, at=at)
    done = run.items.filter(state=ItemState.DONE).count()
    changes = {"done": done, "left_alone": run.count - done, "digest": made.digest}
    record("retention.done", about=run, by=None, at=at, changes=changes)
    announce("retention.done", about=run, at=at, request=run.request_ref, certificate=made.ref, done=done)
    return made


def _locked(pk: UUID) -> Run:
    rows = Run.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    return rows.select_related("agency", "asked_by", "decided_by", "data_key").get(pk=pk)


def _hindered(run: Run, item: Item, at: datetime) -> str:
    """Why this record is left alone after all, asked with the record locked; "" when nothing stands against it."""
    rows = TABLES[item.kind]._base_manager.select_for_update(of=("self",))
    found = rows.filter(pk=item.record_id).first()
    if found is None:
        return Skipped.MISSING
    if getattr(found, "forgotten_at", None):
        return Skipped.GONE
    if run.kind == RunKind.REPEAT:
        return ""  # it was forgotten once; the old backup knows neither that nor what came after
    if not _still_due(run, item, at):
        return Skipped.NOT_DUE
    return Skipped.HELD if held(item.kind, {item.record_id: found.agency_id}, at=at) else ""


def _went_with_another(run: Run, item: Item) -> bool:
    """Did it go a moment ago with another record of the same list?"""
    model = TABLES[item.kind]
    return model._base_manager.filter(pk=item.record_id, certificate=run.ref).exists()


def _still_due(run: Run, item: Item, at: datetime) -> bool:
    """Does the schedule still say so? Of somebody's wish: may the person still go?"""
    if run.kind == RunKind.SCHEDULE:
        found = due(run.agency_id, run.as_of, only=item.record_id)
        return any(one.named == (item.kind, item.record_ref, item.record_class) for one in found)
    if item.kind != "person":
        return True
    person = Person.objects.unscoped(because=BECAUSE).get(pk=item.record_id)
    return any(one.kind == "person" for one in what_stays(person, at=at).goes)
