"""Write a group down, change it, add one person by hand, close it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.arrivals.models import Headsup
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.vault import trail_digest
from gugus.base.versions import check_version
from gugus.groups import rules
from gugus.groups.codes import HandState, Source, State
from gugus.groups.models import Group, HandOrder, Load, Member
from gugus.groups.rows import Row
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.people.actions import register_person
from gugus.people.models import Person
from gugus.places.countries import is_country

BECAUSE = "came through the gate"
WORDS = ("name", "place", "note")
EARLIEST, LATEST = timedelta(days=366), timedelta(days=366)


class CannotGroup(Cannot):
    """The group cannot be written, changed or closed like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a group. `area_code`: where they arrive; `country_code`: where they come from."""

    name: str
    source: str
    arrives_at: datetime
    place: str = ""
    country_code: str = ""
    area_code: str = ""
    expected: int | None = None
    headsup: Headsup | None = None
    note: str = ""


@transaction.atomic
def write_group(*, told: Told, by: User, at: datetime, key: UUID | None = None) -> Group:
    """A new group of one's own agency. The same `key` twice (a double click) gives the same one."""
    rows = Group.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    if reasons := doubts_about(told, at):
        raise CannotGroup(reasons)
    group = Group(id=key or new_id(), agency=by.agency, written_by=by, written_at=at, **_fields(told))
    group.save(force_insert=True)
    record("group.written", about=group, by=by, at=at, changes=_open(told))
    return group


@transaction.atomic
def change_group(*, group: Group, told: Told, by: User, at: datetime, seen: int | None = None) -> Group:
    """What is known of it has changed."""
    group = locked(group, seen=seen)
    if reasons := doubts_about(told, at):
        raise CannotGroup(reasons)
    fields = _fields(told)
    for name, value in fields.items():
        setattr(group, name, value)
    touch(group, *fields)
    record("group.changed", about=group, by=by, at=at, changes=_open(told))
    return group


@transaction.atomic
def close_group(*, group: Group, by: User, at: datetime, seen: int | None = None) -> Group:
    """Nothing is left to do here: everybody was handed over, did not arrive, or goes the ordinary way."""
    group = locked(group, seen=seen)
    if HandOrder.objects.unscoped(because=BECAUSE).filter(group=group).exclude(state=HandState.DONE).exists():
        raise CannotGroup([Reason("under_way", _("A hand-over is under way. Wait until it has ended."))])
    waiting = [one for one in _present(group) if not one.handed_at and not _goes_alone(one)]
    if waiting:
        words = _("%(number)d people have no decision or were not handed over yet.")
        raise CannotGroup([Reason("people_left", words % {"number": len(waiting)})])
    group.state, group.closed_at = State.CLOSED, at
    touch(group, "state", "closed_at")
    record("group.closed", about=group, by=by, at=at)
    announce("group.closed", about=group, at=at)
    return group


def locked(group: Group, *, seen: int | None = None) -> Group:
    """The group, locked for this transaction; refuses a closed one. Stale when it changed since version `seen`."""
    rows = Group.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency").get(pk=group.pk)
    check_version(fresh, seen)
    if fresh.state == State.CLOSED:
        raise CannotGroup([Reason("closed", _("This group is closed."))])
    return fresh


def touch(group: Group, *fields: str) -> None:
    """Save these fields and let everybody's open forms notice."""
    group.version += 1
    group.save(update_fields=[*fields, "version"])


def advance(group: Group, to: State) -> None:
    """The group has come at least this far."""
    later = rules.forward(group.state, to)
    if later != group.state:
        Group.objects.unscoped(because=BECAUSE).filter(pk=group.pk).update(state=later)
        group.state = later


