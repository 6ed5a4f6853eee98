"""What cannot be meant is turned away with the right number, never with a fault of ours."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from gugus.access.models import IdempotentWrite


@pytest.fixture
def desk(signed_in, world):
    client = signed_in(world.rina)
    client.raise_request_exception = False
    return client


def sent(client, body, **more):
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post("/api/v1/reports", raw, content_type="application/json", **more)


@pytest.mark.parametrize("query", ["q=%00", "q=%c3%28", "%00=1", "q=\x00", "older=%00", "whose=%ed%a0%80"])
def test_bytes_that_are_no_text_are_unreadable(desk, query):
    for path in ("/kasus/", "/laporan/", "/api/v1/cases"):
        assert desk.get(path, QUERY_STRING=query).status_code == 400


@pytest.mark.parametrize("path", ["/kasus/%00/", "/kasus/%ff%fe/", "/kasus/K-%00/"])
def test_neither_are_such_addresses(desk, path):
    assert desk.get(path).status_code in {400, 404}


def test_a_nul_in_a_form_is_unreadable(desk):
    answer = desk.post("/cari/", {"q": "a\x00b"})

    assert answer.status_code == 400
    assert "tidak terbaca" in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        {"narrative": "a\x00b"}, {"narrative": "\ud800"}, {"risk": 2**80}, {"a\x00": 1}, "{", "[" * 100_000,
        json.dumps({"a": 1})[:-1] + ', "b": 1e999}', b"\xff\xfe", "[" * 24 + "]" * 24,
    ],
)  # fmt: skip
def test_json_that_nobody_can_keep_is_unreadable(desk, body):
    answer = sent(desk, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_a_body_larger_than_anything_typed_is_too_large(desk):
    assert sent(desk, {"narrative": "a" * 3_000_000}).status_code == 413
    answer = desk.post("/cari/", {"q": "a" * 3_000_000})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.content.decode() and "too large" in answer.content.decode()


def test_too_many_fields_are_too_large(desk):
    assert desk.post("/cari/", {f"f{number}": "x" for number in range(1100)}).status_code == 413


def test_a_length_that_is_no_number_is_no_fault(desk):
    assert desk.get("/kasus/", CONTENT_LENGTH="many").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "PROPFIND", "OPTIONS"])
def test_pages_know_three_methods(desk, method):
    answer = desk.generic(method, "/kasus/")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST"


def test_a_head_says_what_a_get_would(desk):
    answer = desk.head("/kasus/")

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1:80:80", "a b", "[::1", "testserver.elsewhere.example"]
)
def test_another_host_is_unreadable(desk, host):
    answer = desk.get("/", headers={"host": host})

    assert answer.status_code == 400
    assert "elsewhere" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(desk):
    answer = desk.get("/akun/login/", headers={"x-forwarded-host": "elsewhere.example"})

    assert "elsewhere" not in answer.headers.get("Location", "") + answer.content.decode()


def test_a_value_that_no_column_holds_is_the_senders_mistake(desk, world, monkeypatch):
    """Also with an idempotency key: everything is taken back, nothing is kept for a repetition."""

    def overflow(*_args, **_more):
        with connection.cursor() as cursor:
            cursor.execute("select 3000000000::int")

    monkeypatch.setattr("gugus.intake.api.actions.receive_report", overflow)
    told = {"channel": "phone", "risk": "low", "narrative": "invented"}

    answer = sent(desk, told, headers={"Idempotency-Key": "one"})

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert not IdempotentWrite.objects.unscoped(because="test").exists()


def test_where_to_tell_of_a_weakness(client, db, settings):
    said = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:keamanan@example.go.id\n" in said and "\nExpires: 20" in said

    settings.SECURITY_CONTACT = ""
    assert client.get(reverse("desk:security")).status_code == 404
