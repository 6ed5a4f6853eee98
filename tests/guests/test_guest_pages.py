"""The guest's pages: what stands on them, what never does, and what a request can and cannot do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.conftest import as_role, voice_of
from tests.guests.conftest import TOLD, pass_again
from tests.referrals.conftest import read_again

from gugus.audit.models import Entry
from gugus.guests.actions import revoke_pass
from gugus.guests.guest_views import COOKIE, WRONG_AN_HOUR
from gugus.guests.jobs import on_referral
from gugus.guests.models import Deed
from gugus.outbox.models import Event
from gugus.referrals.actions import finish_referral, revoke_referral

DOOR = "/tamu/"
NAMES = ("Kirana", "Wulandari", "Dijanjikan")  # the person's name, the summary of the case
BOUND = 'id="state"'  # stands on the page of a bound browser only
WHO = {"name": "dr. Tanti Rekaan", "position": "Dokter jaga"}


@pytest.fixture
def guest(fresh_made, client):
    """A browser that opened the link."""
    answer = client.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code})
    assert answer.status_code == 302 and answer["Location"] == DOOR
    return client


def shown(client, address=DOOR) -> str:
    return client.get(address).content.decode()


def plain(answer) -> str:
    """The page without its CSRF token, which is new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def do(client, slug, version, **words):
    return client.post(f"{DOOR}{slug}/", {"version": version, **WHO, **words})


def test_before_acceptance_only_the_preview(guest, fresh_made, case):
    page = shown(guest)

    facts = re.findall(r'<dt class="muted">([^<]*)</dt>', page)
    assert facts == [
        "Layanan",
        "Urgensi",
        "Usia",
        "Jenis kelamin",
        "Kabupaten/kota",
        "Mohon jawaban paling lambat",
    ]
    hidden = (*NAMES, *TOLD.values(), case.ref, "pemeriksaan besok pagi", str(case.pk))
    assert [one for one in hidden if one in page] == []


def test_after_acceptance_only_what_the_service_needs(guest, fresh_made, case, world):
    assert do(guest, "terima", 2, answer="Siap.").status_code == 302

    page = shown(guest)
    facts = re.findall(r'<dt class="muted">([^<]*)</dt>', page)
    assert facts == [
        "Nama panggilan", "Usia", "Jenis kelamin", "Tempat dan waktu bertemu", "Siapa yang mendampingi",
        "Yang dibutuhkan",
    ]  # fmt: skip
    assert [one for one in TOLD.values() if one not in page] == []
    person = case.parties.first()
    assert [one for one in (*NAMES, case.ref, str(case.pk)) if one in page] == [], person


def test_the_whole_way_to_a_final_report(guest, fresh_made, world):
    sent = fresh_made.guest_pass.referral
    do(guest, "terima", 2, answer="Siap.")
    do(guest, "mulai", 3)
    do(guest, "umpan-balik", 4, feedback="Sudah diperiksa.")
    now_ = read_again(sent, world.rina)
    assert (now_.state, now_.way, now_.answered_by_id) == ("feedback", "guest", None)
    with voice_of(world.rina):
        assert [one.way for one in now_.moves.order_by("at")] == ["", "guest", "guest", "guest"]

    with voice_of(world.rina):
        finish_referral(referral=now_, by=world.rina, at=now())
    event = Event(topic="referral.done", about_kind="referral", about_id=sent.pk, at=now())
    with as_role("gugus_worker"):
        on_referral(event=event, at=now())

    page = shown(guest)
    assert TOLD["name"] not in page
    assert pass_again(fresh_made, world.rina).state == "open"


def test_the_sender_sees_who_answered_and_through_what(guest, fresh_made, world, signed_in):
    do(guest, "terima", 2, answer="Siap.")

    page = shown(
        signed_in(world.rina), reverse("referrals:detail", args=[fresh_made.guest_pass.referral.ref])
    )
    assert WHO["name"] in page and WHO["position"] in page
    assert fresh_made.guest_pass.ref in page
    with voice_of(world.rina):
        entry = Entry.objects.unscoped(because="test").get(verb="referral.accepted")
    assert entry.changes["@"] == {"guest": fresh_made.guest_pass.ref, "guest_of": "puskesmas-senja"}
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute("select string_agg(d::text, ' ') from guests_deed d")
        assert WHO["name"] not in cursor.fetchone()[0]