def doubts_about(told: Told, at: datetime) -> list[Reason]:
    """What cannot be true of a group."""
    found = []
    if not told.name.strip():
        found.append(Reason("no_name", _("Give the group a code name, without a place or a person."), "name"))
    if told.source not in Source.values:
        found.append(Reason("no_source", _("Say who made the list."), "source"))
    if not at - EARLIEST <= told.arrives_at <= at + LATEST:
        found.append(Reason("unlikely", _("This moment is more than a year away."), "arrives_at"))
    if told.country_code and not is_country(told.country_code):
        found.append(Reason("no_country", _("Choose a country from the list."), "country_code"))
    if told.expected is not None and not 1 <= told.expected <= 5000:
        found.append(Reason("unlikely", _("This number is not possible."), "expected"))
    return found


@transaction.atomic
def add_by_hand(*, group: Group, row: Row, person: Person | None, by: User, at: datetime) -> Member:
    """Somebody who stands on no list: a child, a passenger of another flight."""
    group = locked(group)
    if row.wrong:
        raise CannotGroup([Reason(one.code, one.words, one.meaning) for one in row.wrong])
    member = add_member(group=group, row=row, person=person, load=None, by=by, at=at)
    record("group.person_added", about=member, within=member.person, by=by, at=at)
    return member


def add_member(
    *,
    group: Group,
    row: Row,
    person: Person | None,
    load: Load | None,
    by: User,
    at: datetime,
    number: int = 0,
) -> Member:
    """One person more; somebody new goes into the vault. Part of a larger action that leaves the line in the trail."""
    known = person is not None
    person = person or register_person(agency=group.agency, by=by, at=at, **facts_of(row, at))
    member = Member(
        group=group, agency_id=group.agency_id, person=person, number=number or next_number(group), load=load,
        row=row.number if load else None, is_new=not known, marks=[mark_in(group)(key) for key in row.keys],
        seat=row.seat or None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as twice:
        if "one_line_per_person" not in str(twice):
            raise
        raise CannotGroup([Reason("in_group", _("This person is in the group already."))]) from None
    return member


def next_number(group: Group) -> int:
    """The number of the next member; the group is locked."""
    rows = Member.objects.unscoped(because=BECAUSE).filter(group=group)
    return (rows.aggregate(most=Max("number"))["most"] or 0) + 1


def mark_in(group: Group):
    """What is kept of a key of a row, so that the same person is known again within this group and nowhere else."""
    return lambda key: trail_digest("group", f"{group.pk}:{key}")


def facts_of(row: Row, at: datetime) -> dict[str, Any]:
    """What `register_person` takes. An area that was not recognised stays with the address."""
    papers = [{"kind": kind, "number": number} for kind, number in row.papers.items()]
    where = ", ".join(
        filter(None, (row.address, *((row.regency, row.province) if not row.home_area else ())))
    )
    birth: Mapping[str, Any] = {"birth_on": row.birth_on}
    if not row.birth_on and row.age is not None:
        birth = {"birth_year": at.year - row.age, "birth_certainty": "estimated"}
    return {
        "sex": row.sex or "unknown",
        "nationality": row.nationality,
        "home_area": row.home_area,
        "names": {"full": row.name, "aliases": [row.alias] if row.alias else []},
        "documents": papers,
        "phones": [row.phone] if row.phone else [],
        "address": where,
        **birth,
    }


def _present(group: Group) -> list[Member]:
    rows = Member.objects.unscoped(because=BECAUSE).filter(group=group, absent=False, aside_at=None)
    return list(rows.select_related("assessment"))


def _goes_alone(member: Member) -> bool:
    result = member.assessment.result if member.assessment else ""
    return bool(result) and result not in rules.VICTIM


def _fields(told: Told) -> dict[str, Any]:
    fields = {name: getattr(told, name) for name in Told.__slots__}
    return fields | {name: (fields[name] or "").strip()[:500] or None for name in WORDS}


def _open(told: Told) -> dict[str, Any]:
    return {"source": told.source, "arrives_at": told.arrives_at, "expected": told.expected}
