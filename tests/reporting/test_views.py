"""The pages: who gets in, what a lost race keeps, hidden looks missing, the same number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.reporting.conftest import TEXT, begun, chapter, final, finished, merged, opened_report, snapshot

from gugus.reporting import queries
from gugus.reporting.actions import planning, sending, writing
from gugus.reporting.models import Chapter, ForceReport, UpwardReport


def page(name: str, *args) -> str:
    return reverse(f"reporting:{name}", args=args)


def state_of(report, by) -> str:
    with voice_of(by):
        return ForceReport.objects.unscoped(because="test").get(pk=report.pk).state


def test_the_secretariat_begins_a_report_once(room, signed_in):
    client = signed_in(room.wulan)
    data = {
        "kind": "annual",
        "first_on": "2024-01-01",
        "last_on": "2024-12-31",
        "key": "0198a000-0000-7000-8000-000000000001",
    }

    first = client.post(page("begin", room.force.ref), data)
    again = client.post(page("begin", room.force.ref), data)

    assert first.status_code == 302 and first["Location"] == again["Location"]


def test_a_wrong_period_keeps_what_was_typed(room, signed_in):
    data = {
        "kind": "annual",
        "first_on": "2024-01-01",
        "last_on": "2024-02-01",
        "title": "Laporan yang tetap",
    }
    answer = signed_in(room.wulan).post(page("begin", room.force.ref), data)

    assert answer.status_code == 422 and "Laporan yang tetap" in answer.content.decode()


@pytest.mark.parametrize("name", ["budi", "maya", "sari", "rina", "dewi", "citra"])
def test_a_draft_is_missing_for_everybody_else(room, signed_in, name):
    report = begun(room)
    client = signed_in(getattr(room, name))

    hidden = client.get(page("detail", report.ref))
    missing = client.get(page("detail", "LT-0000-0000"))

    assert hidden.status_code == missing.status_code in {403, 404}


def test_a_member_reads_and_writes_its_chapter_a_stranger_sees_nothing(room, signed_in):
    report = opened_report(room)
    one, other = chapter(report, "enforcement", room.wulan), chapter(report, "foreword", room.wulan)
    client = signed_in(room.budi)

    assert client.get(page("detail", report.ref)).status_code == 200
    assert b"<textarea" in client.get(page("chapter", report.ref, one.pk)).content
    assert b"<textarea" not in client.get(page("chapter", report.ref, other.pk)).content
    assert client.post(page("chapter", report.ref, other.pk), {"text": TEXT}).status_code == 403
    written = client.post(
        page("chapter", report.ref, one.pk), {"text": TEXT, "version": one.version, "submit": "1"}
    )
    assert written.status_code == 302
    assert signed_in(room.sari).get(page("chapter", report.ref, one.pk)).status_code == 404


def test_a_lost_race_shows_both_texts_and_keeps_the_draft(room, signed_in):
    report = opened_report(room)
    one = chapter(report, "foreword", room.wulan)
    with voice_of(room.putri):
        writing.write_chapter(chapter=one, text="Tulisan lebih dahulu.", by=room.putri, at=NOON)

    data = {"text": "Tulisan saya sendiri.", "version": one.version}
    answer = signed_in(room.wulan).post(page("chapter", report.ref, one.pk), data)

    said = answer.content.decode()
    assert answer.status_code == 409 and "Tulisan saya sendiri." in said and "Tulisan lebih dahulu." in said
    with voice_of(room.wulan):
        assert writing.draft_of(one, room.wulan).text == "Tulisan saya sendiri."


def test_words_that_name_somebody_come_back_with_a_message(room, signed_in):
    report = opened_report(room)
    one = chapter(report, "foreword", room.wulan)

    data = {"text": "Telepon 0812-3456-7890", "version": one.version}
    answer = signed_in(room.wulan).post(page("chapter", report.ref, one.pk), data)

    assert answer.status_code == 422 and "0812-3456-7890" in answer.content.decode()


def test_what_is_typed_is_kept_by_itself(room, signed_in):
    report = opened_report(room)
    one = chapter(report, "foreword", room.wulan)
    client = signed_in(room.wulan)

    kept = client.post(
        page("draft", report.ref, one.pk),
        {"text": "Setengah kalimat"},
        headers={"X-Requested-With": "autosave"},
    )

    assert kept.status_code == 204
    assert "Setengah kalimat" in client.get(page("chapter", report.ref, one.pk)).content.decode()


def test_the_way_of_a_report_through_its_pages(room, signed_in):
    report = finished(room, opened_report(room))
    client = signed_in(room.wulan)
    assert (
        client.post(page("step", report.ref, "satukan"), {"version": _version(report, room)}).status_code
        == 302
    )
    assert b"Pelatihan di dua belas sekolah" in client.get(page("read", report.ref)).content

    own = client.post(page("step", report.ref, "setujui"), {"version": _version(report, room)})
    assert own.status_code == 409  # who merged does not approve

    client = signed_in(room.arif)
    fresh = _fresh(report, room)
    data = {"version": fresh.version, "digest": fresh.digest, "read": "on"}
    assert client.post(page("step", report.ref, "setujui"), data).status_code == 302
    client = signed_in(room.wulan)
    assert (
        client.post(page("step", report.ref, "tetapkan"), {"version": _version(report, room)}).status_code
        == 302
    )
    assert (
        client.post(page("step", report.ref, "kirim"), {"version": _version(report, room)}).status_code == 302
    )

    assert state_of(report, room.wulan) == "sent"


def test_a_report_that_was_corrected_is_not_corrected_once_more(room, signed_in):
    report = final(room)
    wrong = page("step", report.ref, "koreksi")
    assert wrong in signed_in(room.wulan).get(page("detail", report.ref)).content.decode()
    with voice_of(room.wulan):
        planning.correct_report(report=report, code="text", words="Kalimat.", by=room.wulan, at=NOON)

    text = signed_in(room.wulan).get(page("detail", report.ref)).content.decode()

    assert wrong not in text and page("step", report.ref, "berkas") in text


def test_the_way_of_a_chapter_is_drawn_by_the_days_of_jakarta(room):
    report = opened_report(room)
    report.opened_at = datetime(2026, 6, 14, 20, 0, tzinfo=UTC)  # the 15th in Jakarta

    with voice_of(room.wulan):
        lines = queries.chapters_of(report, today=NOON.date(), writes=lambda _agency: False)
        drawn = queries.picture_of(report, lines, NOON.date())

    assert {one.start for one in drawn["spans"]} == {date(2026, 6, 15)}


def test_only_the_receiver_answers_from_the_page(room, signed_in):
    report = final(room)
    with voice_of(room.wulan):
        copy = sending.send_up(report=report, by=room.wulan, at=NOON)

    data = {"version": 1, "code": "incomplete", "words": "Lampiran belum ada."}
    assert signed_in(room.wulan).post(page("answer", copy.ref, "kembalikan"), data).status_code == 403
    assert (
        signed_in(room.budi).get(page("upward", copy.ref)).status_code == 200
    )  # a member of the sending task force
    assert signed_in(room.maya).post(page("answer", copy.ref, "catat"), {"version": 1}).status_code == 403
    client = signed_in(room.kartika)
    assert client.get(page("upward", copy.ref)).status_code == 200
    assert client.post(page("answer", copy.ref, "kembalikan"), data).status_code == 302
    with voice_of(room.kartika):
        assert UpwardReport.objects.unscoped(because="test").get().state == "returned"


def test_chapters_are_added_moved_and_left_out(room, signed_in):
    report = begun(room)
    client = signed_in(room.wulan)
    assert client.post(page("step", report.ref, "bab-baru"), {"title": "Ringkasan"}).status_code == 302
    one = chapter(report, "basis", room.wulan)
    assert client.post(page("move", report.ref, one.pk, "naik")).status_code == 302
    assert (
        client.post(
            page("chapter_step", report.ref, one.pk, "tinggalkan"), {"version": one.version + 1}
        ).status_code
        == 302
    )

    with voice_of(room.wulan):
        rows = Chapter.objects.unscoped(because="test").filter(report=report)
        assert [one.number for one in rows.order_by("number")] == list(range(1, 19))
        assert rows.get(title="Ringkasan").annex is False and rows.get(code="basis").state == "left_out"
        assert rows.get(code="basis").number == 1


def test_pages_ask_as_often_for_many_chapters_as_for_few(room, signed_in):
    few, many = (
        opened_report(room),
        opened_report(room, "foreword", "prevention", "health", "social", "norms", "matrix"),
    )
    client = signed_in(room.wulan)
    client.get(page("detail", few.ref))

    counts = []
    for report in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(page("detail", report.ref)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["list", "inbox"])
def test_lists_are_there_for_members_and_empty_for_strangers(room, signed_in, name):
    report = merged(room)

    assert (report.title in signed_in(room.budi).get(page(name)).content.decode()) == (name == "list")
    assert report.title not in signed_in(room.sari).get(page(name)).content.decode()


def test_the_api_reads_writes_and_asks_for_the_version(room, signed_in):
    report = opened_report(room)
    one = chapter(report, "enforcement", room.wulan)
    client = signed_in(room.budi)
    url = f"/api/v1/force-reports/{report.ref}/chapters/{one.pk}"

    read = client.get(url)
    without = client.put(url + "/text", {"text": TEXT}, content_type="application/json")
    written = client.put(
        url + "/text", {"text": TEXT}, content_type="application/json", headers={"If-Match": read["ETag"]}
    )
    late = client.put(
        url + "/text", {"text": "x"}, content_type="application/json", headers={"If-Match": read["ETag"]}
    )

    assert (read.status_code, without.status_code, written.status_code, late.status_code) == (
        200,
        428,
        200,
        412,
    )
    assert written.json()["text"] == TEXT
    assert (
        client.post(f"/api/v1/force-reports/{report.ref}/merge", headers={"If-Match": '"x:1"'}).status_code
        == 403
    )
    assert signed_in(room.sari).get(f"/api/v1/force-reports/{report.ref}").status_code == 404


def _fresh(report, room) -> ForceReport:
    with voice_of(room.wulan):
        return ForceReport.objects.unscoped(because="test").get(pk=report.pk)


def _version(report, room) -> int:
    return _fresh(report, room).version


def _row(one: Chapter, room) -> Chapter:
    with voice_of(room.wulan):
        return Chapter.objects.unscoped(because="test").get(pk=one.pk)


@pytest.mark.parametrize("which", [0, 1])
def test_any_of_the_frozen_figures_can_be_chosen(room, signed_in, which):
    report = opened_report(room)
    figures = [snapshot(room), snapshot(room, values=(9, 8))]
    one = chapter(report, "foreword", room.wulan)
    data = {"figure": figures[which].ref, "table": "on"}

    answer = signed_in(room.wulan).post(page("figure", report.ref, one.pk), data)

    assert answer.status_code == 302
    with voice_of(room.wulan):
        assert [row.snapshot for row in one.figures.all()] == [figures[which].pk]
