"""Second factors: roles ask for them, the last one stays, codes cannot be guessed, seeds are sealed."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from tests.accounts.conftest import PASSWORD
from tests.conftest import voice_of

from gugus.access.codes import Role
from gugus.accounts.models import RoleRule, Session
from gugus.accounts.rules import SHORTEST_IDLE, Strictness, shipped, strictest

pytestmark = pytest.mark.usefixtures("with_passwords")
SEED = "JBSWY3DPEHPK3PXP"


def code_now() -> str:
    """What the app on the phone shows."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SEED, counter))


@pytest.fixture
def with_app(world):
    """Rina and Tono have the app."""
    for user in (world.rina, world.tono):
        TOTP.activate(user, SEED)
    return world


def is_in(browser: Client) -> bool:
    return browser.get("/kasus/").status_code == 200


def test_every_role_has_a_rule_that_ships():
    assert shipped().keys() == set(Role)
    assert {role for role, rule in shipped().items() if rule.second_factor} == {
        "administrator", "supervisor", "data_protection", "auditor",
    }  # fmt: skip


def test_an_agency_may_ask_more_and_never_less():
    lax = {"administrator": Strictness(False, 30), "liaison": Strictness(True, SHORTEST_IDLE)}

    assert strictest(["administrator"], lax) == Strictness(True, 30)
    assert strictest(["case_manager", "liaison"], lax) == Strictness(True, SHORTEST_IDLE)


@pytest.mark.parametrize(("name", "first"), [("yusuf", "/akun/2fa/"), ("rina", None)])
def test_a_far_reaching_role_sets_up_a_second_factor_first(enter, settings, name, first):
    settings.SECOND_FACTOR = True
    browser, _ = enter(name)

    answer = browser.get("/kasus/")

    assert answer.get("Location") == first
    assert "Langkah kedua" in browser.get("/akun/2fa/").content.decode()


def test_with_a_factor_the_work_goes_on(enter, settings, with_app):
    settings.SECOND_FACTOR = True
    browser, answer = enter("tono")
    assert answer["Location"] == "/akun/2fa/authenticate/" and browser.get("/pengguna/").status_code == 302

    browser.post("/akun/2fa/authenticate/", {"code": code_now()})

    assert browser.get("/pengguna/").status_code == 200


def test_an_agencys_own_rule_counts(enter, settings, world):
    settings.SECOND_FACTOR = True
    with voice_of(world.tono):
        RoleRule.objects.create(agency=world.unit, role="case_manager", second_factor=True, idle_minutes=10)

    browser, _ = enter("rina")

    assert (
        browser.get("/kasus/")["Location"] == "/akun/2fa/"
        and Session.objects.get(user=world.rina).idle_minutes == 10
    )
    assert enter("sari")[0].get("/kasus/").status_code == 200


def test_the_last_factor_of_such_a_role_stays(enter, with_app, world):
    browser, _ = enter("tono")
    browser.post("/akun/2fa/authenticate/", {"code": code_now()})

    browser.post("/akun/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=world.tono, type="totp").exists()


def test_others_may_remove_theirs(enter, with_app, world):
    browser, _ = enter("rina")
    browser.post("/akun/2fa/authenticate/", {"code": code_now()})

    browser.post("/akun/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(user=world.rina).exists()


def test_codes_are_not_guessed(enter, with_app):
    browser, _ = enter("rina")
    for number in range(5):
        browser.post("/akun/2fa/authenticate/", {"code": f"{number:06}"})

    browser.post("/akun/2fa/authenticate/", {"code": code_now()})

    assert not is_in(browser)


def test_a_guesser_of_codes_keeps_rina_not_out(enter, with_app, world):
    known, _ = enter("rina")
    known.post("/akun/2fa/authenticate/", {"code": code_now()})
    known.post("/akun/logout/")
    for source in range(6):
        thief, _ = enter("rina", REMOTE_ADDR=f"203.0.113.{source}")
        for number in range(5):
            thief.post("/akun/2fa/authenticate/", {"code": f"{number:06}"})

    _, answer = enter("rina", browser=known)
    known.post("/akun/2fa/authenticate/", {"code": _next_code()})

    assert is_in(known) and answer["Location"] == "/akun/2fa/authenticate/"


def _next_code() -> str:
    """The code after this one: each is taken once only."""
    return format_hotp_value(hotp_value(SEED, int(time.time()) // 30 + 1))


def test_seeds_are_sealed(with_app, world):
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        assert SEED not in str(cursor.fetchall())


def test_the_trail_tells_of_factors(enter, with_app, world):
    browser, _ = enter("rina")
    browser.post("/akun/2fa/authenticate/", {"code": code_now()})
    browser.post("/akun/2fa/totp/deactivate/")

    with connection.cursor() as cursor:
        cursor.execute("set local role postgres")
        cursor.execute("select verb, changes::text from audit_entry where verb like 'accounts.factor%'")
        rows = cursor.fetchall()
        cursor.execute("set local role gugus_app")
    assert ("accounts.factor_removed", '{"kind": "totp"}') in rows and PASSWORD not in str(rows)


def test_recovery_codes_made_after_the_commit_are_told_too(
    enter, with_app, world, django_capture_on_commit_callbacks
):
    browser, _ = enter("rina")
    browser.post("/akun/2fa/authenticate/", {"code": code_now()})
    with connection.cursor() as cursor:
        cursor.execute("select set_config('gugus.agency', '', true), set_config('gugus.user', '', true)")

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/akun/2fa/recovery-codes/generate/")

    assert answer.status_code == 302
