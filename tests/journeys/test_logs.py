"""Whoever reads the logs of web, worker and database reads nothing that anybody typed, whatever went wrong."""

import http.client
import json
import re
import time
from contextlib import contextmanager
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import psycopg
import pytest
from tests.journeys.test_dump import digits_of, met, writings

from gugus.operate.installation import DATABASE, Installation

pytestmark = pytest.mark.browser

NAME = "Melatiwangi Rekaansari"  # each word is searched by itself too
PHONE, NIK = "0800-0777-31942", "0012345678904321"
PASSWORD = "RahasiaSekaliSandi!77"
MAIL = "melatiwangi.rekaan@contoh.invalid"
TYPED = (NAME, PHONE, NIK, PASSWORD, MAIL)
SENTENCE = f"{NAME}, {PHONE}, NIK {NIK}, {MAIL}"
FORM = "application/x-www-form-urlencoded"
TOO_MANY = "3000000"  # bytes that are announced; the refusal comes before they are read
PATIENCE = 90  # seconds for the worker to fail at what it was given


@pytest.fixture
def installation(product):
    if product.folder is None:
        pytest.skip("needs the data folder of a product that runs on this machine")
    return Installation(product.folder)


@pytest.fixture
def database(installation):
    """The database as its superuser sees it."""
    with psycopg.connect(installation.cluster.url(DATABASE, "postgres"), autocommit=True) as asking:
        yield asking


