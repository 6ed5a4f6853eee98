"""Before acceptance a receiver learns a closed list of facts, through whatever door it looks.

Names, numbers and phrases are planted in every field of person, case, message, report and file that somebody can type
into. Then each door is opened as the receiver: the fields that stand there are compared with a list, and nothing that
was planted may be among them. Afterwards the same doors are opened once more when the referral has ended.
"""

import json
import re

import pytest
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented, owed
from tests.referrals.conftest import parties_of, wish_for

from gugus.cases.actions import add_party, check_safety, open_case, raise_flag
from gugus.cases.models import Case, Party
from gugus.cases.records import write_entry
from gugus.consent.models import Ground
from gugus.exchange import listings
from gugus.exchange.lists import list_of
from gugus.intake.actions import Told, receive_report
from gugus.notices.models import Notice
from gugus.notices.wording import said
from gugus.outbox.actions import deliver
from gugus.outbox.models import Event
from gugus.people.actions import register_person
from gugus.people.models import Identity, Person
from gugus.referrals.actions import accept_referral, decline_referral
from gugus.referrals.batches import Ask, send_batch, write_batch
from gugus.referrals.models import Referral, Words
from gugus.screening.models import CaseReport
from gugus.tasks.models import Task

BECAUSE = "the test looks"
NAME, ALIAS, NIK, PHONE = "Kenanga Contohwati", "Nenen", "0074015608100001", "0800-0777-1234-5"
PHRASES = {
    "case.summary": "terkunci di gudang biru", "case.safety_note": "pelaku menunggu di pagar hijau",
    "case.flag": "jangan telepon paman jauh", "case.entry": "dijemput pria berjaket ungu",
    "person.notes": "tahi lalat di pelipis kiri", "person.address": "Gang Contoh Nomor Tujuh Puluh",
    "party.note": "adik dari warung pojok", "message": "Kenanga butuh kamar di lantai satu",
    "basis_note": "ibunya menandatangani di dapur", "report.narrative": "tujuh puluh tujuh karung",
    "report.place": "belakang pasar contoh", "person.language": "bahasa ibu Kenanga",
}  # fmt: skip
PLANTED = (*NAME.split(), ALIAS, NIK, PHONE, PHONE.replace("-", ""), *PHRASES.values())


@pytest.fixture
def planted(world):
    """A referral to the shelter, asked in a batch of two, from a case that is full of words."""
    with voice_of(world.dewi):
        told = Told(
            channel="phone", risk="high", narrative=PHRASES["report.narrative"], place_note=PHRASES["report.place"],
            mentions=[{"role": "survivor", "sex": "female", "who": {"name": NAME, "phones": [PHONE]}}],
        )  # fmt: skip
        report = receive_report(told=told, agency=world.unit, by=world.dewi, at=NOON)
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary=PHRASES["case.summary"], by=world.rina,
            at=NOON, area_code="31.74.07.1001",
        )  # fmt: skip
        person = register_person(
            agency=world.unit, sex="female", birth_year=2012, disability="physical", birth_on="2012-03-04",
            language=PHRASES["person.language"], names={"full": NAME, "aliases": [ALIAS]}, phones=[PHONE],
            documents=[NIK], address=PHRASES["person.address"], notes=PHRASES["person.notes"], by=world.rina,
            at=NOON,
        )  # fmt: skip
        first = add_party(
            case=case, person=person, role="survivor", note=PHRASES["party.note"], by=world.rina, at=NOON
        )
        second = parties_of(world, case, 1)[0]
        raise_flag(case=case, kind="threat", note=PHRASES["case.flag"], by=world.rina, at=NOON)
        write_entry(
            case=case, kind="note", text=PHRASES["case.entry"], happened_at=NOON, by=world.rina, at=NOON
        )
        check_safety(case=case, safety="watch", note=PHRASES["case.safety_note"], by=world.rina, at=NOON)
        wish = wish_for(world.shelter, message=PHRASES["message"])
        owed(world.rina, first.person, world.shelter, duty="victim_services", note=PHRASES["basis_note"])
        consented(world.rina, second.person, world.shelter)
        asks = [Ask(first), Ask(second)]
        batch = write_batch(case=case, asks=asks, wish=wish, kind="group", by=world.rina, at=NOON)
        send_batch(batch=batch, by=world.rina, at=NOON)
        rows = Referral.objects.unscoped(because=BECAUSE).select_related("batch")
        found = rows.get(person=person)
    with as_role("gugus_worker"):
        CaseReport(report=report, case=case, linked_at=NOON).save(force_insert=True)
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            deliver(event.pk, at=NOON)
    return found


