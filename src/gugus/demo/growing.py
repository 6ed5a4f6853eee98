"""Load grown rows by the block: sealed in several processes, copied into the tables by one connection.

What a row looks like is left to the models, so sealing, defaults and tokens are those of daily work; only the
way into the table is short. COPY is closed where row security stands, so a block is copied into a temporary table and
moved on by one INSERT, under all triggers and foreign keys. Ids follow from the numbers: a block that is there
is not loaded again, so an interrupted run goes on where it stopped.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from multiprocessing import get_context
from random import Random
from uuid import UUID

from django.db import connection, models, transaction

from gugus.base.sealed import DataKey
from gugus.base.vault import keyring
from gugus.cases.models import Case, ChronologyEntry, Party
from gugus.demo.grown import (
    BLOCK,
    GrownCase,
    GrownPerson,
    case_block,
    parties,
    person_block,
    persons_per_case,
)  # fmt: skip
from gugus.intake.models import Report
from gugus.kernel.ids import numbered_ref
from gugus.people.models import Identity, Person
from gugus.people.rules import IdentityFacts, tokens_of

BEGIN = 1_577_836_800_000  # ids are counted on from 1 January 2020 by the millisecond: older than any real id
PERSON, CASE, PARTY, ENTRY, REPORT, KEY_OF_PERSON, KEY_OF_CASE, KEY_OF_ENTRY, KEY_OF_REPORT = range(9)
TOKENS = "people_searchtoken"
TOKEN_COLUMNS = ("person_id", "agency_id", "purpose", "token", "version")
GROWING = 0x67726F77  # held by the connection until it ends
STILL_NEW = 25  # of so many reports one waits in the inbox
STORY = (
    "Pendamping bertemu penyintas, menjelaskan hak dan langkah berikutnya. Keadaan sehat, butuh tempat aman"
    " sementara dan pendampingan hukum. Rencana disepakati bersama."
)
TOLD = (
    "Pelapor menyampaikan bahwa kerabatnya ditawari pekerjaan di luar daerah dengan gaji besar, paspor dan telepon"
    " ditahan sesampainya di penampungan, dan tidak boleh pulang sebelum utang lunas."
)


class AlreadyGrowing(RuntimeError):
    """Another `grow` works on this database; both would load the same blocks."""


@dataclass(frozen=True)
class Owner:
    """An agency and those of its people who take cases."""

    agency: UUID
    staff: tuple[UUID, ...]


@dataclass(frozen=True)
class Size:
    """How much, and among whom it is dealt. The first agencies are larger than the last."""

    persons: int
    cases: int
    owners: tuple[Owner, ...]

    def owner_of_case(self, n: int) -> Owner:
        """Who answers for case n: the first of forty agencies has about six times the last one's cases."""
        shares = [len(self.owners) * 8 // (place + 8) + 1 for place in range(len(self.owners))]
        return Random(n).choices(self.owners, shares)[0]

    def owner_of_person(self, n: int) -> Owner:
        """Who answers for person n: the agency of the person's first case."""
        return self.owner_of_case(n // persons_per_case(self.cases, self.persons))


@dataclass(frozen=True)
class Load:
    """Rows of one table: tuples, or the text that COPY reads when there are very many."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple] | str


def grown_id(kind: int, n: int) -> UUID:
    """The id of the n-th grown row of a kind, a valid UUIDv7; rows of a block lie side by side in the index."""
    return UUID(int=BEGIN + n << 80 | 7 << 76 | kind << 64 | 2 << 62 | n * 0x9E3779B97F4A7C15 % 2**62)


def grow(size: Size, *, processes: int, tell: Callable[[str], None]) -> None:
    """Load what is missing. Each block is one transaction; `processes=0` seals in this one.

    The connection must be the worker's. `tell` gets a line about each block. Raises AlreadyGrowing.
    """
    with _sealers(processes) as submit:
        _load("persons", size.persons, PERSON, Person, persons_rows, size, submit, tell)
        _load("cases", size.cases, CASE, Case, cases_rows, size, submit, tell)


def persons_rows(size: Size, first: int, shift: int) -> list[Load]:
    """Persons with identity, data key and tokens, from number `first` on, at most BLOCK."""
    keys, people, identities, tokens = [], [], [], []
    version = keyring().token_key.version
    for one in islice(person_block(first), max(0, size.persons - first)):
        person, identity = _person(one, size.owner_of_person(one.n).agency, shift)
        keys.append(identity.data_key)
        people.append(person)
        identities.append(identity)
        facts = IdentityFacts(one.full_name, (), (one.phone,), (one.nik,), one.born_on.year, one.home_area)
        tokens += (
            f"{person.pk}\t{person.agency_id}\t{purpose}\t\\\\x{token.hex()}\t{version}\n"
            for purpose, token in tokens_of(facts, person.pk, version)
        )
    text = Load(TOKENS, TOKEN_COLUMNS, "".join(tokens))
    return [load_of(DataKey, keys), load_of(Person, people), load_of(Identity, identities), text]


def cases_rows(size: Size, first: int, shift: int) -> list[Load]:
    """Cases with parties, one line of story and the report each, from number `first` on, at most BLOCK."""
    cases, entries, reports = [], [], []
    for one in islice(case_block(first), max(0, size.cases - first)):
        owner = size.owner_of_case(one.n)
        manager = owner.staff[one.n % len(owner.staff)]
        cases.append(_case(one, owner.agency, manager, shift))
        entries.append(_entry(one, cases[-1]))
        reports.append(_report(one, owner.agency, manager, shift))
    opened = {case.pk: case.opened_at for case in cases}
    dealt = parties(min(size.cases, first + BLOCK), size.persons, first=first)
    roles = [
        Party(id=grown_id(PARTY, 8 * one.case + place % 8), case_id=grown_id(CASE, one.case), role=one.role,
              person_id=grown_id(PERSON, one.person), since_at=opened[grown_id(CASE, one.case)])
        for place, one in enumerate(dealt)
    ]  # fmt: skip
    keys = [row.data_key for row in (*cases, *entries, *reports)]
    made = ((DataKey, keys), (Case, cases), (Party, roles), (ChronologyEntry, entries), (Report, reports))
    return [load_of(model, rows) for model, rows in made]


def load_of(model: type[models.Model], rows: Iterable[models.Model]) -> Load:
    """What saving these instances would write, sealed fields sealed."""
    fields = [field for field in model._meta.concrete_fields if field.column != "visible_to"]
    columns = tuple(field.column for field in fields)
    values = [tuple(_plain(field.pre_save(row, True)) for field in fields) for row in rows]
    return Load(model._meta.db_table, columns, values)


def _plain(value):
    return value.value if isinstance(value, Enum) else value


def _person(one: GrownPerson, agency: UUID, shift: int) -> tuple[Person, Identity]:
    at = datetime(2020, 1, 1, 2, tzinfo=UTC)
    pk = grown_id(PERSON, one.n)
    person = Person(
        id=pk, ref=numbered_ref("P", one.n + shift), agency_id=agency, sex=one.sex, birth_year=one.born_on.year,
        birth_certainty="documented", nationality=one.nationality, home_area=one.home_area, created_at=at,
    )  # fmt: skip
    identity = Identity(
        id=pk, person_id=pk, agency_id=agency, data_key=_key(KEY_OF_PERSON, one.n), updated_at=at,
        names={"full": one.full_name, "aliases": []}, documents=[{"kind": "nik", "number": one.nik}],
        phones=[one.phone], birth_on=one.born_on.isoformat(),
    )  # fmt: skip
    return person, identity


def _case(one: GrownCase, agency: UUID, manager: UUID, shift: int) -> Case:
    opened_at, ended = _morning(one.opened_on, one.n), one.closed_on
    return Case(
        id=grown_id(CASE, one.n), ref=numbered_ref("K", one.n + shift), agency_id=agency, manager_id=manager,
        opened_at=opened_at, opened_by_id=manager, state="closed" if ended else "open", state_code=one.closing_reason,
        state_at=_morning(ended, one.n) if ended else opened_at, risk=one.risk, safety="watch", safety_at=opened_at,
        last_contact_at=opened_at, area_code=one.area, crossed_border=one.crossed_border, exploitation=[one.form],
        summary=f"Ringkasan contoh nomor {one.n}. {STORY}", data_key=_key(KEY_OF_CASE, one.n),
    )  # fmt: skip


def _entry(one: GrownCase, case: Case) -> ChronologyEntry:
    return ChronologyEntry(
        id=grown_id(ENTRY, one.n), case_id=case.pk, happened_at=case.opened_at, written_at=case.opened_at,
        by_id=case.manager_id, agency_id=case.agency_id, kind="contact", text=STORY,
        data_key=_key(KEY_OF_ENTRY, one.n),
    )  # fmt: skip


def _report(one: GrownCase, agency: UUID, by: UUID, shift: int) -> Report:
    """The report a case began with; some are told anew and still wait."""
    received_at = _morning(one.opened_on, one.n) - timedelta(days=2)
    facts = {"state": "received"}
    if one.n % STILL_NEW:
        facts = {"state": "ended", "outcome": "new_case", "outcome_at": received_at + timedelta(days=2),
                 "outcome_by_id": by, "triaged_at": received_at + timedelta(hours=1), "triaged_by_id": by}  # fmt: skip
    return Report(
        id=grown_id(REPORT, one.n), ref=numbered_ref("R", one.n + shift), agency_id=agency, channel="phone",
        received_at=received_at, received_by_id=by, risk=one.risk, area_code=one.area, narrative=TOLD,
        reporter_role="family", data_key=_key(KEY_OF_REPORT, one.n), **facts,
    )  # fmt: skip


def _key(kind: int, n: int) -> DataKey:
    key = DataKey.fresh()
    key.id = grown_id(kind, n)
    return key


def _morning(day, n: int) -> datetime:
    return datetime(day.year, day.month, day.day, 1, n % 60, n % 59, tzinfo=UTC)


def _load(what: str, total: int, kind: int, model, rows, size: Size, submit, tell) -> None:
    """Seal ahead a few blocks, write in order. A reference that the demo drew already is drawn once more."""
    waiting: deque[tuple[int, Future]] = deque()
    firsts = iter([one for one in range(0, total, BLOCK) if not is_there(model, grown_id(kind, one))])
    for first in islice(firsts, 4):
        waiting.append((first, submit(rows, size, first, _shift(first, size))))
    while waiting:
        first, sealed = waiting.popleft()
        write(sealed.result())
        tell(f"{min(first + BLOCK, total):,} of {total:,} {what}")
        for following in islice(firsts, 1):
            waiting.append((following, submit(rows, size, following, _shift(following, size))))


def _shift(first: int, size: Size) -> int:
    """Where a block's references begin: moved on by a million until none is taken."""
    numbers = range(first, min(first + BLOCK, max(size.persons, size.cases)))
    for shift in range(0, 16_000_000_000, 1_000_000_000):
        refs = {
            model: [numbered_ref(prefix, n + shift) for n in numbers]
            for prefix, model in (("P", Person), ("K", Case), ("R", Report))
        }
        rows = {
            model: model.objects.unscoped(because="a bulk load avoids taken references") for model in refs
        }
        if not any(rows[model].filter(ref__in=refs[model]).exists() for model in refs):
            return shift
    raise RuntimeError("No free references were found.")


def is_there(model, pk: UUID) -> bool:
    """Was this row loaded already?"""
    return model.objects.unscoped(because="a bulk load goes on where it stopped").filter(pk=pk).exists()


@transaction.atomic
def write(loads: Iterable[Load]) -> None:
    """Copy the loads in their order, under all constraints, in one transaction. Raises AlreadyGrowing."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [GROWING])
        if not cursor.fetchone()[0]:
            raise AlreadyGrowing
        for load in loads:
            columns = ", ".join(f'"{name}"' for name in load.columns)
            staged = f"grown_{load.table}"
            cursor.execute(
                f"create temp table {staged} on commit drop as select {columns} from {load.table} limit 0"
            )
            with cursor.copy(f"copy {staged} ({columns}) from stdin") as copy:
                if isinstance(load.rows, str):
                    copy.write(load.rows)
                else:
                    for row in load.rows:
                        copy.write_row(row)
            cursor.execute(f"insert into {load.table} ({columns}) select {columns} from {staged}")
            cursor.execute(f"drop table {staged}")


@contextmanager
def _sealers(processes: int) -> Iterator[Callable[..., Future]]:
    """A function like Executor.submit. Children inherit the opened key file and never touch the database."""
    keyring()
    if not processes:
        yield _now
        return
    list(islice(person_block(0), 1))  # the tables of names are made once, before the children are
    connection.close()
    with ProcessPoolExecutor(processes, get_context("fork"), initializer=os.nice, initargs=(1,)) as pool:
        pool.submit(int).result()  # the children are made now, while nothing is connected
        yield pool.submit


def _now(work: Callable, *given) -> Future:
    done: Future = Future()
    done.set_result(work(*given))
    return done
