"""Guessing is slow, locks nobody else out, and learns nothing."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.conftest import PASSWORD

from gugus.access.models import User
from gugus.accounts.devices import COOKIE
from gugus.audit.models import Entry

pytestmark = pytest.mark.usefixtures("with_passwords")
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


def is_in(browser: Client) -> bool:
    return browser.get("/kasus/").status_code == 200


def hammer(name: str, times: int, **where) -> list:
    """Somebody guesses."""
    browser = Client(**where)
    return [browser.post("/akun/login/", {"login": name, "password": f"tebakan {n}"}) for n in range(times)]


@contextmanager
def counted_hashes(monkeypatch):
    """How many passwords were hashed."""
    hashed, hasher = [], type(get_hasher())
    real = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args: hashed.append(1) or real(self, *args))
    yield hashed


def test_rina_signs_in_while_somebody_hammers_her_name_from_everywhere(enter, world):
    known, _ = enter("rina")
    known.post("/akun/logout/")
    for number in range(40):
        hammer("rina", 3, REMOTE_ADDR=f"203.0.113.{number}")
    assert not is_in(enter("rina", REMOTE_ADDR="198.51.100.9")[0])

    enter("rina", browser=known)

    assert is_in(known)


def test_rina_signs_in_beside_a_guesser_at_the_same_address(enter, world):
    known, _ = enter("rina")
    known.post("/akun/logout/")
    for name in ("rina", "tono", "yusuf", "sari", "x", "y", "z"):
        hammer(name, 6)
    assert not is_in(enter("tono")[0])

    enter("rina", browser=known)

    assert is_in(known)


def test_guessing_is_limited_from_one_place_and_from_many(enter, world, monkeypatch):
    hammer("rina", 5, **ELSEWHERE)
    assert not is_in(enter("rina", **ELSEWHERE)[0])

    for number in range(20):
        hammer("tono", 1, REMOTE_ADDR=f"203.0.113.{number}")
    assert not is_in(enter("tono", REMOTE_ADDR="198.51.100.1")[0])


def test_a_stolen_laptop_guesses_slowly_too(enter, world):
    laptop, _ = enter("rina")
    laptop.post("/akun/logout/")
    for n in range(10):
        laptop.post("/akun/login/", {"login": "rina", "password": f"tebakan {n}"})

    enter("rina", browser=laptop)

    assert not is_in(laptop)


def test_a_device_counts_for_its_own_user_and_password_only(enter, world):
    known, _ = enter("rina")
    known.post("/akun/logout/")
    for number in range(20):
        hammer("tono", 1, REMOTE_ADDR=f"203.0.113.{number}")
        hammer("rina", 1, REMOTE_ADDR=f"203.0.113.{number}")
    enter("tono", browser=known)
    assert not is_in(known)

    world.rina.set_password(PASSWORD)  # the same words, another hash: somebody reset it
    world.rina.save()
    enter("rina", browser=known)
    assert not is_in(known)


def test_a_made_up_device_counts_for_nothing(enter, world):
    forged = Client()
    forged.cookies[COOKIE] = "W251bWJlciIsWyJtYXJrIl1d:1abc:sig"
    for number in range(20):
        hammer("rina", 1, REMOTE_ADDR=f"203.0.113.{number}")

    enter("rina", browser=forged)

    assert not is_in(forged)


def test_the_device_cookie_says_nothing_about_who(enter, world):
    browser, _ = enter("rina")

    cookie = browser.cookies[COOKIE]
    assert "rina" not in cookie.value and str(world.rina.pk) not in cookie.value
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/akun/"


@pytest.fixture
def four_failures(world):
    """Names whose sign-in fails: unknown, wrong password, ended account with the right one, too many tries."""
    User.objects.filter(pk=world.ratih.pk).update(is_active=False)
    hammer("sari", 5)
    return {"tidak-ada": PASSWORD, "rina": "bukan kata sandinya", "ratih": PASSWORD, "sari": PASSWORD}


def test_every_failure_reads_alike(four_failures):
    pages = set()
    for name, password in four_failures.items():
        answer = Client().post("/akun/login/", {"login": name, "password": password})
        page = answer.content.decode().replace(name, "NAME").split("</form>")[0]
        pages.add(
            (
                answer.status_code,
                page.partition("csrfmiddlewaretoken")[0],
                "Terlalu" in page,
                page.count("<li"),
            )
        )

    assert len(pages) == 1


def test_every_failure_costs_one_hash(four_failures, monkeypatch):
    costs = {}
    for name, password in four_failures.items():
        with (
            counted_hashes(monkeypatch) as hashed,
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            Client().post("/akun/login/", {"login": name, "password": password})
        costs[name] = (len(hashed), len(queries) if name != "sari" else None)
        monkeypatch.undo()

    assert {cost for cost, _ in costs.values()} == {1}
    assert len({number for _, number in costs.values() if number}) == 1


def test_the_trail_tells_of_failures_and_not_what_was_typed(world):
    hammer("rina", 2)
    Client().post("/akun/login/", {"login": "kata sandi rahasia", "password": "x y z"})

    with connection.cursor() as cursor:
        cursor.execute("set local role postgres")
        cursor.execute(
            "select audit_entry::text, agency_id from audit_entry where verb = 'accounts.sign_in_failed'"
        )
        rows = cursor.fetchall()
        cursor.execute("set local role gugus_app")
    assert [agency for _, agency in rows] == [world.unit.pk, world.unit.pk, None]
    assert "rahasia" not in str(rows) and "tebakan" not in str(rows)


def test_hammering_does_not_fill_the_trail(world):
    hammer("rina", 50)

    with connection.cursor() as cursor:
        cursor.execute("set local role postgres")
        cursor.execute("select count(*) from audit_entry where verb = 'accounts.sign_in_failed'")
        assert cursor.fetchone()[0] == 5
        cursor.execute("set local role gugus_app")


def test_a_visitor_cannot_choose_an_address(enter, world):
    for n in range(6):
        hammer("rina", 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")

    assert not is_in(enter("rina", HTTP_X_FORWARDED_FOR="192.0.2.99")[0])


def test_behind_one_proxy_the_last_address_counts(enter, world, monkeypatch):
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    for n in range(6):
        hammer("rina", 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, 203.0.113.5")

    assert not is_in(enter("rina", HTTP_X_FORWARDED_FOR="192.0.2.99, 203.0.113.5")[0])
    assert is_in(enter("rina", HTTP_X_FORWARDED_FOR="203.0.113.5, 203.0.113.6")[0])


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
def test_the_sign_in_leads_to_no_other_site(enter, world, elsewhere):
    browser = Client()

    answer = browser.post("/akun/login/", {"login": "rina", "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["/akun/sesi/keluar/", "/akun/kode-etik/", "/pengguna/rina/keluar/", "/akun/kunci/"]
)
def test_no_step_without_its_token(world, path):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.tono, backend="gugus.access.backends.StaffBackend")

    assert browser.post(path, headers={"Origin": "https://evil.example"}).status_code == 403


def test_old_hashes_are_renewed_at_the_sign_in(enter, world, settings):
    settings.PASSWORD_HASHERS = [
        "gugus.accounts.passwords.Argon2",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]

    browser, _ = enter("rina")

    world.rina.refresh_from_db()
    assert world.rina.password.startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$") and is_in(browser)


def test_signing_in_is_in_the_trail(enter, world):
    enter("rina")

    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('gugus.agency', %s, true), set_config('gugus.user', %s, true)",
            [str(world.unit.pk), str(world.rina.pk)],
        )
    entry = Entry.objects.unscoped(because="the test reads the trail").get(verb="accounts.signed_in")
    assert entry.actor == "rina" and entry.changes == {"way": "password"}
