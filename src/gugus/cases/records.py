"""Verbs that write the file's story: incidents with routes, chronology, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases import rules
from gugus.cases.actions import locked, must_be_open, own_row, touch
from gugus.cases.codes import CaseState, EntryKind, LegKind
from gugus.cases.models import Case, ChronologyEntry, EntryDraft, Incident, RouteLeg
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about


class CannotWrite(Cannot):
    """The entry does not fit the file."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a route as told: what kind, where (Kemendagri code or country), by what, when (partial date)."""

    kind: LegKind
    area_code: str = ""
    country: str = ""
    transport: str = ""
    on: str = ""


@transaction.atomic
def add_incident(
    *, case: Case, facts: dict, legs: Sequence[Leg], by: User, at: datetime, key: UUID | None = None
) -> Incident:
    """What happened, with its route. `facts` are the fields of Incident; dates are partial ISO dates."""
    case = locked(case)
    if key and (earlier := own_row(case.incidents, key)):
        return earlier
    must_be_open(case)
    if rules.ends_before_it_begins(facts.get("from_on", ""), facts.get("to_on", "")):
        raise CannotWrite([Reason("ends_before_it_begins", _("The end lies before the beginning."), "to_on")])
    incident = Incident(id=key or new_id(), case=case, **facts)
    incident.save(force_insert=True)
    RouteLeg.objects.bulk_create(
        RouteLeg(incident=incident, position=position, kind=leg.kind, area_code=leg.area_code,
                 country=leg.country, transport=leg.transport, on=leg.on)
        for position, leg in enumerate(legs, start=1)
    )  # fmt: skip
    touch(case)
    record("case.incident_added", about=case, within=case, by=by, at=at, changes={"legs": len(legs)})
    announce("case.changed", about=case, at=at)
    return incident


@transaction.atomic
def write_entry(
    *,
    case: Case,
    kind: EntryKind,
    text: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    section: str = "case",
    corrects: ChronologyEntry | None = None,
    key: UUID | None = None,
) -> ChronologyEntry:
    """Add a line to the chronology; `section` keeps therapy notes from the police and the other way round.

    A closed case still takes lines (a survivor may call later); an archived one does not. The writer's
    draft is spent.
    """
    if reasons := _faults(case, text, happened_at, at):
        raise CannotWrite(reasons)
    entry = ChronologyEntry(
        id=key or new_id(), case=case, kind=kind, text=text, happened_at=happened_at, written_at=at, by=by,
        agency_id=by.agency_id, section=corrects.section if corrects else section, corrects=corrects,
    )  # fmt: skip
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        if key and (earlier := own_row(case.chronology, key, by=by)):
            return earlier
        raise
    if kind in {EntryKind.CONTACT, EntryKind.VISIT} and case.agency_id == by.agency_id:
        _met(case, happened_at, by=by, at=at)
    _drafts(case, by).delete()
    changes = {"kind": kind, "section": entry.section, "corrects": corrects.pk if corrects else None}
    record("case.entry_written", about=entry, within=case, by=by, at=at, changes=changes)
    return entry


def _faults(case: Case, text: str, happened_at: datetime, at: datetime) -> list[Reason]:
    reasons = []
    if case.state == CaseState.ARCHIVED:
        reasons.append(Reason("archived", _("This case is archived. Reopen it before writing.")))
    if not text.strip():
        reasons.append(Reason("no_words", _("Write what happened."), "text"))
    if happened_at > at:
        reasons.append(Reason("in_the_future", _("This lies in the future."), "happened_at"))
    return reasons


def _met(case: Case, happened_at: datetime, *, by: User, at: datetime) -> None:
    case = locked(case)
    if case.last_contact_at is None or case.last_contact_at < happened_at:
        case.last_contact_at = happened_at
        touch(case, "last_contact_at")
        finish_tasks_about(about=case, kind="no_contact", by=by, at=at)


def _drafts(case: Case, user: User):
    rows = EntryDraft.objects.unscoped(because="one's own unfinished words on a case from the gate")
    return rows.filter(case=case, user=user)


def draft_of(case: Case, user: User) -> str:
    """What this user was writing when the page was left; "" when nothing."""
    draft = _drafts(case, user).first()
    return (draft.text or "") if draft else ""


@transaction.atomic
def keep_draft(*, case: Case, text: str, by: User, at: datetime) -> None:
    """Keep unfinished words for their writer. Not an action on the file: it leaves no trace in the trail."""
    draft = _drafts(case, by).select_for_update(of=("self",)).first()
    if not text.strip():
        _drafts(case, by).delete()
    elif draft:
        draft.text, draft.updated_at = text, at
        draft.save(update_fields=["text", "updated_at"])
    else:
        EntryDraft(case=case, user=by, text=text, updated_at=at).save(force_insert=True)
