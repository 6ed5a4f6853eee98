"""The public page: tell without an account, come back with a code, read nothing else."""

import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from gugus.audit.models import Entry
from gugus.base.context import speaking_for
from gugus.intake import public_views, returning
from gugus.intake.actions import add_fact
from gugus.intake.models import Addition, Mention, Report
from tests.conftest import as_role, voice_of

CODE = re.compile(r'class="return-code">([^<]+)<')
WHY = "the test asks the database itself"


@pytest.fixture
def visitor(world, settings):
    settings.PUBLIC_DESK = world.unit.slug
    return Client(enforce_csrf_checks=True)


def stamp(ago: float = 60) -> str:
    return returning.Stamp(returning.fresh_stamp(now()).key, now() - timedelta(seconds=ago)).signed()


def send(visitor, *, stamped: str | None = None, **words):
    given = {"narrative": "Anak tetangga dikunci di kamar.", "stamp": stamp() if stamped is None else stamped}
    return visitor.post(reverse("intake:tell"), given | words)


def code_in(page) -> str:
    return CODE.search(page.content.decode())[1]


def reports_of(user) -> list[Report]:
    with voice_of(user):
        return list(Report.objects.unscoped(because=WHY))


def test_one_sentence_is_enough_and_gives_a_code(visitor, world):
    page = send(visitor)

    assert page.status_code == 200
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", code_in(page))
    (kept,) = reports_of(world.dewi)
    assert (kept.channel, kept.agency, kept.received_by) == ("public_page", world.unit, None)
    assert kept.risk == "medium"  # nobody said that there is no danger
    assert kept.narrative == "Anak tetangga dikunci di kamar."


def test_danger_now_is_high_risk(visitor, world):
    send(visitor, danger="yes", who="girl", age="14")

    (kept,) = reports_of(world.dewi)
    assert (kept.risk, kept.danger_signs) == ("high", ["in_danger_now", "is_child"])


def test_the_safe_contact_is_kept_as_chosen_and_sealed(visitor, world):
    send(
        visitor,
        way="whatsapp",
        number="0800 0000 1111",
        times="sesudah 18.00",
        say_who="no",
        code_word="mangga",
    )

    (kept,) = reports_of(world.dewi)
    assert kept.safe_contact["how"] == "whatsapp"
    assert kept.safe_contact["say_who"] is False
    with as_role("gugus_owner"), connection.cursor() as cursor:
        cursor.execute("select to_jsonb(r)::text from intake_report r")
        dumped = cursor.fetchone()[0]
    assert "mangga" not in dumped and "1111" not in dumped and "dikunci" not in dumped


def test_a_contact_without_number_is_asked_for_and_nothing_is_lost(visitor):
    page = send(visitor, way="phone", code_word="mangga")

    assert page.status_code == 422
    assert "Anak tetangga dikunci di kamar." in page.content.decode()
    assert "mangga" in page.content.decode()


def test_sending_twice_keeps_once_and_shows_the_same_code(visitor, world):
    same = stamp()

    first, second = send(visitor, stamped=same), send(visitor, stamped=same)

    assert code_in(first) == code_in(second)
    assert len(reports_of(world.dewi)) == 1


def test_changed_words_sent_again_are_added_not_lost(visitor, world):
    same = stamp()
    send(visitor, stamped=same)

    send(visitor, stamped=same, narrative="Alamatnya dekat pasar.")

    (kept,) = reports_of(world.dewi)
    with voice_of(world.dewi):
        assert [one.text for one in kept.additions.all()] == ["Alamatnya dekat pasar."]


def test_the_code_is_not_shown_again_after_some_minutes(visitor):
    same = stamp()
    send(visitor, stamped=same)

    with patch("gugus.intake.public_views.now", return_value=now() + timedelta(minutes=16)):
        page = send(visitor, stamped=same)

    assert page.status_code == 200
    assert not CODE.search(page.content.decode())


@pytest.mark.parametrize("broken", ["", "forged", "e30:abc"])
def test_a_broken_or_missing_stamp_costs_one_more_press_and_no_word(visitor, world, broken):
    page = send(visitor, stamped=broken)

    assert page.status_code == 422
    assert "Anak tetangga dikunci di kamar." in page.content.decode()
    again = page.context["form"]["stamp"].value()
    assert send(visitor, stamped=again).status_code == 200


def test_a_filled_trap_or_an_instant_form_costs_one_more_press(visitor, world):
    assert send(visitor, website="http://x").status_code == 422
    assert send(visitor, stamped=stamp(ago=1)).status_code == 422
    assert reports_of(world.dewi) == []


def test_no_cookie_but_the_frames_own_is_set(visitor):
    page = visitor.get(reverse("intake:tell"))

    assert set(page.cookies) <= {"csrftoken"}


def test_the_page_says_nothing_that_betrays_its_reader(visitor):
    page = visitor.get(reverse("intake:tell")).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)[1]

    assert title in {"Formulir", "Form"}
    assert page.index("tel:110") < page.index('<form class="form"')


