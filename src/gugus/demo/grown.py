"""Cheap rows for a grown database: plain tuples by the hundred thousand, drawn from the same distributions.

Every column is a table of 65,536 values, filled by the shares of its distribution; a row costs two random
bytes a column and no arithmetic. No database, no narrative: the loader decides what becomes of the rows.
Person n is always the same person for a seed, in blocks of BLOCK, whatever N is.
"""

import sys
from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from random import Random
from typing import NamedTuple

from gugus.demo import distributions as known
from gugus.demo.areas import districts_of
from gugus.demo.names import bank_for

BLOCK = 8192
SIZE = 65_536
TODAY = date(2026, 1, 1)  # ages are counted back from here
AGES = {"girl": (4, 17), "boy": (3, 17), "woman": (18, 55), "man": (18, 58)}
FORM_OF = {
    "illegal_placement": "forced_labour", "prostitution": "online_prostitution",
    "child_exploitation": "child_labour", "fishing_crew": "fishing_crew",
}  # fmt: skip
CLOSING = {"goals_met": 45, "reintegrated": 25, "transferred": 15, "survivor_wish": 6, "unreachable": 6,
           "not_trafficking": 3}  # fmt: skip
ROLES = ("survivor", "accused", "family", "witness")


class GrownPerson(NamedTuple):
    """One person: statistics fields, name and numbers that cannot exist."""

    n: int
    sex: str
    born_on: date
    nationality: str
    home_area: str
    full_name: str
    nik: str
    phone: str


class GrownCase(NamedTuple):
    """One case: statistics fields. `closed_on` and `closing_reason` are empty while it is open."""

    n: int
    opened_on: date
    risk: str
    area: str
    modus: str
    form: str
    crossed_border: bool
    police_stage: str
    closed_on: date | None
    closing_reason: str


class GrownParty(NamedTuple):
    """Person `person` plays a role in case `case`; both are numbers of the generators here."""

    case: int
    person: int
    role: str


def persons(n: int, *, seed: int = 1) -> Iterator[GrownPerson]:
    """Yield n persons, numbered from 0. Each NIK is unique in a million, each phone in ten million."""
    return islice(_person_blocks(seed), n)


def person_block(first: int, *, seed: int = 1) -> Iterator[GrownPerson]:
    """Yield the BLOCK persons from number `first` on, a multiple of BLOCK: the same ones as `persons` yields."""
    chance = Random(f"grown:{seed}:person:{first}")
    who = list(map(_who().__getitem__, _draws(chance)))
    homes = map(_homes().__getitem__, _draws(chance))
    names, ages = _draws(chance), _draws(chance)
    for n, (sex, births), (area, of_sex), name, age in zip(
        range(first, first + BLOCK), who, homes, names, ages, strict=True
    ):
        born_on, digits = births[age]
        block, serial = n // 10_000, n % 10_000
        nik = f"00{area[3:]}{block % 100:02d}{digits}{serial:04d}"
        phone = f"0800-0{block % 1000:03d}-{serial:04d}"
        yield GrownPerson(n, sex, born_on, "ID", area, of_sex[sex][name], nik, phone)


def cases(n: int, *, seed: int = 1) -> Iterator[GrownCase]:
    """Yield n cases, numbered from 0, opened in the twelve years before TODAY."""
    return islice(_case_blocks(seed), n)


def case_block(first: int, *, seed: int = 1) -> Iterator[GrownCase]:
    """Yield the BLOCK cases from number `first` on, a multiple of BLOCK: the same ones as `cases` yields."""
    days, areas, modus, risk, stages, closing = _case_tables()
    chance = Random(f"grown:{seed}:case:{first}")
    columns = [_draws(chance) for _ in range(7)]
    for n, when, a, m, r, s, c, length in zip(range(first, first + BLOCK), *columns, strict=True):
        opened_on = days[when % 4380]
        closed_on = opened_on + timedelta(days=30 + length % 400)
        kind = modus[m]
        is_closed = closed_on < TODAY and c % 10 != 0
        yield GrownCase(
            n, opened_on, risk[r], areas[a], kind, FORM_OF[kind], kind in ("illegal_placement", "fishing_crew"),
            stages[s], closed_on if is_closed else None, closing[c] if is_closed else "",
        )  # fmt: skip


