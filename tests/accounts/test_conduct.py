"""The code of conduct: accepted before work, again when its words change, by people and by their programs."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from tests.conftest import NOON, voice_of

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey
from gugus.accounts import conduct
from gugus.accounts.models import Acceptance


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    monkeypatch.setattr(settings, "CONDUCT", True)


def test_the_words_name_the_article_in_both_languages():
    for language in conduct.LANGUAGES:
        page = conduct.current().template(language)
        assert page.endswith(f"2026-1.{language}.html")
    assert len(conduct.current().digest) == 64


def test_nobody_works_before_accepting(signed_in, world):
    browser = signed_in(world.rina)
    assert browser.get("/kasus/")["Location"] == "/akun/kode-etik/"
    assert "Pasal 24" in browser.get("/akun/kode-etik/").content.decode()

    browser.post("/akun/kode-etik/", {"version": conduct.VERSION})

    assert browser.get("/kasus/").status_code == 200
    with voice_of(world.rina):
        row = conduct.acceptances().get(user=world.rina)
    assert (row.version, row.digest) == (conduct.VERSION, conduct.current().digest)


def test_another_version_than_the_one_shown_is_not_accepted(signed_in, world):
    browser = signed_in(world.rina)

    assert browser.post("/akun/kode-etik/", {"version": "2020-1"}).status_code == 422
    assert browser.get("/kasus/").status_code == 302


def test_changed_words_are_accepted_again(signed_in, world, monkeypatch):
    browser = signed_in(world.rina)
    browser.post("/akun/kode-etik/", {"version": conduct.VERSION})
    assert browser.get("/kasus/").status_code == 200

    monkeypatch.setattr(conduct, "current", lambda: conduct.Conduct(conduct.VERSION, "f" * 64))

    assert browser.get("/kasus/")["Location"] == "/akun/kode-etik/"


def test_twice_is_once(world):
    with voice_of(world.rina):
        for _ in range(2):
            conduct.accept(user=world.rina, language="id", at=NOON)

        assert conduct.acceptances().filter(user=world.rina).count() == 1


def test_nobody_accepts_for_somebody_else(world):
    with voice_of(world.sari), pytest.raises(Exception, match="row-level security"):
        conduct.accept(user=world.rina, language="id", at=NOON)


def test_another_agency_does_not_see_who_accepted(world):
    with voice_of(world.rina):
        conduct.accept(user=world.rina, language="id", at=NOON)

    with voice_of(world.tono):
        assert Acceptance.objects.unscoped(because="test").count() == 1
    with voice_of(world.sari):
        assert Acceptance.objects.unscoped(because="test").count() == 0


def test_the_administrator_sees_who_has_not(signed_in, world):
    for user in (world.tono, world.rina):
        with voice_of(user):
            conduct.accept(user=user, language="id", at=NOON)

    page = signed_in(world.tono).get("/pengguna/").content.decode()

    assert page.count("kode etik belum disetujui") == 6  # the unit has eight people


def test_a_program_is_refused_likewise(client, world):
    secret, now = new_secret(), timezone.now()
    ApiKey.objects.create(
        user=world.rina, name="x", digest=digest_of(secret), hint="x", created_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    headers = {"Authorization": f"Bearer {secret}"}

    answer = client.get("/api/v1/me", headers=headers)
    assert answer.status_code == 403 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "conduct_not_accepted"

    with voice_of(world.rina):
        conduct.accept(user=world.rina, language="id", at=NOON)
    assert client.get("/api/v1/me", headers=headers).status_code == 200


def test_a_one_time_password_comes_before_everything(signed_in, world):
    world.rina.must_change_password = True
    world.rina.save()

    answer = signed_in(world.rina).get("/kasus/")

    assert answer.status_code == 302 and answer["Location"] == "/akun/password/change/"
