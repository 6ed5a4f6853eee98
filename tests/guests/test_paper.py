"""Answers that came on paper or by phone, and letters with a name."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from tests.cast import agency
from tests.conftest import NOON, as_role, voice_of
from tests.guests.conftest import invite
from tests.referrals.conftest import ask, read_again

from gugus.audit.models import Entry
from gugus.directory.codes import AgencyKind
from gugus.files.models import Attachment
from gugus.guests.jobs import look_at_reports
from gugus.guests.models import Letter, Slip
from gugus.guests.slips import CannotType, Said, type_in
from gugus.people.actions import unmask
from gugus.referrals.actions import accept_referral
from gugus.referrals.board import piles
from gugus.referrals.steps import BY_SLUG
from gugus.tasks.models import Task


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def page(client, name, referral) -> str:
    return client.get(reverse(name, args=[referral.ref])).content.decode()


def said(**more) -> Said:
    return Said(
        **({"way": "paper", "on": date(2026, 6, 15), "name": "Bidan Contoh", "position": "Bidan"} | more)
    )


def typed(world, referral, slug="terima", *, at=NOON, by=None, words=None, **more) -> Slip:
    by = by or world.rina
    words = {"answer": "Diterima lewat surat."} if words is None else words
    with voice_of(by):
        fresh = read_again(referral, by)
        return type_in(referral=fresh, step=BY_SLUG[slug], words=words, said=said(**more), by=by, at=at)


def test_the_sender_types_in_the_whole_way_and_it_stays_marked(world, referral, signed_in):
    typed(world, referral)
    typed(world, referral, "mulai", way="phone", words={})
    typed(world, referral, "umpan-balik", words={"feedback": "Sudah diperiksa."})

    with voice_of(world.rina):
        fresh = read_again(referral, world.rina)
        assert (fresh.state, fresh.way, fresh.answered_by_id) == ("feedback", "paper", None)
        assert [one.way for one in fresh.moves.order_by("at", "pk")] == ["", "paper", "phone", "paper"]
        entry = Entry.objects.unscoped(because="test").filter(verb="guest.typed_in").latest("seq")
        assert entry.changes["way"] == "paper" and "Bidan Contoh" not in str(entry.changes)
    client = signed_in(world.rina)
    shown = page(client, "referrals:detail", referral)
    assert "diketik pengirim" in shown and "Bidan Contoh" in shown
    assert "diketik pengirim" in client.get("/rujukan/?tab=outgoing").content.decode()
    assert client.get(f"/api/v1/referrals/{referral.ref}").json()["way"] == "paper"


def test_the_board_says_that_it_was_typed_in(world, referral):
    typed(world, referral)

    with voice_of(world.rina):
        text = str(piles(world.viewer("rina"), {}, NOON))
    assert "diketik pengirim" in text or "typed in by the sender" in text


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 6, 16), "in_the_future"), (date(2026, 6, 14), "before_sending")]
)
def test_the_day_lies_between_sending_and_today(world, referral, on, code):
    with pytest.raises(CannotType) as refused:
        typed(world, referral, on=on)

    assert [one.code for one in refused.value.reasons] == [code]


def test_the_day_is_a_day_in_jakarta(world, referral):
    """Half past six in the morning in Jakarta is still yesterday in UTC."""
    at = NOON + timedelta(hours=18, minutes=30)

    assert typed(world, referral, at=at, on=date(2026, 6, 16))


def test_who_answered_with_an_account_is_not_spoken_for(world, case):
    sent = ask(world, case, world.shelter)
    with voice_of(world.maya):
        accept_referral(referral=read_again(sent, world.maya), answer="", by=world.maya, at=NOON)

    with pytest.raises(CannotType) as refused:
        typed(world, sent, "mulai", words={})

    assert [one.code for one in refused.value.reasons] == ["answers_itself"]


@pytest.mark.parametrize("slug", ["umpan-balik", "selesai", "tarik"])
def test_only_what_the_other_side_can_say_now_is_typed_in(world, referral, slug):
    with pytest.raises(CannotType):
        typed(world, referral, slug, words={"feedback": "x"} if slug == "umpan-balik" else {})


def test_the_other_office_and_strangers_type_in_nothing(world, case, signed_in):
    sent = ask(world, case, world.shelter)

    for who in (world.maya, world.sari, world.budi, world.arif):
        client = signed_in(who)
        for name in ("guests:type_in", "guests:invite", "guests:revoke", "guests:letter"):
            assert client.get(reverse(name, args=[sent.ref])).status_code in {403, 404}, (who, name)
        for address in ("guest-passes", "slips", "letters"):
            assert client.get(f"/api/v1/referrals/{sent.ref}/{address}").status_code in {403, 404}
        assert client.get("/api/v1/guest-passes").status_code == (403 if who == world.arif else 200)


def form(**more) -> dict:
    told = {
        "version": 2,
        "to": "accepted",
        "way": "paper",
        "on": localdate(now()).isoformat(),
        "name": "Bidan Contoh",
    }
    return told | more


@pytest.fixture
def sent_now(world, case, clinic):
    return ask(world, case, clinic, at=now(), service="medical_exam")


def test_the_page_keeps_a_scan_among_the_files_of_the_case(world, sent_now, case, signed_in):
    scan = SimpleUploadedFile("potongan.txt", b"potongan jawaban", content_type="text/plain")

    answer = signed_in(world.rina).post(reverse("guests:type_in", args=[sent_now.ref]), form(scan=scan))

    assert answer.status_code == 302
    with voice_of(world.rina):
        slip = Slip.objects.unscoped(because="test").get()
        kept = Attachment.objects.unscoped(because="test").get(pk=slip.scan_id)
    assert (kept.within_kind, kept.within_id) == ("case", case.pk)


BAD = {
    "no name": ({"name": ""}, "name"), "no way": ({"way": ""}, "way"), "future": ({"on": "2099-01-01"}, "on"),
    "no day": ({"on": "kemarin"}, "on"), "a state of the sender": ({"to": "done"}, "to"),
    "no reason": ({"to": "declined"}, "code"), "a hostile file": ({}, "scan"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(kind, world, sent_now, signed_in):
    wrong, _field = BAD[kind]
    more = dict(wrong, answer="Kata yang tidak hilang.")
    if kind == "a hostile file":
        more["scan"] = SimpleUploadedFile("x.exe", b"MZ\x90\x00", content_type="application/x-dosexec")

    answer = signed_in(world.rina).post(reverse("guests:type_in", args=[sent_now.ref]), form(**more))

    assert answer.status_code == 422
    assert "Kata yang tidak hilang." in answer.content.decode()
    assert read_again(sent_now, world.rina).state == "sent"


def test_the_letter_of_the_preview_has_a_slip_and_no_name(world, referral, signed_in):
    shown = page(signed_in(world.rina), "referrals:letter", referral)

    assert "Kirana" not in shown and "Potongan jawaban" in shown
    assert shown.count(referral.ref) >= 3 and "Pasal 24" in shown
    assert "?nama=1" not in shown


def opened_name(world, case):
    with voice_of(world.rina):
        person = case.parties.select_related("person").get(role="survivor").person
        unmask(person=person, reason="referral", by=world.rina, at=now())


def test_a_letter_with_the_name_is_numbered_and_written_down(world, sent_now, case, signed_in):
    client = signed_in(world.rina)
    url = reverse("guests:letter", args=[sent_now.ref])
    assert "Kirana" not in client.post(url, {"confirmed": "on"}).content.decode()
    opened_name(world, case)

    assert client.post(url, {}).status_code == 422
    first, second = (client.post(url, {"confirmed": "on"}).content.decode() for _ in range(2))

    assert "Kirana Wulandari" in first and "Salinan ke-1" in first and "Salinan ke-2" in second
    assert "Kirana" not in first.partition("letter-slip")[2]
    with voice_of(world.rina):
        assert [one.number for one in Letter.objects.unscoped(because="test").order_by("number")] == [1, 2]
        entry = Entry.objects.unscoped(because="test").filter(verb="referral.printed").latest("seq")
    assert entry.changes["copy"] == 2 and entry.parent_id == case.pk


def test_link_and_code_are_shown_once_and_only_to_the_sender(world, sent_now, signed_in):
    client = signed_in(world.rina)
    told = {"link_by": "email", "code_by": "phone", "name": "Mawarjingga", "meeting": "Loket 2"}

    shown = client.post(reverse("guests:invite", args=[sent_now.ref]), told).content.decode()

    key = re.search(r"http://testserver/tamu/#([\w-]{32})", shown)[1]
    code = re.search(r"<p class=\"code\">(\w{4}-\w{4})</p>", shown)[1]
    again = page(client, "referrals:detail", sent_now) + page(client, "guests:invite", sent_now)
    assert key not in again and code not in again
    assert "Mawarjingga" not in again
    assert client.post("/tamu/", {"key": key, "code": code}).status_code == 302


def test_the_same_by_program_and_taken_back(world, sent_now, signed_in):
    client = signed_in(world.rina)
    base = f"/api/v1/referrals/{sent_now.ref}/guest-passes"
    refused = client.post(base, {"link_by": "sms", "code_by": "sms"}, content_type="application/json")
    assert refused.status_code == 409 and refused.json()["errors"][0]["field"] == "code_by"

    made = client.post(
        base, {"link_by": "sms", "code_by": "phone", "name": "Mawar"}, content_type="application/json"
    )

    assert made.status_code == 201 and "#" in made.json()["link"]
    listed = client.get(base).json()
    assert (
        [one["state"] for one in listed] == ["waiting"]
        and "link" not in listed[0]
        and "code" not in listed[0]
    )
    assert [one["ref"] for one in client.get("/api/v1/guest-passes").json()] == [listed[0]["ref"]]
    assert client.delete(base).status_code == 204
    assert client.delete(base).status_code == 404


def test_the_list_of_links_costs_the_same_for_three_and_nine(world, case, signed_in):
    def more(first: int, last: int) -> int:
        for number in range(first, last):
            office = agency(f"puskesmas-{number}", f"Puskesmas {number}", AgencyKind.HEALTH)
            invite(world, ask(world, case, office, at=now()), at=now())
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/tautan-tamu/").content.decode().count("T-") >= last
        return len(asked)

    client = signed_in(world.rina)
    client.get("/tautan-tamu/")

    assert more(0, 3) == more(3, 9)


def test_a_late_report_of_an_office_without_accounts_is_the_senders_task_once(world, referral):
    typed(world, referral)
    due = read_again(referral, world.rina).due_at

    with as_role("gugus_worker"):
        assert look_at_reports(due - timedelta(minutes=1)) == 0
        assert look_at_reports(due + timedelta(minutes=1)) == 1
        assert look_at_reports(due + timedelta(days=1)) == 0
    with voice_of(world.rina):
        task = Task.objects.unscoped(because="test").get(kind="guest_late")
        assert (task.agency_id, task.assignee_id) == (world.unit.pk, world.rina.pk)
