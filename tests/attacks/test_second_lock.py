"""With the Python lock removed on purpose, no list, search, export, page or operation shows another agency's rows."""

import json
import re

import pytest
from django.db import connection
from django.urls import get_resolver
from tests.conftest import as_role
from tests.records import NAME, PHRASES

from gugus.config.api import api
from gugus.desk.routes import routes

STRANGERS = [
    "sari",
    "budi",
    "arif",
]  # another case manager, the police, the chair: nothing was opened to them
UNKNOWN = "00000000-0000-7000-8000-000000000000"
KINDS = {"kasus": "cases", "aduan": "intake", "orang": "people", "rujukan": "referrals", "skrining": "screening",
         "layanan": "care",
         "perkara": "justice", "sidang": "hearings", "pelindungan": "protections", "pasal-18": "shields",
         "tugas": "tasks", "rapat-kasus": "conferences", "rapat": "meetings", "pemulangan": "repatriation",
         "serah-terima": "handovers", "perjalanan": "legs", "pelimpahan": "transfers",
         "perjanjian": "agreements", "pemberitahuan-awal": "arrivals", "dasar-data": "consent"}  # fmt: skip
API_KINDS = {"cases": "cases", "reports": "intake", "persons": "people", "referrals": "referrals",
             "screenings": "screening", "referral-batches": "batches", "services": "care",
             "tasks": "tasks", "proceedings": "justice", "hearings": "hearings", "protections": "protections",
             "shields": "shields", "conferences": "conferences", "meetings": "meetings",
             "repatriations": "repatriation", "handovers": "handovers",
             "transfers": "transfers", "agreements": "agreements",
             "arrivals": "arrivals", "consents": "consent", "recalls": "recalls", "overrides": "overrides",
             "withdrawals": "withdrawals"}  # fmt: skip
FOR_EVERYBODY = {"providers"}  # who gives which service to whom is read by all who are signed in


def filled(path: str, kind: str, refs: dict) -> str:
    """The address with the unit's own reference in it, and something harmless for every other part."""
    path = re.sub(r"<str:ref>|\{ref\}", refs.get(kind, "K-0000-0000"), path)
    path = re.sub(r"<uuid:\w+>|\{\w+_id\}|\{item\}", UNKNOWN, path)
    return re.sub(r"<\w+:\w+>|\{\w+\}", "x", path)


def pages(refs) -> list[str]:
    """Every page of ours, records' pages with the unit's reference."""
    found = []
    for route in routes():
        if route.methods != "page" or route.door is None or "(" in route.path or route.door.kind == "public":
            continue
        first = route.path.strip("/").partition("/")[0]
        kind = "intake" if route.path.startswith("/skrining/mulai/") else KINDS.get(first, "")
        found.append(filled(route.path, kind, refs))
    return found


def operations(refs, method: str) -> list[str]:
    """Every operation of the API with this method."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return [
        filled(path, API_KINDS.get(path.split("/")[3], ""), refs)
        for path, verbs in schema["paths"].items()
        if method in verbs
    ]


def told(answer, refs, sent: str = "") -> set[str]:
    """What of the unit's records stands in an answer: references that nobody typed (`sent`), planted phrases."""
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = text.decode("utf-8", "replace")
    asked = answer.wsgi_request.get_full_path() + sent
    ours = {ref for kind, ref in refs.items() if kind not in FOR_EVERYBODY}
    names = {*ours, *PHRASES, NAME.split()[0]}
    return {name for name in names if name in text and name not in asked}


def is_meant_for(name: str, url: str) -> bool:
    """The one record that names the office of the chair: as a past recipient it must answer."""
    return name == "arif" and ("recalls" in url or "/kewajiban/" in url)