def test_declining_thanks_once_and_shows_nothing_more(guest, fresh_made, world):
    answer = do(guest, "tolak", 2, code="no_capacity", answer="Penuh.")

    assert answer.status_code == 200 and "Terima kasih" in answer.content.decode()
    assert plain(guest.get(DOOR)) == plain(Client().get(DOOR))
    assert read_again(fresh_made.guest_pass.referral, world.rina).state == "declined"


@pytest.mark.parametrize("slug", ["kirim", "selesai", "lanjutkan", "tarik", "mulai", "xyz"])
def test_a_guest_does_nothing_of_the_sender(slug, guest, fresh_made, world):
    assert guest.get(f"{DOOR}{slug}/").status_code == 302
    do(guest, slug, 2, code="mistake")

    assert read_again(fresh_made.guest_pass.referral, world.rina).state == "sent"


def test_without_a_name_nothing_is_answered_and_nothing_is_lost(guest, fresh_made, world):
    answer = guest.post(f"{DOOR}terima/", {"version": 2, "answer": "Kami jemput pukul 8."})

    assert answer.status_code == 422
    assert "Kami jemput pukul 8." in answer.content.decode()
    assert read_again(fresh_made.guest_pass.referral, world.rina).state == "sent"


def test_a_look_consumes_nothing(fresh_made, world):
    """Mail scanners and previewers open every address, with and without the part behind the #."""
    scanner = Client()
    for address in (DOOR, f"{DOOR}?x=1", f"{DOOR}terima/"):
        scanner.get(address), scanner.head(address), scanner.get(address, headers={"purpose": "prefetch"})

    assert pass_again(fresh_made, world.rina).state == "waiting"
    assert scanner.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code}).status_code == 302


def test_whatever_does_not_open_gives_the_same_page(fresh_made, world):
    used = Client()
    used.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code}), used.get(DOOR)
    tries = {
        "used": (fresh_made.key, fresh_made.code), "wrong code": (fresh_made.key, "BBBB-BBBB"),
        "unknown": ("z" * 32, fresh_made.code), "rubbish": ("ü%00" + "z" * 28, fresh_made.code),
    }  # fmt: skip
    answers = {}
    for name, (key, code) in tries.items():
        answer = Client().post(DOOR, {"key": key, "code": code})
        page = plain(answer).replace(code, "CODE")
        page = re.sub(
            r'(name="key"[^>]*value=")[^"]*', r"\1", re.sub(r'value="[^"]*"([^>]*name="key")', r"\1", page)
        )
        answers[name] = (answer.status_code, re.sub(r'value="[^"]*"', "", page), sorted(answer.headers))

    assert len({str(one) for one in answers.values()}) == 1, answers
    assert answers["used"][0] == 422


def test_every_browser_without_a_session_sees_the_same_bytes(fresh_made, guest, world):
    stranger = Client()
    forged = Client()
    forged.cookies[COOKIE] = "A" * 43
    with voice_of(world.rina):
        revoke_pass(guest_pass=fresh_made.guest_pass, by=world.rina, at=now())

    pages = {plain(one.get(DOOR)) for one in (stranger, forged, guest)}
    assert len(pages) == 1


def test_a_second_browser_is_refused_and_the_first_goes_on(guest, fresh_made, world):
    guest.get(DOOR)
    second = Client()

    assert second.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code}).status_code == 422
    assert BOUND in shown(guest)
    assert pass_again(fresh_made, world.rina).again_at


