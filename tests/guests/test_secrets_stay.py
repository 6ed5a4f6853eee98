"""Neither link, code, session nor anything typed lands in a log line, an address or an answer's headers."""

import logging

import pytest
from django.test import Client
from tests.guests.conftest import TOLD

from gugus.base.logs import SafeFormatter
from gugus.guests import entering
from gugus.guests.guest_views import COOKIE

DOOR = "/tamu/"
TYPED = {"name": "dr. Tanti Rekaan", "position": "Dokter jaga", "answer": "Kata yang rahasia sekali."}


@pytest.fixture
def lines(caplog):
    """All that was logged, as the product writes it down."""
    caplog.set_level(logging.DEBUG)
    for name in ("django.request", "django.security", "django.server", "gugus"):
        logging.getLogger(name).propagate = True
    return lambda: "\n".join(SafeFormatter().format(one) for one in caplog.records)


def test_nothing_secret_is_logged_whatever_goes_wrong(fresh_made, lines, monkeypatch):
    key, code = fresh_made.key, fresh_made.code
    strict, client = Client(enforce_csrf_checks=True), Client(raise_request_exception=False)
    strict.post(DOOR, {"key": key, "code": code})
    client.post(DOOR, {"key": key, "code": "BBBB-BBBB"})
    client.post(f"{DOOR}{key}/", {"code": code})
    client.get(f"{DOOR}?key={key}&code={code}")

    def broken(*args, **kwargs):
        raise RuntimeError(f"{key} {code} {TYPED['answer']}")

    monkeypatch.setattr(entering, "announce", broken)
    assert client.post(DOOR, {"key": key, "code": code}).status_code == 500
    monkeypatch.undo()
    opened = client.post(DOOR, {"key": key, "code": code})
    session = opened.cookies[COOKIE].value
    client.post(f"{DOOR}terima/", {"version": "x", **TYPED})
    client.post(f"{DOOR}terima/", {"version": 99, **TYPED})
    client.post(f"{DOOR}terima/", {"version": 2, **TYPED})

    said = lines()
    assert "RuntimeError" in said and "500 POST /tamu/" in said
    secret = (key, code, code.replace("-", ""), session, *TYPED.values(), *TOLD.values())
    assert [one for one in secret if one in said] == []


def test_the_secrets_stand_in_no_address_and_no_header(fresh_made):
    client = Client()
    opened = client.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code})
    page = client.get(DOOR)

    told = str(opened.headers) + str(page.headers) + page.content.decode()
    assert fresh_made.key not in told and fresh_made.code not in told
    assert opened.cookies[COOKIE].value not in page.content.decode()