@pytest.fixture
def send(product):
    """A function that sends one request as it stands and gives status, headers and page."""
    place = urlsplit(product.address)

    def ask(method: str, path: str, body: bytes | str = b"", **headers: str):
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        try:
            connection.request(
                method, path, body, {name.replace("_", "-"): said for name, said in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode(errors="replace")
        finally:
            connection.close()

    return ask


def words_to_search() -> set[str]:
    """All that was typed, each word alone and in each writing."""
    parts = [*TYPED, *NAME.split(), MAIL.partition("@")[0], quote(NAME), NAME.replace(" ", "+"), quote(MAIL)]
    return {one for part in parts for one in writings(part)} | digits_of(PHONE) | {PHONE, NIK[::-1]}


def form_of(send, path: str, told: dict[str, str]) -> int:
    """Fill in a form of the public's pages, token and all; the status."""
    _status, headers, page = send("GET", path)
    cookies = "; ".join(one.partition(";")[0] for one in headers.get_all("Set-Cookie") or ())
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return send("POST", path, urlencode(hidden | told), Content_Type=FORM, Cookie=cookies)[0]


@contextmanager
def broken_table(database, table: str):
    """For a moment each new row of a table fails, with the typed words in what the database says."""
    database.execute(
        "create function pg_temp_fault() returns trigger language plpgsql as $$ begin"
        f" raise exception '{SENTENCE}' using detail = '{SENTENCE}', hint = '{SENTENCE}'; end $$"
    )
    database.execute(
        f"create trigger fault before insert on {table} for each row execute function pg_temp_fault()"
    )
    try:
        yield
    finally:
        database.execute(f"drop trigger fault on {table}")
        database.execute("drop function pg_temp_fault()")


def refused_pages(send) -> dict[str, int]:
    """Requests that end badly before anybody signs in."""
    path, query = quote(SENTENCE), urlencode({"nama": NAME, "hp": PHONE, "nik": NIK, "surel": MAIL})
    wrong = {"narrative": "", "danger": NAME, "age": SENTENCE, "number": SENTENCE, "name": NAME * 40}
    signing = {"login": PASSWORD, "password": NAME}
    return {
        "no such page": send("GET", f"/{path}/?{query}", Referer=f"http://x/{query}", User_Agent=SENTENCE)[0],
        "from elsewhere": send("POST", f"/akun/login/?{query}", urlencode(signing), Content_Type=FORM)[0],
        "wrong host": send("GET", f"/laporan/?{query}", Host=f"{NAME.split()[0]}_{NIK}.contoh")[0],
        "too much": send("POST", f"/laporan/?{query}", SENTENCE, Content_Length=TOO_MANY, Content_Type=FORM)[0],
        "report": form_of(send, "/laporan/", wrong),
        "sign-in": form_of(send, "/akun/login/", signing),
    }  # fmt: skip


def refused_calls(send, key: str) -> dict[str, int]:
    """Calls of a program that end badly."""
    known = {"Authorization": f"Bearer {key}", "Content_Type": "application/json"}
    path, query = quote(SENTENCE, safe=""), urlencode({"q": SENTENCE})
    report = {"channel": NAME, "risk": PHONE, "narrative": 7, "victims": SENTENCE}
    return {
        "no such record": send("GET", f"/api/v1/reports/{path}?{query}", **known)[0],
        "no right": send("GET", f"/api/v1/retention/runs/{path}?{query}", **known)[0],
        "no JSON": send("POST", f"/api/v1/reports?{query}", f'{{"narrative": "{SENTENCE}', **known)[0],
        "no fields": send("POST", "/api/v1/reports", json.dumps(report), **known)[0],
        "bad key": send("GET", "/api/v1/me", Authorization=f"Bearer {SENTENCE}")[0],
        "too much": send("POST", f"/api/v1/reports?{query}", SENTENCE, Content_Length=TOO_MANY, **known)[0],
    }


def failing_jobs(database) -> None:
    """Garbage for the worker: an argument and a task name that do not fit, an event whose subscriber fails."""
    queue = "insert into procrastinate_jobs (queue_name, task_name, args) values ('default', %s, %s)"
    database.execute(queue, ["outbox.deliver", json.dumps({"event": SENTENCE})])
    database.execute(queue, ["outbox.deliver", json.dumps({SENTENCE: NIK})])
    database.execute(queue, [SENTENCE, json.dumps({"event": NAME})])
    event, marks = uuid4(), [f"%{NAME}%", SENTENCE]
    database.execute(
        "insert into outbox_event (id, topic, about_kind, about_id, about_ref, facts, at)"
        " values (%s, 'export.ended', 'export', %s, '', %s, now())",
        [event, uuid4(), json.dumps({"by": SENTENCE})],
    )
    database.execute("select outbox_wake(%s)", [event])
    ours = "from procrastinate_jobs where (args::text like %s or task_name = %s)"
    tried = "select count(*) from outbox_delivery where event_id = %s and attempts > 0"
    deadline = time.monotonic() + PATIENCE
    while (
        database.execute(f"select count(*) {ours} and status = 'failed'", marks).fetchone()[0] < 3
        or not database.execute(tried, [event]).fetchone()[0]
    ):
        assert time.monotonic() < deadline, "the worker did not fail at what it was given"
        time.sleep(0.5)
    database.execute(f"delete {ours}", marks)
    database.execute("delete from outbox_delivery where event_id = %s", [event])
    database.execute("delete from outbox_event where id = %s", [event])


def test_nothing_that_was_typed_stands_in_any_log(send, installation, database, key, tmp_path):
    pages, calls = refused_pages(send), refused_calls(send, key)
    known = {"Authorization": f"Bearer {key}", "Content_Type": "application/json"}
    whole = json.dumps({"channel": "phone", "risk": "low", "narrative": SENTENCE, "key": str(uuid4())})
    with broken_table(database, "intake_report"):
        broken = send("POST", f"/api/v1/reports?{urlencode({'q': SENTENCE})}", whole, **known)[0]
    failing_jobs(database)

    logs = [*installation.folder.rglob("*.log"), installation.cluster.log]
    web, worker = (installation.log(name).read_text() for name in ("web", "worker"))
    assert pages == {"no such page": 404, "from elsewhere": 403, "wrong host": 400, "too much": 413,
                     "report": 422, "sign-in": 200}  # fmt: skip
    assert calls == {"no such record": 404, "no right": 403, "no JSON": 400, "no fields": 422, "bad key": 401,
                     "too much": 413}  # fmt: skip
    assert broken == 500
    assert "404 GET /api/v1/reports/<ref>" in web  # the way, without what stood in it
    assert "RaiseException" in web
    assert "gugus.notices.jobs.on_export_ended failed" in worker
    assert "ValueError" in worker
    assert met({"ValueError"}, logs, tmp_path) and met(words_to_search(), logs, tmp_path) == set()
