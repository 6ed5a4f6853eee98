"""Sessions: a dump lets nobody in, they end by themselves and from afar, a stolen cookie dies with the password."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test import Client
from tests.accounts.conftest import PASSWORD, hours_pass

from gugus.accounts.models import Session

pytestmark = pytest.mark.usefixtures("with_passwords")
NAME = settings.SESSION_COOKIE_NAME


def gets_in(browser: Client) -> bool:
    return browser.get("/kasus/").status_code == 200


def test_a_dump_of_the_sessions_lets_nobody_in(enter, world):
    browser, _ = enter("rina")
    cookie = browser.cookies[NAME].value

    with connection.cursor() as cursor:
        cursor.execute("select accounts_session::text from accounts_session")
        dump = " ".join(row[0] for row in cursor.fetchall())

    assert cookie not in dump and "_auth_user" not in dump and gets_in(browser)
    thief = Client()
    thief.cookies[NAME] = Session.objects.get(user=world.rina).pk
    assert not gets_in(thief)


def test_content_cannot_be_moved_to_another_session(enter, world):
    enter("tono")
    browser, _ = enter("rina")
    better = Session.objects.get(user=world.tono).session_data
    Session.objects.filter(user=world.rina).update(session_data=better)

    assert not gets_in(browser)


def test_signing_in_changes_the_key(enter, world):
    browser = Client()
    browser.get("/akun/login/")
    session = browser.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key
    browser.cookies[NAME] = planted

    enter("rina", browser=browser)

    assert browser.cookies[NAME].value != planted
    fixed = Client()
    fixed.cookies[NAME] = planted
    assert not gets_in(fixed) and gets_in(browser)


def test_half_an_hour_without_work_ends_a_session(enter, world):
    browser, _ = enter("rina")
    hours_pass(0.49, world.rina)
    assert gets_in(browser)

    hours_pass(0.51, world.rina)

    assert not gets_in(browser)


def test_ten_hours_end_a_session_however_busy(enter, world):
    browser, _ = enter("rina")
    Session.objects.update(
        begun_at=F("begun_at") - timedelta(hours=10), expire_date=F("expire_date") - timedelta(hours=10)
    )

    assert not gets_in(browser)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(enter, world):
    browser, _ = enter("rina")
    hours_pass(0.4, world.rina)
    seen = Session.objects.get(user=world.rina).seen_at

    browser.get("/kasus/", headers={"HX-Request": "true"})
    browser.get("/akun/tetap/", headers={"X-Requested-With": "resting"})
    assert Session.objects.get(user=world.rina).seen_at == seen

    browser.get("/kasus/")
    assert Session.objects.get(user=world.rina).seen_at > seen


def test_a_session_ended_from_afar_ends_with_the_next_request(enter, world):
    lost, _ = enter("rina")
    desk, _ = enter("rina")
    there = Session.objects.filter(user=world.rina).order_by("begun_at").first()

    desk.post(f"/akun/sesi/{there.id}/keluar/")

    assert not gets_in(lost) and gets_in(desk)


def test_everywhere_else_spares_the_session_that_asks(enter, world):
    others = [enter("rina")[0] for _ in range(3)]
    desk, _ = enter("rina")

    desk.post("/akun/sesi/keluar/")

    assert gets_in(desk) and not any(gets_in(one) for one in others)


def test_nobody_ends_the_session_of_somebody_else(enter, world):
    rina, _ = enter("rina")
    sari, _ = enter("sari")

    sari.post(f"/akun/sesi/{Session.objects.get(user=world.rina).id}/keluar/")

    assert gets_in(rina)


def test_a_stolen_cookie_dies_with_the_password(enter, world):
    stolen, _ = enter("rina")
    desk, _ = enter("rina")

    answer = desk.post(
        "/akun/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "kebun teh di lereng gunung",
            "password2": "kebun teh di lereng gunung",
        },
    )

    assert answer.status_code == 302
    assert not gets_in(stolen) and gets_in(desk)


def test_an_administrator_signs_a_colleague_out(enter, world):
    rina, _ = enter("rina")
    tono, _ = enter("tono")

    answer = tono.post("/pengguna/rina/keluar/")

    assert answer.status_code == 302 and not gets_in(rina)


@pytest.mark.parametrize("act", ["akhiri", "sandi"])
def test_ending_an_account_or_its_password_ends_its_sessions(enter, world, act):
    rina, _ = enter("rina")
    tono, _ = enter("tono")

    tono.post(f"/pengguna/rina/{act}/")

    assert not Session.objects.filter(user=world.rina).exists() and not gets_in(rina)


def test_the_list_shows_devices_and_no_addresses(enter, world):
    browser, _ = enter("rina", headers={"user-agent": "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0"})

    page = browser.get("/akun/sesi/").content.decode()

    assert "Firefox · Android" in page and "127.0.0.1" not in page
    assert {field.name for field in Session._meta.fields} & {"ip", "address"} == set()
