"""A report from its skeleton to the edition that replaces it."""

import json
from datetime import date, timedelta

import pytest
from tests.cast import agency as add_agency
from tests.conftest import NOON, as_role, voice_of
from tests.reporting.conftest import (
    TEXT,
    begun,
    chapter,
    codes,
    final,
    finished,
    frozen,
    merged,
    opened_report,
    snapshot,
)

from gugus.access.viewer import viewer_of
from gugus.base.versions import Stale
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.reporting import composition, snapshots
from gugus.reporting.actions import merging, planning, writing
from gugus.reporting.actions.moving import CannotReport
from gugus.reporting.gate import report_for
from gugus.reporting.jobs import look_for_late, on_move
from gugus.reporting.models import Chapter, ForceReport
from gugus.tasks.models import Task


def follow_all() -> None:
    with as_role("gugus_worker"):
        for event in Event.objects.filter(topic__startswith="forcereport.").order_by("at", "pk"):
            on_move(event=event, at=NOON)


def test_a_report_copies_its_skeleton_and_names_who_leads_a_field(room):
    report = begun(room)

    assert report.title == "Laporan Tahunan Gugus Tugas Kota 2024"
    assert report.due_on == date(2024, 12, 31) + timedelta(days=60)
    assert chapter(report, "enforcement", room.wulan).agency == room.police
    assert chapter(report, "foreword", room.wulan).agency == room.office
    assert chapter(report, "method", room.wulan).annex


def test_years_are_free_and_days_must_fit_the_kind(room):
    assert begun(room, kind="five_year", first_on=date(2031, 1, 1), last_on=date(2035, 12, 31))
    with pytest.raises(CannotReport) as refused:
        begun(room, first_on=date(2024, 1, 1), last_on=date(2024, 3, 31))

    assert codes(refused) == {"unfit_period"}


def test_a_draft_is_the_secretariats_alone(room):
    report = begun(room)

    with voice_of(room.budi):
        assert not ForceReport.objects.unscoped(because="test").filter(pk=report.pk).exists()
        assert not Chapter.objects.unscoped(because="test").filter(report=report).exists()


def test_writers_get_a_task_each_and_a_notice(room):
    report = opened_report(room)
    follow_all()

    with voice_of(room.budi):
        tasks = list(Task.objects.unscoped(because="test").filter(kind="report_chapter"))
        told = Notice.objects.unscoped(because="test").filter(code="report_write", about_ref=report.ref)

        assert [one.title_params["chapter"] for one in tasks] == ["Sub Gugus Tugas Penegakan Hukum"]
        assert told.count() == 1


def test_a_chapter_is_written_handed_in_sent_back_and_approved(room):
    report = opened_report(room)
    one = chapter(report, "enforcement", room.budi)

    with voice_of(room.budi):
        one = writing.write_chapter(chapter=one, text=TEXT, by=room.budi, at=NOON, seen=one.version)
        one = writing.submit_chapter(chapter=one, by=room.budi, at=NOON)
    with voice_of(room.wulan):
        one = writing.return_chapter(
            chapter=one, code="incomplete", words="Anggaran?", by=room.wulan, at=NOON
        )
    follow_all()
    with voice_of(room.budi):
        one = writing.write_chapter(chapter=one, text=TEXT + "\n\nAnggaran.", by=room.budi, at=NOON)
        one = writing.submit_chapter(chapter=one, by=room.budi, at=NOON)
        assert one.wordings.count() == 2
    with voice_of(room.wulan):
        one = writing.approve_chapter(chapter=one, by=room.wulan, at=NOON)

    assert one.state == "approved"


def test_two_writers_the_second_is_told_and_loses_nothing(room):
    report = opened_report(room)
    one = chapter(report, "foreword", room.wulan)
    with voice_of(room.wulan):
        writing.keep_draft(chapter=one, text="Kalimat kedua.", seen=one.version, by=room.wulan, at=NOON)
    with voice_of(room.putri):
        writing.write_chapter(chapter=one, text="Kalimat pertama.", by=room.putri, at=NOON, seen=one.version)

    with voice_of(room.wulan):
        with pytest.raises(Stale):
            writing.write_chapter(
                chapter=one, text="Kalimat kedua.", by=room.wulan, at=NOON, seen=one.version
            )
        assert writing.draft_of(one, room.wulan).text == "Kalimat kedua."
        one.refresh_from_db()
        assert one.text == "Kalimat pertama."


@pytest.mark.parametrize("text, code", [
    ("NIK 0074 0112 9001 0003", "nik"), ("Hubungi 0812-3456-7890", "phone"), ("Kasus K-7F3Q-9M2X", "record"),
    ("korban berinisial KW", "named"),
    ("Paspor XX 1234567", "passport"), ("Surel a.b@contoh.id", "mail"), ("x" * 60_001, "too_long"),
])  # fmt: skip
def test_words_that_name_somebody_are_refused_at_their_field(room, text, code):
    report = opened_report(room)
    one = chapter(report, "foreword", room.wulan)

    with voice_of(room.wulan), pytest.raises(CannotReport) as refused:
        writing.write_chapter(chapter=one, text=text, by=room.wulan, at=NOON)

    assert code in codes(refused) and refused.value.reasons[0].field == "text"


