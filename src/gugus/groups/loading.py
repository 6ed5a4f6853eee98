"""Bring a list, say how to read it, look at it without writing anything, import it, undo it, throw it away."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.shredding import shred
from gugus.base.versions import check_version
from gugus.groups import reading, rows, rules
from gugus.groups.codes import LoadState, Meaning
from gugus.groups.models import Group, Heading, Load, Member
from gugus.groups.queries import heading_digest, homes, remembered, working_on
from gugus.groups.reading import CannotRead, Reading, Sheet
from gugus.groups.rows import Row
from gugus.groups.writing import BECAUSE, CannotGroup, add_member, locked, mark_in, next_number
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.people.models import Identity, Person

MOST_OPEN = 5  # lists of a group that are being looked at


@dataclass
class Looked:
    """A list as it reads now: nothing of it was written. Raises CannotRead when it is first read."""

    load: Load

    @cached_property
    def content(self) -> bytes:
        if not self.load.content:
            raise CannotRead([Reason("gone", _("The file of this list was destroyed. Bring it once more."))])
        return b64decode(self.load.content)

    @cached_property
    def sheet(self) -> Sheet:
        return reading.read(self.content, how(self.load))

    @cached_property
    def sheet_names(self) -> list[str]:
        return reading.sheet_names(self.content)

    @cached_property
    def headings(self) -> list[str]:
        lines = self.sheet.rows
        return list(lines[self.load.head - 1]) if self.load.head <= len(lines) else []

    @cached_property
    def rows(self) -> list[Row]:
        group, today = self.load.group, timezone.localdate(self.load.brought_at)
        return rows.rows_of(
            self.sheet, self.load.head, self.load.meanings, today=today, home=homes(), mark=mark_in(group),
            in_group=_marks_of(group, but_not=self.load),
        )  # fmt: skip

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if row.is_good]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if not row.is_good]

    def line(self, row: Row) -> Sequence[str]:
        """A row as it stands in the file."""
        return self.sheet.rows[row.number - 1]


def how(load: Load) -> Reading:
    """How a list is read."""
    return Reading(load.form, load.encoding, load.separator, load.sheet)


@transaction.atomic
def bring_list(
    *, group: Group, content: bytes, file_name: str, by: User, at: datetime, key: UUID | None = None
) -> Load:
    """Keep a list sealed and say how it reads. Raises CannotRead. The same `key` twice gives the same one."""
    group = locked(group)
    mine = group.loads.filter(brought_by=by)
    if key and (earlier := mine.filter(pk=key).first()):
        return earlier
    if group.loads.filter(state=LoadState.CHECKING).count() >= MOST_OPEN:
        words = _("Five lists of this group wait already. Import them or throw them away.")
        raise CannotGroup([Reason("too_many_lists", words, "file")])
    found = reading.look(content)
    load = Load(
        id=key or new_id(), group=group, agency_id=group.agency_id, form=found.form, encoding=found.encoding,
        separator=found.separator, content=b64encode(content).decode(), file_name=file_name[:120], size=len(content),
        brought_by=by, brought_at=at,
    )  # fmt: skip
    _settle(load)
    load.save(force_insert=True)
    record("group.list_brought", about=load, by=by, at=at, changes=_facts(load))
    return load


@transaction.atomic
def read_as(
    *, load: Load, by: User, at: datetime, seen: int | None = None, encoding: str | None = None,
    separator: str | None = None, sheet: int | None = None, head: int | None = None,
) -> Load:  # fmt: skip
    """Read it otherwise: another encoding, separator, sheet or line of headings. The columns are guessed anew."""
    load = _checking(load, seen=seen)
    load.encoding = load.encoding if encoding is None else encoding
    load.separator = load.separator if separator is None else separator
    load.sheet = load.sheet if sheet is None else sheet
    _settle(load, head)
    _save(load, "encoding", "separator", "sheet", "head", "meanings", "known", "total", "good")
    record("group.list_read_otherwise", about=load, by=by, at=at, changes=_facts(load))
    return load


@transaction.atomic
def name_columns(
    *, load: Load, meanings: Mapping[str, str], by: User, at: datetime, seen: int | None = None
) -> Load:
    """Say what each column means; the agency remembers it for its next list."""
    load = _checking(load, seen=seen)
    named = {str(column): meaning for column, meaning in meanings.items() if meaning}
    if reasons := _doubts_about(named):
        raise CannotGroup(reasons)
    load.meanings, load.known = named, {}
    looked = Looked(load)
    load.total, load.good = len(looked.rows), len(looked.good)
    _save(load, "meanings", "known", "total", "good")
    _remember(load, looked.headings, at)
    record("group.columns_named", about=load, by=by, at=at, changes=_facts(load))
    return load


@transaction.atomic
def recognise(
    *, load: Load, row: int, person: Person | None, by: User, at: datetime, seen: int | None = None
) -> Load:
    """This row is somebody whom we know (or not, after all). It is linked when the list is imported."""
    load = _checking(load, seen=seen)
    known = {number: pk for number, pk in load.known.items() if number != str(row)}
    if person is not None:
        if str(person.pk) in known.values():
            words = _("Another row of this list is this person already.")
            raise CannotGroup([Reason("linked_twice", words, "person")])
        known[str(row)] = str(person.pk)
    load.known = known
    _save(load, "known")
    record(
        "group.row_recognised",
        about=load,
        within=person,
        by=by,
        at=at,
        changes={"row": row, "yes": bool(person)},
    )
    return load


@transaction.atomic
def import_list(*, load: Load, by: User, at: datetime, seen: int | None = None) -> Load:
    """The good rows go in, as one deed; bad ones stay out and can be mended. Large lists are carried on by the worker.

    Twice is once: a list that runs or is done is given back as it is.
    """
    group = locked(load.group)  # first, as everybody does: two lists of one group wait for each other here
    load = _locked(load)
    if load.state in {LoadState.RUNNING, LoadState.DONE}:
        return load
    check_version(load, seen)
    _must_check(load)
    if group.loads.filter(state=LoadState.RUNNING).exists():
        raise CannotGroup(
            [Reason("another_runs", _("Another list of this group is being imported. Wait for it."))]
        )
    looked = Looked(load)
    if not looked.good:
        raise CannotGroup([Reason("nothing_good", _("No row of this list can go in. Look at the remarks."))])
    load.state, load.begun_by, load.begun_at = LoadState.RUNNING, by, at
    load.total, load.good = len(looked.rows), len(looked.good)
    _save(load, "state", "begun_by", "begun_at", "total", "good")
    record("group.import_begun", about=load, by=by, at=at, changes={"rows": load.total, "good": load.good})
    if load.good > rules.AT_ONCE:
        announce("group.import_begun", about=load, at=at)
        return load
    while carry_on(load=load, looked=looked, at=at):
        pass
    return _locked(load)


@transaction.atomic
def carry_on(*, load: Load, looked: Looked, at: datetime) -> int:
    """The next rows of a running import, each exactly once whoever was killed before; returns how many went in."""
    group = locked(load.group)
    load = _locked(load)
    if load.state != LoadState.RUNNING:
        return 0
    todo = [row for row in looked.good if row.number > load.at_row][: rules.IN_ONE_GO]
    known = _known(load, todo)
    number, added = next_number(group), 0
    for row in todo:
        try:
            add_member(
                group=group, row=row, person=known.get(row.number), load=load, by=load.begun_by, at=at, number=number,
            )  # fmt: skip
        except CannotGroup:  # added by hand while the list was on its way
            continue
        number, added = number + 1, added + 1
    load.at_row, load.added = todo[-1].number if todo else load.at_row, load.added + added
    if len(todo) < rules.IN_ONE_GO:
        load.state, load.ended_at = LoadState.DONE, at
        record(
            "group.imported",
            about=load,
            by=load.begun_by,
            at=at,
            changes={"rows": load.total, "added": load.added},
        )
        announce("group.imported", about=load, at=at)
    _save(load, "at_row", "added", "state", "ended_at")
    return len(todo) if load.state == LoadState.RUNNING else 0


@transaction.atomic
def undo_import(*, load: Load, by: User, at: datetime, seen: int | None = None) -> int:
    """Take everything back that this list brought, all or nothing, while nobody has worked on it.

    Persons who came with it are removed and their keys destroyed; who was known before stays. The line in the trail
    is the certificate. Returns how many members went. Raises CannotGroup with the numbers of those somebody worked on.
    """
    locked(load.group)
    load = _locked(load, seen=seen)
    if load.state != LoadState.DONE:
        raise CannotGroup([Reason("not_imported", _("Only an imported list can be undone."))])
    members = list(Member.objects.unscoped(because=BECAUSE).filter(load=load).select_related("person"))
    if worked := working_on(members):
        words = _("Somebody has worked on these people already: %(numbers)s. Mark who is not there instead.")
        listed = ", ".join(str(one.number) for one in worked[:20])
        raise CannotGroup([Reason("worked_on", words % {"numbers": listed})])
    fresh = [one.person_id for one in members if one.is_new]
    keys = set(
        Identity.objects.unscoped(because=BECAUSE).filter(pk__in=fresh).values_list("data_key_id", flat=True)
    )
    shred(keys | {one.data_key_id for one in members} | {load.data_key_id}, at)
    _take_back(load)
    load.state, load.ended_at = LoadState.UNDONE, at
    _save(load, "state", "ended_at")
    changes = {"members": len(members), "persons": len(fresh), "keys": len(keys) + len(members) + 1}
    record("group.import_undone", about=load, by=by, at=at, changes=changes)
    return len(members)


@transaction.atomic
def drop_list(*, load: Load, by: User | None, at: datetime) -> Load:
    """Throw a list away that was never imported; its key is destroyed at once."""
    load = _locked(load)
    if load.state == LoadState.DROPPED:
        return load
    _must_check(load)
    load.state, load.ended_at, load.known = LoadState.DROPPED, at, {}
    _save(load, "state", "ended_at", "known")
    shred([load.data_key_id], at)
    record("group.list_dropped", about=load, by=by, at=at)
    return load


def _take_back(load: Load) -> None:
    """Rows of persons are nobody's to delete but this function's of the database, which asks everything again."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select groups_take_back(%s)", [load.pk])
    except IntegrityError:  # something hangs on one of them that we did not think of
        words = _("Somebody has worked on these people already.")
        raise CannotGroup([Reason("worked_on", words)]) from None
    except DatabaseError as refused:
        if "worked on" not in str(refused):
            raise
        raise CannotGroup([Reason("worked_on", _("Somebody has worked on these people already."))]) from None


