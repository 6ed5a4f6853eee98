"""Processing records: shipped activities, versions, differences, register, export."""

import csv
import io

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of

from gugus.base.versions import Stale
from gugus.privacy import inventory, seeds
from gugus.privacy.actions import processing as actions
from gugus.privacy.actions.processing import CannotRecord
from gugus.privacy.models import ProcessingRecord, RecordVersion

FACTS = {
    "title": "Daftar tamu", "purpose": "Keamanan kantor.", "bases": ["legitimate_interest"], "basis_words": "",
    "persons": ["staff"], "data": ["name"], "recipients": "", "abroad": False, "abroad_words": "",
    "retention": "Satu bulan", "measures": "Buku terkunci.", "function": "Satpam", "joint": "",
    "valid_from": NOON.date(), "valid_to": None, "review_on": NOON.date().replace(year=2027),
}  # fmt: skip


def posted(**more):
    days = {name: FACTS[name].isoformat() for name in ("valid_from", "review_on")}
    facts = {name: value for name, value in FACTS.items() if value not in (None, False, "")}
    return facts | days | more


def a_record(world, **more):
    with voice_of(world.lestari):
        return actions.write_record(facts=FACTS | more, by=world.lestari, at=NOON)


def test_shipped_activities_are_taken_over_once(world):
    with voice_of(world.lestari):
        first = actions.take_over_shipped(by=world.lestari, at=NOON)
        again = actions.take_over_shipped(by=world.lestari, at=NOON)

        assert (first, again) == (len(seeds.activities()), 0)
        assert ProcessingRecord.objects.visible_to(world.viewer("lestari")).count() == first


def test_a_shipped_activity_names_what_its_tables_hold():
    intake = seeds.activities()["intake"]

    held = {code for one in inventory.tables().values() if one.activity == "intake" for code in one.data}
    assert set(intake.data) == held and "child" in intake.persons


def test_every_table_belongs_to_a_shipped_activity():
    assert {one.activity for one in inventory.tables().values()} <= seeds.activities().keys()


def test_a_change_is_a_new_version_and_the_old_one_stays(world):
    record = a_record(world)
    with voice_of(world.lestari):
        actions.change_record(
            record=record, facts=FACTS | {"retention": "Dua bulan", "reason": "Permintaan."}, by=world.lestari,
            at=NOON, seen=1,
        )  # fmt: skip
        kept = list(record.versions.values_list("number", "retention"))

    assert kept == [(2, "Dua bulan"), (1, "Satu bulan")]


def test_versions_cannot_be_overwritten_in_the_database(world):
    record = a_record(world)

    with voice_of(world.lestari), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        RecordVersion.objects.unscoped(because="test").filter(record=record).update(retention="Selamanya")


def test_two_officers_at_once_the_second_is_told(world):
    record = a_record(world)
    with voice_of(world.lestari):
        actions.change_record(
            record=record, facts=FACTS | {"function": "A"}, by=world.lestari, at=NOON, seen=1
        )

        with pytest.raises(Stale):
            actions.change_record(
                record=record, facts=FACTS | {"function": "B"}, by=world.lestari, at=NOON, seen=1
            )


def test_what_is_wrong_is_said_at_once(world):
    with pytest.raises(CannotRecord, match="abroad_where, ends_before, no_basis"):
        a_record(world, abroad=True, bases=[], valid_to=NOON.date().replace(year=2020))


def test_the_page_keeps_what_was_typed_and_answers_422(signed_in, world):
    answer = signed_in(world.lestari).post(reverse("privacy:record_new"), posted(abroad="on"))

    assert answer.status_code == 422
    assert "Daftar tamu" in answer.content.decode()


def test_mass_assignment_changes_neither_agency_nor_key_nor_version(signed_in, world):
    data = posted(
        agency=str(world.outside.pk), agency_id=str(world.outside.pk), version="77", ref="CP-0000-0000"
    )
    signed_in(world.lestari).post(reverse("privacy:record_new"), data)

    with voice_of(world.lestari):
        record = ProcessingRecord.objects.visible_to(world.viewer("lestari")).get()
    assert (record.agency_id, record.version) == (world.unit.pk, 1) and record.ref != "CP-0000-0000"


def test_the_difference_stands_on_the_page(signed_in, world):
    record = a_record(world)
    client = signed_in(world.lestari)
    url = reverse("privacy:record_change", args=[record.ref])
    assert client.post(url, posted(version=1, retention="Dua bulan", reason="Permintaan.")).status_code == 302

    page = client.get(reverse("privacy:record", args=[record.ref])).content.decode()
    assert "<del>Satu bulan</del>" in page and "<ins>Dua bulan</ins>" in page
    assert (
        "Satu bulan" in client.get(reverse("privacy:record_version", args=[record.ref, 1])).content.decode()
    )


def test_the_export_has_no_formula_and_the_paper_all_records(signed_in, world):
    a_record(world, title="=HYPERLINK(1)", purpose="<script>alert(1)</script>")
    client = signed_in(world.lestari)

    text = client.get(reverse("privacy:records_csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    paper = client.get(reverse("privacy:records_print")).content.decode()

    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert client.get(reverse("privacy:records_json")).json()[0]["title"] == "=HYPERLINK(1)"
    assert "&lt;script&gt;" in paper and "<script>alert" not in paper


@pytest.mark.parametrize("name", ["sari", "rina", "budi", "arif", "tono"])
def test_others_do_not_come_in(signed_in, world, name):
    record = a_record(world)
    client = signed_in(getattr(world, name))

    assert client.get(reverse("privacy:records")).status_code == 403
    assert client.get(reverse("privacy:record", args=[record.ref])).status_code == 403


def test_the_auditor_reads_and_does_not_write(signed_in, world):
    record = a_record(world)
    client = signed_in(world.hasan)

    assert client.get(reverse("privacy:record", args=[record.ref])).status_code == 200
    assert client.get(reverse("privacy:record_change", args=[record.ref])).status_code == 403
    assert client.post(reverse("privacy:records_take_over")).status_code == 403


def test_an_english_reader_gets_the_english_twin_until_somebody_edits(world):
    one = seeds.activities()["intake"]

    assert seeds.worded("intake", "title", one.words_id["title"], "en") == "Receiving reports"
    assert seeds.worded("intake", "title", "Milik kami", "en") == "Milik kami"


def test_the_list_asks_as_often_for_thirty_as_for_three(signed_in, world):
    client, url = signed_in(world.lestari), reverse("privacy:records")
    for number in range(3):
        a_record(world, title=f"Kegiatan {number}")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(27):
        a_record(world, title=f"Lagi {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(few) == len(many)