def persons_per_case(n_cases: int, n_persons: int) -> int:
    """How many roles of a case are filled, as far as the persons reach. Raises ValueError below one for each."""
    if n_persons < len(ROLES):
        raise ValueError(f"{n_persons} persons are too few for the roles of a case")
    return max(1, min(len(ROLES), n_persons // max(1, n_cases)))


def parties(n_cases: int, n_persons: int, *, first: int = 0, seed: int = 1) -> Iterator[GrownParty]:
    """Yield the parties: in every case a survivor, then accused, family, witness as far as persons reach.

    Persons are dealt in turn, so that nobody stands twice in one case; when the persons run out they begin
    again, which makes people of several cases. `first`: begin with this case.
    """
    per_case = persons_per_case(n_cases, n_persons)
    person = first * per_case % n_persons
    for case in range(first, n_cases):
        for role in ROLES[:per_case]:
            yield GrownParty(case, person, role)
            person = (person + 1) % n_persons


def _person_blocks(seed: int) -> Iterator[GrownPerson]:
    for first in count(0, BLOCK):
        yield from person_block(first, seed=seed)


def _case_blocks(seed: int) -> Iterator[GrownCase]:
    for first in count(0, BLOCK):
        yield from case_block(first, seed=seed)


@cache
def _case_tables() -> tuple[list, ...]:
    """Return the tables of a case's columns: days, areas, modus, risk, police stages, reasons of closing."""
    reported = {stage: 35 * share for stage, share in known.LP_STAGE.shares().items()}
    stages = _table(known.Distribution("", {"": 65, **reported}, ""))
    closing = _table(known.Distribution("", CLOSING, ""))
    days = [TODAY - timedelta(days=1 + back) for back in range(4380)]
    return days, _table(known.KECAMATAN), _table(known.MODUS), _table(known.RISK), stages, closing


def _draws(chance: Random) -> array:
    """Return BLOCK numbers below SIZE, the same on every machine."""
    found = array("H", chance.randbytes(2 * BLOCK))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _table(distribution: known.Distribution) -> list:
    """Lay the values out over SIZE places, in scattered order."""
    laid = [value for value, places in distribution.quota(SIZE).items() for _ in range(places)]
    Random(distribution.name).shuffle(laid)
    return laid


@cache
def _who() -> list:
    """Return (sex, days of birth with their digits) per place, by the shares of police data."""
    births = {kind: _births(kind) for kind in AGES}
    sex = {"girl": "female", "woman": "female", "boy": "male", "man": "male"}
    return [(sex[kind], births[kind]) for kind in _table(known.WHO_IN_POLICE_DATA)]


def _births(kind: str) -> list:
    """Return a day of birth and its six NIK digits per place; women's days carry 40 more."""
    low, high = AGES[kind]
    chance, more = Random(kind), 40 if kind in ("girl", "woman") else 0
    found = []
    for _ in range(SIZE):
        born_on = TODAY - timedelta(
            days=chance.randrange(round(low * 365.25) + 1, round((high + 1) * 365.25))
        )
        found.append((born_on, f"{born_on.day + more:02d}{born_on:%m%y}"))
    return found


@cache
def _homes() -> list:
    """Return (district, names by sex) per place, by the Kemensos table of home provinces."""
    chance = Random("homes")
    districts = {province: districts_of(province) for province in known.HOME_PROVINCE_RETURNEES.weights}
    return [
        (chance.choice(districts[province]), _names(province))
        for province in _table(known.HOME_PROVINCE_RETURNEES)
    ]


@cache
def _names(province: str) -> dict[str, list[str]]:
    """Return SIZE full names per sex in the manner of a province."""
    bank, chance = bank_for(province), Random(f"names:{province}")
    return {
        sex: [f"{chance.choice(bank.given[sex])} {chance.choice(bank.second[sex])}" for _ in range(SIZE)]
        for sex in ("female", "male")
    }
