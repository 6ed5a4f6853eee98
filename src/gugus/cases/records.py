"""Verbs that write the file's story: incidents with routes, chronology, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.actions import locked, must_be_open, touch
from gugus.cases.codes import EntryKind, LegKind
from gugus.cases.models import Case, ChronologyEntry, Incident, RouteLeg
from gugus.outbox.actions import announce


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
def add_incident(*, case: Case, facts: dict, legs: Sequence[Leg], by: User, at: datetime) -> Incident:
    """What happened, with its route. `facts` are the fields of Incident; dates are partial ISO dates."""
    case = locked(case)
    must_be_open(case)
    if (
        facts.get("from_on")
        and facts.get("to_on")
        and facts["to_on"] < facts["from_on"][: len(facts["to_on"])]
    ):
        raise CannotWrite([Reason("ends_before_it_begins", _("The end lies before the beginning."), "to_on")])
    incident = Incident(case=case, **facts)
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
) -> ChronologyEntry:
    """Add a line to the chronology; `section` keeps therapy notes from the police and the other way round."""
    if happened_at > at:
        raise CannotWrite([Reason("in_the_future", _("This lies in the future."), "happened_at")])
    entry = ChronologyEntry(
        case=case, kind=kind, text=text, happened_at=happened_at, written_at=at, by=by, agency_id=by.agency_id,
        section=section, corrects=corrects,
    )  # fmt: skip
    entry.save(force_insert=True)
    if kind in {EntryKind.CONTACT, EntryKind.VISIT} and case.agency_id == by.agency_id:
        _met(case, happened_at)
    record(
        "case.entry_written",
        about=entry,
        within=case,
        by=by,
        at=at,
        changes={"kind": kind, "section": section},
    )
    return entry


def _met(case: Case, happened_at: datetime) -> None:
    case = locked(case)
    if case.last_contact_at is None or case.last_contact_at < happened_at:
        case.last_contact_at = happened_at
        touch(case, "last_contact_at")