def secrets_of(referral, user) -> set[str]:
    """References and ids that lead to the file, as its owner knows them."""
    with voice_of(user):
        case = Case.objects.unscoped(because=BECAUSE).get(pk=referral.case_id)
        person = Person.objects.unscoped(because=BECAUSE).get(pk=referral.person_id)
        parties = Party.objects.unscoped(because=BECAUSE).filter(case=case)
        keys = {str(one) for one in parties.values_list("pk", flat=True)}
    return {case.ref, str(case.pk), person.ref, str(person.pk), *keys}


def main_of(answer) -> str:
    """What stands in the page itself."""
    text = answer.content.decode()
    return re.search(r"<main.*?</main>", text, re.S).group(0) if "<main" in text else text


# Sorted as the page says them: the preview, the question (what would open), clock and history.
ON_PAGE = [
    "Bahasa", "Batas jawaban", "Berakhir dengan sendirinya", "Dasar dan akses", "Dikirim", "Diminta bersama",
    "Jenis kelamin", "Kabupaten/kota", "Kebutuhan aksesibilitas", "Layanan", "Riwayat", "Tenggat",
    "Terbuka setelah diterima", "Untuk siapa", "Urgensi", "Usia",
]  # fmt: skip
ON_LETTER = [
    "Bahasa", "Hal", "Jenis kelamin", "Kabupaten/kota", "Kebutuhan aksesibilitas", "Lampiran", "Layanan",
    "Mohon jawaban paling lambat", "Nama", "Sifat", "Urgensi", "Usia",
]  # fmt: skip