def _settle(load: Load, head: int | None = None) -> None:
    """Find the headings and what the columns mean, and count. Raises CannotRead."""
    memory = remembered(load.agency_id)
    sheet = reading.read(b64decode(load.content), how(load))
    load.head = head or rows.head_of(sheet, memory)
    if load.head > len(sheet.rows):
        raise CannotRead([Reason("no_head", _("The list has fewer lines."), "head")])
    load.meanings, load.known = rows.meanings_of(sheet.rows[load.head - 1], memory), {}
    looked = Looked(load)
    looked.sheet = sheet
    load.total, load.good = len(looked.rows), len(looked.good)


def _doubts_about(meanings: Mapping[str, str]) -> list[Reason]:
    found = []
    used = list(meanings.values())
    if not {Meaning.NAME, Meaning.NIK, Meaning.PASSPORT, Meaning.SPLP} & set(used):
        words = _("Say which column holds the name or the number of a document.")
        found.append(Reason("no_name_column", words))
    for meaning in sorted({one for one in used if used.count(one) > 1}):
        words = _("%(meaning)s is named for two columns.") % {"meaning": Meaning(meaning).label}
        found.append(Reason("meaning_twice", words))
    return found


def _remember(load: Load, headings: Sequence[str], at: datetime) -> None:
    memory = Heading.objects.unscoped(because="the agency's own memory")
    for column, heading in enumerate(headings):
        if not rows.heading_key(heading):
            continue
        memory.update_or_create(
            agency_id=load.agency_id, heading_digest=heading_digest(load.agency_id, heading),
            defaults={"meaning": load.meanings.get(str(column), ""), "at": at},
        )  # fmt: skip


