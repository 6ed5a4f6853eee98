"""What is measured: a request of the product and, beside it, the bare SQL that no product could do without."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import psycopg

from bench.web import Browser
from gugus.demo.grown import GrownPerson
from gugus.kernel.keyring import Keyring
from gugus.kernel.names import name_keys
from gugus.kernel.sealing import token

NOTE = "Catatan pengukuran: bertemu, keadaan baik, rencana tetap."


@dataclass(frozen=True)
class Desk:
    """One signed-in person with what belongs to the person's agency."""

    browser: Browser
    agency: str
    user: str
    refs: list[str]
    people: list[GrownPerson]


@dataclass(frozen=True)
class Work:
    """`page` answers in seconds; `sql` runs on an open connection that speaks for the desk; `budget` in ms."""

    name: str
    budget: int
    page: Callable[[Desk], float]
    sql: Callable[[psycopg.Cursor, Desk], None]


def works(ring: Keyring) -> list[Work]:
    """The pieces of work, in the order of the table."""

    def tokens(name: str) -> list[bytes]:
        key = ring.token_key
        variants = [""] + [f"#{number}" for number in range(1, key.variants)]
        return [token(key.key, "name", word + variant) for word in name_keys(name) for variant in variants]

    def found(cursor: psycopg.Cursor, desk: Desk) -> None:
        cursor.execute("select * from people_found_inside(%s, 60)", [tokens(_one(desk.people).full_name)])
        rows = cursor.fetchall()
        keys = [row[0] for row in rows]
        cursor.execute("select names from people_identity where id = any(%s)", [keys])
        cursor.fetchall()

    return [
        Work("case page", 150, lambda d: _get(d, f"/kasus/{_one(d.refs)}/"), _case),
        Work("case list", 150, lambda d: _get(d, "/kasus/"), _cases),
        Work("inbox", 150, lambda d: _get(d, "/aduan/"), _inbox),
        Work("search by name", 200, _search, found),
        Work("duplicate hint", 100, _hint, found),
        Work("figures page", 500, lambda d: _get(d, "/data/"), _figures),
        Work("API read of a case", 150, lambda d: _get(d, f"/api/v1/cases/{_one(d.refs)}"), _case),
        Work("API write of a note", 100, _write, _insert),
    ]


def _one(values: list):
    return values[secrets.randbelow(len(values))]


def _get(desk: Desk, path: str) -> float:
    return desk.browser.ask("GET", path)[0]


def _search(desk: Desk) -> float:
    return desk.browser.ask("POST", "/orang/", {"text": _one(desk.people).full_name})[0]


def _hint(desk: Desk) -> float:
    one = _one(desk.people)
    form = {"hint_name": "name", "name": one.full_name, "hint_birth_year": "year", "year": one.born_on.year}
    return desk.browser.ask("POST", "/orang/mirip/", form)[0]


def _write(desk: Desk) -> float:
    told = {"kind": "note", "text": NOTE, "happened_at": datetime.now(UTC).isoformat()}
    path = f"/api/v1/cases/{_one(desk.refs)}/entries"
    return desk.browser.ask("POST", path, json=json.dumps(told), wanted=201)[0]


def _case(cursor: psycopg.Cursor, desk: Desk) -> None:
    cursor.execute("select id, summary from cases_case where ref = %s", [_one(desk.refs)])
    case = cursor.fetchone()[0]
    cursor.execute(
        "select * from cases_party p join people_person n on n.id = p.person_id where case_id = %s", [case]
    )
    cursor.fetchall()
    cursor.execute(
        "select * from cases_chronologyentry where case_id = %s order by happened_at desc limit 50", [case]
    )
    cursor.fetchall()


def _cases(cursor: psycopg.Cursor, desk: Desk) -> None:
    cursor.execute(
        "select * from cases_case where agency_id = %s and state in ('open', 'on_hold') "
        "order by opened_at desc limit 50",
        [desk.agency],
    )
    cursor.fetchall()


def _inbox(cursor: psycopg.Cursor, desk: Desk) -> None:
    cursor.execute(
        "select * from intake_report where agency_id = %s and state in ('received', 'triaged', 'screening') "
        "order by received_at desc limit 50",
        [desk.agency],
    )
    cursor.fetchall()


def _figures(cursor: psycopg.Cursor, desk: Desk) -> None:
    cursor.execute("select count(*) from cases_case where opened_at >= date_trunc('year', now())")
    cursor.fetchall()


def _insert(cursor: psycopg.Cursor, desk: Desk) -> None:
    cursor.execute("select id from cases_case where ref = %s", [_one(desk.refs)])
    case = cursor.fetchone()[0]
    cursor.execute(
        "insert into cases_chronologyentry (id, case_id, happened_at, written_at, by_id, agency_id, kind, section) "
        "values (%s, %s, now(), now(), %s, %s, 'note', 'case')",
        [uuid4(), case, desk.user, desk.agency],
    )