def test_come_back_reads_answers_but_no_note_of_staff(visitor, world):
    code = code_in(send(visitor))
    (kept,) = reports_of(world.dewi)
    with voice_of(world.dewi):
        add_fact(report=kept, text="Petugas akan datang.", kind="answer", by=world.dewi, at=now())
        add_fact(report=kept, text="Catatan dalam.", kind="staff", by=world.dewi, at=now())

    page = visitor.post(reverse("intake:come_back"), {"code": code.lower().replace("-", " ")})

    said = page.content.decode()
    assert "Petugas akan datang." in said
    assert "Catatan dalam." not in said
    assert "Anak tetangga" not in said  # whoever finds the code does not read the story


def test_facts_are_added_with_the_pass_and_a_double_press_adds_once(visitor, world):
    page = visitor.post(reverse("intake:come_back"), {"code": code_in(send(visitor))})
    given = {
        "pass": page.context["pass"],
        "stamp": page.context["form"].initial["stamp"],
        "text": "Nomor rumah 7.",
    }

    visitor.post(reverse("intake:come_back"), given)
    page = visitor.post(reverse("intake:come_back"), given)

    assert page.context["added"]
    (kept,) = reports_of(world.dewi)
    with voice_of(world.dewi):
        assert [one.text for one in kept.additions.all()] == ["Nomor rumah 7."]


def test_an_old_pass_asks_for_the_code_again_and_shows_the_words(visitor):
    page = visitor.post(reverse("intake:come_back"), {"code": code_in(send(visitor))})

    with patch("gugus.intake.public_views.now", return_value=now() + timedelta(hours=1)):
        page = visitor.post(
            reverse("intake:come_back"), {"pass": page.context["pass"], "text": "Nomor rumah 7."}
        )

    assert page.status_code == 422
    assert "Nomor rumah 7." in page.content.decode()


def test_guessing_codes_is_slowed_down_without_keeping_an_address(visitor):
    for _ in range(public_views.WRONG_CODES_AN_HOUR):
        assert visitor.post(reverse("intake:come_back"), {"code": "AAAA"}).status_code == 422

    assert visitor.post(reverse("intake:come_back"), {"code": "AAAA"}).status_code == 429


def test_a_flood_of_forms_keeps_the_words_and_names_the_numbers(visitor):
    with patch.object(public_views, "REPORTS_AN_HOUR", 1):
        send(visitor)
        page = send(visitor, narrative="Kalimat kedua.")

    assert page.status_code == 422
    assert "Kalimat kedua." in page.content.decode()
    assert "tel:110" in page.content.decode()


def test_the_trail_has_one_line_without_an_actor(visitor, world):
    send(visitor)

    with as_role("gugus_owner"):
        verbs = list(Entry.objects.unscoped(because=WHY).filter(actor_id=None, verb__startswith="report."))
    assert [one.verb for one in verbs] == ["report.received"]


# Attacks on the database itself, with the Python lock taken away


@pytest.fixture
def digest(visitor):
    return returning.digest_of_typed(code_in(send(visitor)))


def test_nobody_sees_a_report_without_its_token(digest, world):
    with speaking_for():
        assert not Report.objects.unscoped(because=WHY).exists()
    with speaking_for(return_token="0" * 32):
        assert not Report.objects.unscoped(because=WHY).exists()


def test_the_token_opens_one_report_and_no_person(digest, visitor, world):
    send(visitor, about="me", who="woman", name="Melati Contoh")
    with speaking_for(return_token=digest):
        assert Report.objects.unscoped(because=WHY).count() == 1
        assert not Mention.objects.unscoped(because=WHY).exists()


def test_the_token_changes_nothing(digest):
    with speaking_for(return_token=digest):
        assert Report.objects.unscoped(because=WHY).update(risk="low") == 0
        assert Addition.objects.unscoped(because=WHY).update(kind="answer") == 0


def test_the_token_writes_no_answer_of_ours(digest):
    with speaking_for(return_token=digest):
        report = Report.objects.unscoped(because=WHY).get()
        with pytest.raises(DatabaseError), transaction.atomic():
            Addition(report=report, at=now(), kind="answer", text="Palsu").save(force_insert=True)


def test_a_stranger_adds_nothing_to_a_report_of_others(digest, world):
    (report,) = reports_of(world.dewi)

    with speaking_for(return_token="0" * 32), pytest.raises(DatabaseError), transaction.atomic():
        Addition(report=report, at=now(), kind="reporter", text="Palsu").save(force_insert=True)


@pytest.mark.parametrize("forged", [{"channel": "phone"}, {"state": "triaged"}, {"outcome": "declined"}])
def test_the_public_writes_fresh_public_reports_only(world, forged):
    report = Report(
        agency=world.unit, received_at=now(), risk="low", return_digest="ab" * 16,
        outcome_at=now() if "outcome" in forged else None, **({"channel": "public_page"} | forged),
    )  # fmt: skip
    with speaking_for(return_token="ab" * 16), pytest.raises(DatabaseError), transaction.atomic():
        report.save(force_insert=True)


def test_nobody_writes_a_report_without_voice_and_token(world):
    report = Report(agency=world.unit, received_at=now(), risk="low", channel="public_page")
    with speaking_for(), pytest.raises(DatabaseError), transaction.atomic():
        report.save(force_insert=True)


def test_the_page_is_small_enough_for_a_slow_line(visitor):
    page = visitor.get(reverse("intake:tell")).content
    files = set(re.findall(rb'(?:href|src)="/static/([^"]+)"', page))
    assert files
    sizes = [Path(finders.find(name.decode())).stat().st_size for name in files]

    assert len(page) + sum(sizes) < 50_000