def labels_in(html: str) -> list[str]:
    found = re.findall(r"<(?:dt|h2)[^>]*>(.*?)</(?:dt|h2)>", html, re.S)
    return sorted({" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found})


LINE_KEYS = {
    "ref", "state", "state_at", "code", "way", "service", "urgency", "sender", "receiver", "batch", "sent_at",
    "answer_due_at", "answered_at", "ended_at", "age_hours", "due_at", "late",
}  # fmt: skip
PREVIEW_KEYS = {"age_band", "sex", "minor", "language", "area_code", "accessibility"}
# Everything else that the answer has fields for is closed, or speaks of the question and not of the person.
ABOUT_THE_QUESTION = {"preview", "sections", "next", "said", "followed_by", "may_report"}
CLOSED = {"message", "answer", "feedback", "proposed", "follows", "case", "person", "grace_until"}


def test_the_api_shows_exactly_these_fields(signed_in, world, planted):
    body = signed_in(world.maya).get(f"/api/v1/referrals/{planted.ref}").json()

    open_keys = {name for name, value in body.items() if value not in (None, [], False, "")}
    assert body.keys() >= LINE_KEYS | CLOSED
    assert open_keys - LINE_KEYS <= ABOUT_THE_QUESTION
    assert {name: body[name] for name in CLOSED} == dict.fromkeys(CLOSED)
    assert body["said"] == []
    assert body["preview"].keys() == PREVIEW_KEYS
    assert body["preview"] == {
        "age_band": "age_13_17", "sex": "female", "minor": True, "language": "other", "area_code": "31.74",
        "accessibility": "physical",
    }  # fmt: skip


def test_the_lists_of_the_api_show_exactly_these_fields(signed_in, world, planted):
    client = signed_in(world.maya)

    tray = client.get("/api/v1/referrals").json()
    batch = client.get(f"/api/v1/referral-batches/{planted.batch.ref}").json()

    assert {frozenset(one) for one in tray} == {frozenset(LINE_KEYS)}
    assert batch.keys() == {"ref", "kind", "sender", "written_at", "counts", "parted", "referrals"}
    for one in batch["referrals"]:
        assert one.keys() == LINE_KEYS | {"version", "preview", "person", "next"}
        assert one["person"] is None and one["preview"].keys() == PREVIEW_KEYS


def test_the_page_shows_exactly_these_fields(signed_in, world, planted):
    shown = main_of(signed_in(world.maya).get(reverse("referrals:detail", args=[planted.ref])))

    assert labels_in(shown) == ON_PAGE


def test_the_letter_shows_exactly_these_fields(signed_in, world, planted):
    answer = signed_in(world.maya).get(reverse("referrals:letter", args=[planted.ref]) + "?nama=1")
    rows = re.findall(r'<th scope="row">(.*?)</th>', answer.content.decode())

    assert sorted(rows) == ON_LETTER


def doors(client, referral) -> dict[str, str]:
    """Everything that the receiver can open: pages, print, lists, board, search, desk, tasks, notices, API."""
    ref, batch = referral.ref, referral.batch.ref
    pages = [
        reverse("referrals:detail", args=[ref]), reverse("referrals:letter", args=[ref]) + "?nama=1",
        reverse("referrals:batch", args=[batch]), reverse("referrals:board"), "/", "/tugas/", "/pemberitahuan/",
        *(reverse("referrals:step", args=[ref, slug]) for slug in ("terima", "tolak")),
        *(f"{reverse('referrals:in_tray')}?tab={tab}" for tab in ("waiting", "running", "ended", "outgoing")),
        "/api/v1/referrals", "/api/v1/referrals?tab=ended", f"/api/v1/referrals/{ref}",
        f"/api/v1/referral-batches/{batch}", "/api/v1/referral-board", "/api/v1/tasks", "/api/v1/notices",
    ]  # fmt: skip
    found = {page: client.get(page) for page in pages}
    found |= {
        f"search {text}": client.post("/cari/", {"q": text}, follow=True) for text in (NAME, NIK, PHONE)
    }
    answers = {name: answer.content.decode() for name, answer in found.items() if answer.status_code == 200}
    # The search page repeats what was typed; everything beside it counts.
    return {name: re.sub(r'value="[^"]*"|“[^”]*”', "", text) for name, text in answers.items()}


def leaks(texts: dict[str, str], referral, owner) -> dict[str, list[str]]:
    sought = {*PLANTED, *secrets_of(referral, owner)}
    found = {}
    for name, text in texts.items():
        typed = name.removeprefix("search ")
        here = [one for one in sought if one in text and (not name.startswith("search") or one not in typed)]
        if here:
            found[name] = here
    return found


def test_nothing_planted_stands_behind_any_door_before_acceptance(signed_in, world, planted):
    texts = doors(signed_in(world.maya), planted)

    assert len(texts) > 15
    assert leaks(texts, planted, world.rina) == {}


def test_nothing_planted_stands_behind_any_door_after_a_decline(signed_in, world, planted):
    with voice_of(world.maya):
        decline_referral(referral=planted, code="no_capacity", answer="Penuh.", by=world.maya, at=NOON)

    texts = doors(signed_in(world.maya), planted)

    assert leaks(texts, planted, world.rina) == {}
    body = json.loads(texts[f"/api/v1/referrals/{planted.ref}"])
    assert body["preview"] is None


def test_the_test_would_see_a_leak(signed_in, world, planted):
    """After acceptance the message and the case are there: the same search finds them."""
    with voice_of(world.maya):
        accept_referral(referral=planted, answer="", by=world.maya, at=NOON)

    found = leaks(doors(signed_in(world.maya), planted), planted, world.rina)

    assert PHRASES["message"] in found[reverse("referrals:detail", args=[planted.ref])]
    assert PHRASES["basis_note"] not in str(found)


def test_the_list_that_leaves_the_system_names_nobody(world, planted, monkeypatch):
    """Today no role may export referrals; the list is read as if one could."""
    monkeypatch.setattr(listings, "only_ours", lambda viewer, section: {"agency_id": viewer.agency_id})
    listed = list_of("referrals")
    with voice_of(world.maya):
        rows = list(listed.read(world.viewer("maya"), {"tab": "waiting"}, NOON, 50, identified=True))
        cells = [str(column.of(row)) for row in rows for column in listed.columns]

    assert [column.code for column in listed.columns] == [
        "ref", "case", "from", "to", "service", "urgency", "state", "sent_at", "due",
    ]  # fmt: skip
    assert len(rows) == 2
    assert leaks({"csv": " ".join(cells)}, planted, world.rina) == {}


def test_tasks_and_notices_hold_a_code_and_a_verb(world, planted):
    with voice_of(world.maya):
        task = Task.objects.unscoped(because=BECAUSE).get(about_id=planted.pk)
        notice = Notice.objects.unscoped(because=BECAUSE).filter(about_id=planted.pk).get(user=world.maya)
        texts = [task.title, said(notice.code, notice.about_ref), str(vars(task)), str(vars(notice))]

    assert task.within_ref == "" and task.within_id is None
    assert leaks({"told": " ".join(texts)}, planted, world.rina) == {}


def test_the_database_gives_the_receiver_no_word_no_person_and_no_identity(world, planted):
    with voice_of(world.maya):
        assert not Words.objects.unscoped(because=BECAUSE).filter(referral=planted).exists()
        assert not Person.objects.unscoped(because=BECAUSE).filter(pk=planted.person_id).exists()
        assert not Identity.objects.unscoped(because=BECAUSE).filter(person_id=planted.person_id).exists()
        assert not Case.objects.unscoped(because=BECAUSE).filter(pk=planted.case_id).exists()
        accept_referral(referral=planted, answer="", by=world.maya, at=NOON)
        kinds = (
            Words.objects.unscoped(because=BECAUSE).filter(referral=planted).values_list("kind", flat=True)
        )
        assert set(kinds) == {"message"}
        assert not Ground.objects.unscoped(because=BECAUSE).exists()
    with voice_of(world.rina):
        assert {one.note for one in Ground.objects.unscoped(because=BECAUSE)} >= {PHRASES["basis_note"]}
