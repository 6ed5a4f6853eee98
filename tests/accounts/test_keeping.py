"""What was typed when a session ended comes back to its writer, and to nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from tests.accounts.conftest import PASSWORD, hours_pass
from tests.conftest import voice_of

from gugus.accounts import keeping
from gugus.accounts.models import KeptText

pytestmark = pytest.mark.usefixtures("with_passwords")
FORM = "/tugas/T-2222-2222/selesai/"
TOLD = {"summary": "Ia ingin pulang ke desanya", "risk": "high"}


def kept_of(user) -> list[KeptText]:
    with voice_of(user):
        return list(keeping.mine(user.pk))


@pytest.fixture
def left(enter, world):
    """Rina's browser after a long break, and the form she sends then."""
    browser, _ = enter("rina")
    hours_pass(1, world.rina)
    return browser, browser.post(FORM, TOLD)


def test_the_form_leads_through_the_sign_in_back_to_itself(left, world):
    browser, answer = left
    kept = kept_of(world.rina)[0]
    assert answer["Location"] == f"/akun/login/?next=/akun/tersimpan/{kept.pk}/"

    signed = browser.post(
        answer["Location"], {"login": "rina", "password": PASSWORD, "next": f"/akun/tersimpan/{kept.pk}/"}
    )
    page = browser.get(signed["Location"]).content.decode()

    assert signed["Location"] == f"/akun/tersimpan/{kept.pk}/"
    assert TOLD["summary"] in page and f'action="{FORM}"' in page and "csrfmiddlewaretoken" not in kept.words


def test_a_colleague_at_the_same_browser_never_sees_it(left, world):
    browser, answer = left
    kept = kept_of(world.rina)[0]

    browser.post("/akun/login/", {"login": "ratih", "password": PASSWORD})

    assert browser.get(f"/akun/tersimpan/{kept.pk}/").status_code == 404
    with voice_of(world.ratih):
        assert not KeptText.objects.unscoped(because="test").exists()


def test_the_table_holds_no_word_of_it(left, world):
    with voice_of(world.rina), connection.cursor() as cursor:
        cursor.execute("select accounts_kepttext::text from accounts_kepttext")
        dump = cursor.fetchone()[0]

    assert "pulang" not in dump and "tugas" not in dump


def test_what_was_sent_is_dropped(left, world):
    browser, _ = left
    kept = kept_of(world.rina)[0]
    browser.post("/akun/login/", {"login": "rina", "password": PASSWORD})

    browser.post("/pemberitahuan/terbaca/", {"_kept": str(kept.pk)})

    assert kept_of(world.rina) == []


def test_it_can_be_thrown_away(left, world):
    browser, _ = left
    kept = kept_of(world.rina)[0]
    browser.post("/akun/login/", {"login": "rina", "password": PASSWORD})

    browser.post(f"/akun/tersimpan/{kept.pk}/")

    assert kept_of(world.rina) == []


def test_after_half_a_day_it_is_gone(left, world):
    with voice_of(world.rina):
        keeping.mine(world.rina.pk).update(kept_at=now() - timedelta(hours=12, seconds=1))
        assert not keeping.still_kept(world.rina.pk, now()).exists()


def test_only_the_newest_five_stay(left, world):
    browser, _ = left
    for number in range(7):
        browser.post(FORM, {"summary": f"nomor {number}"})

    assert [one.words["summary"] for one in kept_of(world.rina)] == [[f"nomor {n}"] for n in (6, 5, 4, 3, 2)]


@pytest.mark.parametrize("path", ["/akun/login/", "/api/v1/me", "/laporan/"])
def test_passwords_and_public_reports_are_not_kept(enter, world, path):
    browser, _ = enter("rina")
    hours_pass(1, world.rina)

    browser.post(path, {"login": "rina", "password": "typed secret"})

    assert kept_of(world.rina) == []


def test_autosave_is_told_that_the_session_ended(enter, world):
    browser, _ = enter("rina")
    hours_pass(1, world.rina)

    answer = browser.post(FORM, TOLD, headers={"X-Requested-With": "autosave"})

    assert answer.status_code == 401 and kept_of(world.rina) == []


def test_a_stale_token_keeps_the_form_too(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.rina, backend="gugus.access.backends.StaffBackend")

    answer = browser.post(FORM, TOLD, headers={"Origin": "http://testserver"})

    assert answer.status_code == 302 and answer["Location"].startswith("/akun/tersimpan/")
    assert kept_of(world.rina)[0].words == {name: [value] for name, value in TOLD.items()}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_another_site_plants_no_words(world, origin):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.rina, backend="gugus.access.backends.StaffBackend")

    answer = browser.post(FORM, TOLD, headers={"Origin": origin} if origin else {})

    assert answer.status_code == 403 and kept_of(world.rina) == []


def test_a_sensitive_step_asks_once_more_and_keeps_the_form(enter, world, settings):
    settings.FRESH_SECONDS = 0
    browser, _ = enter("tono")

    assert browser.get("/pengguna/baru/")["Location"] == "/akun/reauthenticate/?next=/pengguna/baru/"
    answer = browser.post("/pengguna/baru/", {"full_name": "Orang Baru", "username": "baru"})
    kept = kept_of(world.tono)[0]
    assert answer["Location"] == f"/akun/reauthenticate/?next=/akun/tersimpan/{kept.pk}/"

    settings.FRESH_SECONDS = 900
    proved = browser.post(answer["Location"], {"password": PASSWORD, "next": f"/akun/tersimpan/{kept.pk}/"})
    assert proved["Location"] == f"/akun/tersimpan/{kept.pk}/"
    assert browser.get("/pengguna/baru/").status_code == 200