@pytest.mark.parametrize("name", STRANGERS)
def test_no_page_shows_a_row_of_another_agency(name, refs, signed_in, world, first_lock_off):
    client = signed_in(getattr(world, name))
    client.raise_request_exception = False

    found = {}
    for url in pages(refs):
        if is_meant_for(name, url):
            continue
        answer = client.get(url)
        if leaked := told(answer, refs):
            found[url] = leaked
        ours = [ref for kind, ref in refs.items() if kind not in FOR_EVERYBODY]
        if any(ref in url for ref in ours) and answer.status_code == 200:
            found[url] = "the page opened"

    assert found == {}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_read_of_the_api_shows_a_row_of_another_agency(name, refs, signed_in, world, first_lock_off):
    client = signed_in(getattr(world, name))
    client.raise_request_exception = False

    found = {}
    typed = ""
    for url in operations(refs, "get"):
        if is_meant_for(name, url):
            continue
        answer, typed = client.get(url), typed + url
        if leaked := told(answer, refs, sent=typed if url.endswith("/trail") else ""):
            found[url] = leaked
        ours = [ref for kind, ref in refs.items() if kind not in FOR_EVERYBODY]
        if any(ref in url for ref in ours) and answer.status_code == 200:
            found[url] = "the record opened"

    assert found == {}


@pytest.mark.parametrize("text", [NAME, "Kenanga", PHRASES[-2], PHRASES[-1], "2008 Kenanga Contohwati"])
def test_no_search_shows_a_person_of_another_agency(text, refs, signed_in, world, first_lock_off):
    client = signed_in(world.sari)

    answers = [
        client.post("/cari/", {"q": text}),
        client.get("/cari/", {"q": text}),
        client.post("/orang/", {"q": text}),
        client.post("/orang/mirip/", {"full": text, "name": text}),
        client.post("/api/v1/persons/search", {"text": text, "q": text}, content_type="application/json"),
        client.get("/tugas/", {"q": text}),
        client.get("/kasus/", {"q": text}),
        client.get("/aduan/", {"q": text}),
    ]

    found = {answer.wsgi_request.path: told(answer, refs, sent=text) for answer in answers}
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert {path: leaked for path, leaked in found.items() if leaked} == {}


def rows_of_everything() -> dict[str, list]:
    """Every row of our tables as the worker sees them, without counters that any sign-in moves."""
    moving = (
        "django_",
        "audit_",
        "access_",
        "account_",
        "mfa_",
        "base_",
        "procrastinate_",
        "places_",
        "outbox_",
    )
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        names = sorted(name for (name,) in cursor.fetchall() if not name.startswith(moving))
        rows = {}
        for name in names:
            cursor.execute(f'select to_jsonb(t)::text from "{name}" t order by 1')
            rows[name] = [row for (row,) in cursor.fetchall()]
    return rows


@pytest.mark.parametrize("name", STRANGERS)
def test_no_write_changes_a_row_of_another_agency(name, refs, signed_in, world, first_lock_off):
    client = signed_in(getattr(world, name))
    client.raise_request_exception = False
    before = rows_of_everything()
    targets = [url for url in pages(refs) if any(ref in url for ref in refs.values())]
    targets += [url for url in operations(refs, "post") if any(ref in url for ref in refs.values())]

    opened = {}
    for url in targets:
        answer = client.post(url, {"version": 1, "reason": "x", "text": "x"})
        if answer.status_code not in {302, 400, 403, 404, 405, 422} or told(answer, refs):
            opened[url] = answer.status_code
    for url in operations(refs, "patch"):
        answer = client.patch(url, {"version": 1}, content_type="application/json", HTTP_IF_MATCH='"1"')
        if answer.status_code < 400:
            opened[url] = answer.status_code

    after = rows_of_everything()
    assert opened == {}
    assert {table for table in before if before[table] != after[table]} == set()


def test_the_lock_is_really_off(refs, signed_in, world, first_lock_off):
    """A colleague without any right to cases gets in: so what refuses the others is the database."""
    client = signed_in(world.hasan)

    assert client.get(f"/kasus/{refs['cases']}/").status_code == 200


def test_the_walk_reaches_most_addresses(refs):
    assert len(pages(refs)) > 80 and len(operations(refs, "get")) > 20
    assert get_resolver().url_patterns