def _known(load: Load, todo: Sequence[Row]) -> dict[int, Person]:
    """Row → person whom the officer recognised, as far as the agency still answers for that person."""
    wanted = {row.number: load.known[str(row.number)] for row in todo if str(row.number) in load.known}
    if not wanted:
        return {}
    people = Person.objects.unscoped(because="recognised by the officer, of the own agency alone")
    found = {str(one.pk): one for one in people.filter(pk__in=wanted.values(), agency_id=load.agency_id)}
    return {number: found[pk] for number, pk in wanted.items() if pk in found}


def _marks_of(group: Group, *, but_not: Load) -> dict[str, int]:
    rows_there = Member.objects.unscoped(because=BECAUSE).filter(group=group).exclude(load=but_not)
    return {mark: number for number, marks in rows_there.values_list("number", "marks") for mark in marks}


def _locked(load: Load, *, seen: int | None = None) -> Load:
    fresh = Load.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    found = fresh.select_related("data_key", "group__data_key", "group__agency", "begun_by").get(pk=load.pk)
    check_version(found, seen)
    return found


def _checking(load: Load, *, seen: int | None = None) -> Load:
    found = _locked(load, seen=seen)
    _must_check(found)
    return found


def _must_check(load: Load) -> None:
    if load.state != LoadState.CHECKING:
        raise CannotGroup([Reason("not_open", _("This list was imported or thrown away already."))])


def _save(load: Load, *fields: str) -> None:
    load.version += 1
    load.save(update_fields=[*fields, "version"])


def _facts(load: Load) -> dict:
    return {"form": load.form, "rows": load.total, "good": load.good, "size": load.size}