def test_a_session_of_somebody_else_cannot_be_planted(fresh_made):
    """Fixation: whatever the browser brought along, entering gives a new one."""
    victim = Client()
    victim.cookies[COOKIE] = "planted" * 6
    answer = victim.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code})

    given = answer.cookies[COOKIE]
    assert given.value != "planted" * 6 and len(given.value) >= 43
    assert given["httponly"] and given["samesite"] == "Lax" and given["path"] == "/"
    planted = Client()
    planted.cookies[COOKIE] = "planted" * 6
    assert BOUND not in shown(planted)


def test_forms_of_other_sites_are_refused(fresh_made, world):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(DOOR, {"key": fresh_made.key, "code": fresh_made.code}).status_code == 403
    page = shown(strict)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
    form = {"key": fresh_made.key, "code": fresh_made.code, "csrfmiddlewaretoken": token}
    assert strict.post(DOOR, form, headers={"origin": "https://evil.contoh"}).status_code == 403
    assert pass_again(fresh_made, world.rina).state == "waiting"

    assert strict.post(DOOR, form).status_code == 302
    assert do(strict, "terima", 2).status_code == 403


def test_guessing_is_slowed_down_for_a_network_and_says_nothing(fresh_made):
    for _ in range(WRONG_AN_HOUR):
        Client().post(DOOR, {"key": "z" * 32, "code": "BBBB-BBBB"})

    known = Client().post(DOOR, {"key": fresh_made.key, "code": fresh_made.code})
    unknown = Client().post(DOOR, {"key": "z" * 32, "code": "BBBB-BBBB"})
    assert known.status_code == unknown.status_code == 429


def test_nothing_is_kept_by_browsers_and_nothing_leaves(guest):
    answer = guest.get(DOOR)

    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    page = answer.content.decode()
    assert "<title>Formulir</title>" in page
    assert re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="https?:', page) == []


@pytest.mark.parametrize("extra", ["?next=https://evil.contoh/", "?url=//evil.contoh"])
def test_no_address_leads_elsewhere(extra, fresh_made):
    answer = Client().post(
        DOOR + extra, {"key": fresh_made.key, "code": fresh_made.code, "next": "//evil.contoh"}
    )

    assert answer["Location"] == DOOR


def test_what_was_typed_into_a_page_that_slept_is_shown_once_more(guest, fresh_made, world):
    guest.get(DOOR)
    with voice_of(world.rina):
        fresh_made.guest_pass.__class__.objects.unscoped(because="test").filter(
            pk=fresh_made.guest_pass.pk
        ).update(seen_at=now() - timedelta(hours=1))

    answer = do(guest, "terima", 2, answer="Kami siap pukul 8.")

    assert answer.status_code == 422 and "Kami siap pukul 8." in answer.content.decode()
    assert read_again(fresh_made.guest_pass.referral, world.rina).state == "sent"
    assert guest.post(DOOR, {"code": fresh_made.code}).status_code == 302
    assert BOUND in shown(guest)


def test_signing_off_ends_it_for_good(guest, fresh_made, world):
    answer = guest.post(DOOR, {"leave": "1"})

    assert answer.cookies[COOKIE].value == ""
    assert pass_again(fresh_made, world.rina).end_code == "left"


def test_a_sender_who_takes_back_the_question_wins_over_a_late_yes(guest, fresh_made, world):
    sent = fresh_made.guest_pass.referral
    with voice_of(world.rina):
        revoke_referral(referral=read_again(sent, world.rina), code="mistake", by=world.rina, at=now())

    assert do(guest, "terima", 2, answer="Siap.").status_code == 422
    assert read_again(sent, world.rina).state == "revoked"
    with voice_of(world.rina):
        assert not Deed.objects.unscoped(because="test").exists()


def test_a_stale_page_is_told_and_keeps_the_words(guest, fresh_made, world):
    answer = do(guest, "terima", 1, answer="Kata yang tidak hilang.")

    assert answer.status_code == 409
    assert "Kata yang tidak hilang." in answer.content.decode()


def test_english_is_complete(guest):
    guest.cookies["gugus_language"] = "en"

    page = shown(guest)
    assert "A request to your office" in page and "Permintaan" not in page
