"""The documents that a task force stands on: written down, corrected, replaced by a later one, ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import TaskForce
from gugus.taskforce.actions.keeping import CannotKeep, about_nobody, locked, told
from gugus.taskforce.codes import BasisKind
from gugus.taskforce.models import LegalBasis
from gugus.tasks.actions import finish_tasks_about

BECAUSE = "the task force came through its gate"


@dataclass(frozen=True, slots=True)
class Paper:
    """A regulation or decree: its number and title, when it was signed, from which day it counts."""

    kind: str
    number: str
    title: str
    signed_on: date
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def add_basis(
    *, force: TaskForce, paper: Paper, by: User, at: datetime, replaces: LegalBasis | None = None,
    seen: int | None = None,
) -> LegalBasis:  # fmt: skip
    """A document counts from a day on. `replaces` ends the one before on that day and names its successor."""
    force = locked(force, seen=seen)
    reasons = _hurdles(paper)
    rows = LegalBasis.objects.unscoped(because=BECAUSE).filter(task_force=force)
    if rows.filter(kind=paper.kind, number__iexact=paper.number.strip()).exists():
        reasons.append(Reason("there_already", _("This document is there already."), "number"))
    if replaces is not None:
        replaces = rows.select_for_update().filter(pk=replaces.pk).first()
        if replaces is None or replaces.replaced_by_id or replaces.valid_from >= paper.valid_from:
            sentence = _("Choose a document that counted before and was not replaced yet.")
            reasons.append(Reason("cannot_replace", sentence, "replaces"))
    if reasons:
        raise CannotKeep(reasons)
    made = LegalBasis(
        task_force=force, agency_id=by.agency_id, written_by=by, written_at=at, **_columns(paper)
    )
    made.save(force_insert=True)
    if replaces is not None:
        _replace(replaces, made)
        finish_tasks_about(about=replaces, kind="basis_ends", by=by, at=at)
    changes = {
        "number": made.number,
        "valid_from": made.valid_from,
        "replaces": replaces.ref if replaces else "",
    }
    told("taskforce.basis_added", force, about=made, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def correct_basis(
    *, basis: LegalBasis, paper: Paper, by: User, at: datetime, seen: int | None = None
) -> LegalBasis:
    """The same document, written rightly. Its end stays where a successor or an ending put it."""
    force, fresh = _locked_basis(basis, seen)
    reasons = _hurdles(paper)
    if fresh.replaced_by_id and paper.valid_to != fresh.valid_to:
        reasons.append(Reason("replaced", _("The day is that of the document that replaced it."), "valid_to"))
    if reasons:
        raise CannotKeep(reasons)
    columns = _columns(paper)
    for name, value in columns.items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save(update_fields=[*columns, "version"])
    told("taskforce.basis_corrected", force, about=fresh, by=by, at=at, changes={"number": fresh.number})
    return fresh


@transaction.atomic
def end_basis(*, basis: LegalBasis, on: date, by: User, at: datetime, seen: int | None = None) -> LegalBasis:
    """It counts no more from a day on, and nothing took its place."""
    force, fresh = _locked_basis(basis, seen)
    reasons = []
    if fresh.valid_to is not None:
        reasons.append(Reason("ended", _("This document has an end already.")))
    if on <= fresh.valid_from:
        reasons.append(Reason("too_early", _("Choose a day after it began to count."), "on"))
    if reasons:
        raise CannotKeep(reasons)
    fresh.valid_to = on
    fresh.version += 1
    fresh.save(update_fields=["valid_to", "version"])
    told("taskforce.basis_ended", force, about=fresh, by=by, at=at, changes={"valid_to": on})
    return fresh


def _columns(paper: Paper) -> dict:
    return {
        "kind": paper.kind, "number": paper.number.strip(), "title": paper.title.strip(),
        "signed_on": paper.signed_on, "valid_from": paper.valid_from, "valid_to": paper.valid_to,
    }  # fmt: skip


def _replace(old: LegalBasis, new: LegalBasis) -> None:
    old.valid_to = min(new.valid_from, old.valid_to or new.valid_from)
    old.replaced_by = new
    old.version += 1
    old.save(update_fields=["valid_to", "replaced_by", "version"])


def _hurdles(paper: Paper) -> list[Reason]:
    reasons = about_nobody(number=paper.number, title=paper.title)
    if paper.kind not in BasisKind.values:
        reasons.append(Reason("no_kind", _("Choose a kind of document."), "kind"))
    for name, words in (("number", _("Write the number.")), ("title", _("Write the title."))):
        if not getattr(paper, name).strip():
            reasons.append(Reason("empty", words, name))
    if paper.valid_from < paper.signed_on:
        reasons.append(
            Reason("before_signing", _("It counts from the day of signing at the earliest."), "valid_from")
        )
    if paper.valid_to is not None and paper.valid_to <= paper.valid_from:
        reasons.append(Reason("ends_first", _("It ends after it begins."), "valid_to"))
    return reasons


def _locked_basis(basis: LegalBasis, seen: int | None) -> tuple[TaskForce, LegalBasis]:
    force = locked(basis.task_force)
    fresh = LegalBasis.objects.unscoped(because=BECAUSE).select_for_update().get(pk=basis.pk)
    check_version(fresh, seen)
    return force, fresh
