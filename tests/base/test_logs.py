"""Twenty-five ways to fail, each with planted values: none of them stands in a log line or in an answer."""

import io
import json
import logging
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection
from django.http import QueryDict
from django.test import Client

from gugus.base.logs import SafeFormatter, rubbed, tell_briefly

PLANTED = [
    "Mawar", "Kenanga", "0000010101900001", "080012345678", "+62 800-0123-45678", "XX1234567", "Jalan Rahasia 7",
    "mawar@surel.example", "hunter2-hunter2", "gk_abcdefghijklmnopqrstuvwxyz0123456789", "elsewhere.example",
]  # fmt: skip
SENTENCE = " ".join(PLANTED)
JSON = {"content_type": "application/json"}


@pytest.fixture
def lines():
    """What the handler of the settings would write."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SafeFormatter())
    logging.getLogger().addHandler(handler)
    yield written.getvalue
    logging.getLogger().removeHandler(handler)


def found_in(text: str) -> list[str]:
    return [one for one in PLANTED if one in text]


def raising(error):
    def view(*_args, **_more):
        raise error

    return view


def unique():
    with connection.cursor() as cursor:
        cursor.execute(
            "create temp table once (name text unique); insert into once values (%s), (%s)",
            [SENTENCE, SENTENCE],
        )


def unreadable_number():
    with connection.cursor() as cursor:
        cursor.execute("select %s::int", [SENTENCE])


def no_column():
    with connection.cursor() as cursor:
        cursor.execute(f'select "{SENTENCE[:50]}"')


def chained():
    try:
        raise KeyError(SENTENCE)
    except KeyError as error:
        raise RuntimeError(SENTENCE) from error


def in_context():
    try:
        {}[SENTENCE]
    except KeyError:
        int(SENTENCE)


def with_note():
    error = ValueError(SENTENCE)
    error.add_note(SENTENCE)
    raise error


BREAKING = {
    "value": lambda: int(SENTENCE),
    "key": lambda: {}[SENTENCE],
    "runtime": raising(RuntimeError(SENTENCE)),
    "unicode": lambda: f"{SENTENCE}\u2603".encode("ascii"),
    "json": lambda: json.loads(SENTENCE),
    "type": lambda: SENTENCE + 1,
    "attribute": lambda: getattr(SENTENCE, SENTENCE),
    "file": lambda: Path(f"/nonexistent/{SENTENCE}").read_text(),
    "import": raising(ImportError(SENTENCE)),
    "assertion": raising(AssertionError(SENTENCE)),
    "recursion": raising(RecursionError(SENTENCE)),
    "group": raising(ExceptionGroup(SENTENCE, [ValueError(SENTENCE)])),
    "query": lambda: QueryDict(f"a={SENTENCE}").pop(SENTENCE),
    "integrity": raising(IntegrityError(f"duplicate key\nDETAIL:  Key (name)=({SENTENCE}) already exists.")),
    "psycopg": raising(psycopg.errors.UniqueViolation(SENTENCE)),
    "unique": unique,
    "column": no_column,
    "chained": chained,
    "context": in_context,
    "note": with_note,
}


@pytest.mark.parametrize("how", BREAKING)
def test_a_fault_tells_where_and_what_kind_but_nothing_typed(how, lines, signed_in, world, monkeypatch):
    monkeypatch.setattr("gugus.desk.views.search", lambda *_a, **_m: BREAKING[how]())
    client = signed_in(world.rina)
    client.raise_request_exception = False

    answer = client.post("/cari/", {"q": SENTENCE}, headers={"user-agent": SENTENCE, "referer": SENTENCE})

    assert answer.status_code == 500
    assert found_in(answer.content.decode()) == []
    assert found_in(lines()) == []
    assert "500 POST /cari/" in lines() and "gugus/desk/views.py" in lines()


@pytest.mark.parametrize(
    ("status", "method", "path", "more"),
    [
        (404, "get", "/Mawar/0000010101900001/", {}),
        (404, "get", "/kasus/Mawar/?q=Kenanga", {}),
        (400, "get", "/kasus/?q=Mawar%00", {}),
        (400, "get", "/", {"headers": {"host": "elsewhere.example"}}),
        (405, "put", "/kasus/?nama=Mawar", {}),
        (403, "get", "/pengguna/?nama=Mawar", {}),
        (401, "get", "/api/v1/me?q=Mawar", {"headers": {"authorization": f"Bearer {PLANTED[9]}"}}),
        (400, "post", "/api/v1/reports", {"data": '{"narrative": "Mawar', **JSON}),
        (422, "post", "/api/v1/reports", {"data": {"narrative": "Mawar", "risk": "Kenanga"}, **JSON}),
        (413, "post", "/cari/", {"data": {"q": "Mawar" * 600_000}}),
    ],
)  # fmt: skip
def test_neither_does_a_refusal(status, method, path, more, lines, signed_in, world):
    client = signed_in(world.rina)
    client.raise_request_exception = False

    answer = getattr(client, method)(path, **more)

    assert answer.status_code == status
    assert found_in(answer.content.decode()) == []
    assert found_in(lines()) == []


def test_a_token_that_is_missing_is_told_without_its_page(lines, world):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/cari/?nama=Mawar", {"q": SENTENCE}, headers={"referer": f"https://elsewhere.example/{SENTENCE}"}
    )

    assert answer.status_code == 403
    assert found_in(lines() + answer.content.decode()) == []


@pytest.mark.parametrize(
    "said",
    [
        "Login failed for password=hunter2-hunter2",
        "Authorization: Bearer gk_abcdefghijklmnopqrstuvwxyz0123456789",
        "GET https://elsewhere.example/a?b=Mawar",
        "connect postgresql://gugus:hunter2-hunter2@elsewhere.example/gugus",
        "nomor 080012345678 dan +62 800-0123-45678 dan 0000010101900001",
        "paspor XX1234567, surel mawar@surel.example",
        "duplicate key\nDETAIL:  Key (name)=(Mawar) already exists.",
        "/berkas/unduh/WyJhIiwiYiJd0a1b2c3d4e5f6g7h8:1abcde:gk_abcdefghijklmnopqrstuvwxyz0123456789/",
    ],
)
def test_what_looks_like_a_secret_is_rubbed_out_of_our_own_lines_too(said):
    assert found_in(rubbed(said, foreign=False)) == []


@pytest.mark.parametrize(
    "said",
    ["Job outbox.deliver[7](name='Mawar', note={'a': 'Kenanga'}) ended",
     'invalid value "Jalan Rahasia 7"', "cannot read ‘Mawar’"],
)  # fmt: skip
def test_libraries_quote_nothing(said):
    assert found_in(rubbed(said)) == []


@pytest.mark.parametrize(
    "said",
    [
        "The content of attachment 01890a5d-ac96-774b-bcce-b302099a8057 is missing.",
        "Task K-7F3Q-9M2X is late since 2026-06-15.",
        "outbox.deliver failed 5 times",
    ],
)
def test_references_ids_and_days_stay(said):
    assert rubbed(said, foreign=False) == said


def test_a_task_that_nobody_has_is_not_named():
    ended = "ended with status: Error, lasted 0.001 s"

    assert rubbed(f"Job outbox.deliver[12](event='x') {ended}") == f"Job outbox.deliver[12]… {ended}"
    for name in ("Melati Rekaan", "melati", "Melati[5] Rekaan"):
        assert rubbed(f"Job {name}[13]() {ended}").startswith("Job …[")
        assert "melati" not in rubbed(f"Job {name}[13]() {ended}").casefold()


def test_a_line_that_cannot_be_filled_is_written_without_its_values():
    record = logging.LogRecord("gugus.test", logging.WARNING, "", 1, "One %d", (SENTENCE,), None)

    assert "One %d" in SafeFormatter().format(record)
    assert found_in(SafeFormatter().format(record)) == []


def test_a_process_that_breaks_tells_as_little(capsys):
    try:
        chained()
    except RuntimeError as error:
        tell_briefly(type(error), error, error.__traceback__)

    said = capsys.readouterr().err
    assert found_in(said) == [] and "builtins.KeyError" in said and "test_logs.py" in said
    assert sys.excepthook is not tell_briefly  # tests keep Python's own


def test_the_settings_use_it(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "gugus.base.logs.SafeFormatter"
    assert all(handler["formatter"] == "line" for handler in settings.LOGGING["handlers"].values())
    assert settings.DEBUG is False