def test_merging_names_every_chapter_that_is_not_approved(room):
    report = opened_report(room)

    with voice_of(room.wulan), pytest.raises(CannotReport) as refused:
        merging.merge_report(report=report, by=room.wulan, at=NOON)

    assert "Penegakan Hukum" in str(refused.value.reasons[0].words)


def test_contributions_are_merged_in_order_with_numbered_figures(room):
    report = merged(room, with_figure=True)
    content = json.loads(report.content)

    assert [one["label"] for one in content["chapters"]] == ["1", "2"]
    kinds = [block["kind"] for block in content["chapters"][1]["blocks"]]
    assert kinds == ["heading", "para", "list", "picture", "table"]
    assert content["chapters"][1]["blocks"][-1]["number"] == 2
    assert content["figures"][0]["digest"] == frozen(room).digest
    assert composition.digest_of(report.content) == report.digest


def test_merging_twice_gives_the_same_digest(room):
    report = merged(room, with_figure=True)
    first = report.digest
    with voice_of(room.wulan):
        merging.write_on(report=report, code="other", words="Sekali lagi.", by=room.wulan, at=NOON)
        again = merging.merge_report(report=report, by=room.wulan, at=NOON)

    assert again.digest == first


def test_nobody_approves_what_they_merged_or_did_not_read(room):
    report = merged(room)

    for by, digest, code in ((room.wulan, report.digest, "two_people"), (room.arif, "0" * 64, "other_text")):
        with voice_of(by), pytest.raises(CannotReport) as refused:
            merging.approve_report(report=report, digest=digest, by=by, at=NOON)
        assert codes(refused) == {code}


def test_the_chair_of_another_member_agency_approves(room):
    report = merged(room)

    with voice_of(room.citra):
        assert report_for(room_viewer(room.citra), report.ref).may_approve


def room_viewer(user):
    return viewer_of(user, on=date(2026, 6, 15))


def test_a_correction_is_a_new_edition_that_names_the_one_it_replaces(room):
    report = final(room)
    with voice_of(room.wulan):
        again = planning.correct_report(
            report=report, code="figures", words="Angka direvisi.", by=room.wulan, at=NOON
        )
        with pytest.raises(CannotReport) as refused:
            planning.correct_report(report=report, code="figures", words="Lagi.", by=room.wulan, at=NOON)

        assert again.chapters.filter(state="approved").count() == 2

    assert (again.edition, again.replaces_id, again.state) == (2, report.pk, "draft")
    assert codes(refused) == {"corrected"}


def test_a_revised_figure_is_noted_and_the_report_keeps_its_own(room):
    report = final(room, with_figure=True)
    before = report.content
    with as_role("gugus_worker"):
        old = snapshots.Snapshot.objects.unscoped(because="test").get(pk=frozen(room).id)
    new = snapshot(room, values=(9, 7), replaces=old)

    with voice_of(room.budi):
        assert snapshots.revised_since([frozen(room).id]) == {frozen(room).id: new.ref}
        report.refresh_from_db()
        assert report.content == before and '"Perempuan",12' in before


def test_a_successor_writes_the_chapter_of_the_agency_it_followed(room):
    report = opened_report(room)
    one = chapter(report, "enforcement", room.wulan)
    with as_role("gugus_worker"):
        fresh = add_agency("polres-baru", "Polres Baru", AgencyKind.POLICE)
        Agency.objects.filter(pk=room.police.pk).update(valid_to=date(2026, 6, 1), successor=fresh)
        room.budi.agency = fresh
        room.budi.save(update_fields=["agency"])
    follow_all()

    with voice_of(room.budi):
        written = writing.write_chapter(chapter=one, text=TEXT, by=room.budi, at=NOON)

    assert written.words


def test_late_chapters_are_reminded_of(room):
    opened_report(room, first_on=date(2025, 1, 1), last_on=date(2025, 12, 31))

    with as_role("gugus_worker"):
        third_monday = NOON + timedelta(days=21)  # the report began late: its writers had two weeks
        assert look_for_late(third_monday) == 2
        assert look_for_late(third_monday + timedelta(days=1)) == 0


def test_a_chapter_left_out_keeps_its_words(room):
    report = finished(room, opened_report(room))
    one = chapter(report, "foreword", room.wulan)
    with voice_of(room.wulan):
        planning.leave_out(chapter=one, by=room.wulan, at=NOON)
        back = planning.leave_out(chapter=one, by=room.wulan, at=NOON)

    assert (back.state, back.text) == ("writing", TEXT)


def test_reasons_that_members_read_name_nobody_either(room):
    """Said at their field: what is sent back, what is to be changed, what is corrected."""
    said = {"code": "figures", "words": "Korban bernama Contoh disebut.", "by": room.wulan, "at": NOON}
    one = chapter(opened_report(room), "foreword", room.wulan)
    with voice_of(room.wulan):
        one = writing.submit_chapter(
            chapter=writing.write_chapter(chapter=one, text=TEXT, by=room.wulan, at=NOON),
            by=room.wulan,
            at=NOON,
        )
        for refusing in (
            lambda: writing.return_chapter(chapter=one, **said),
            lambda: merging.write_on(report=merged(room), **said),
            lambda: planning.correct_report(report=final(room), **said),
        ):
            with pytest.raises(CannotReport) as refused:
                refusing()
            assert [(each.code, each.field) for each in refused.value.reasons] == [("named", "words")]
