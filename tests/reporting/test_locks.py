"""What the database lets through and what not, with the Python lock away: another task force, a member, a stranger."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.reporting.conftest import TEXT, chapter, final, frozen, merged, opened_report

from gugus.access.viewer import viewer_of
from gugus.reporting import snapshots
from gugus.reporting.actions import merging, sending, writing
from gugus.reporting.models import (
    Chapter,
    ChapterDraft,
    ChapterFigure,
    ChapterWording,
    ForceReport,
    KnownSender,
    ReportParcel,
    UpwardReport,
)

MODELS = (
    Chapter,
    ChapterDraft,
    ChapterFigure,
    ChapterWording,
    ForceReport,
    KnownSender,
    ReportParcel,
    UpwardReport,
)
ANYBODY = "test"


def rows(model):
    return model.objects.unscoped(because=ANYBODY)


def refused(statement: str, *values) -> bool:
    """Does the database refuse, or find no row?"""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


@pytest.fixture
def whole(room):
    """A final report with everything that hangs on it."""
    report = final(room, with_figure=True)
    with voice_of(room.wulan):
        sending.send_up(report=report, by=room.wulan, at=NOON)
        sending.ask_parcel(report=report, by=room.wulan, at=NOON)
        sending.add_sender(force=room.force, name="Kota Lain", public="A" * 43 + "=", by=room.wulan, at=NOON)
    return report


def test_another_task_force_and_a_stranger_see_nothing(room, whole):
    with voice_of(room.sari):  # keeps the secretariat of the higher one: has the copy and nothing else
        assert {model.__name__: rows(model).count() for model in MODELS if rows(model).count()} == {
            "UpwardReport": 1
        }
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"select count(*) from {model._meta.db_table}")
            assert cursor.fetchone() == (0,), model


def test_a_member_reads_and_plans_nothing(room, whole):
    with voice_of(room.budi):
        assert rows(ForceReport).count() == 1 and rows(Chapter).count() > 1
        for statement in (
            "update reporting_forcereport set title = 'x'", "delete from reporting_chapter",
            "update reporting_upwardreport set state = 'received'", "update reporting_knownsender set name = 'x'",
            "update reporting_reportparcel set tries = 9", "delete from reporting_chapterfigure",
        ):  # fmt: skip
            assert refused(statement), statement


def test_a_member_writes_its_own_chapter_and_no_other(room):
    report = opened_report(room)
    own, other = chapter(report, "enforcement", room.budi), chapter(report, "foreword", room.budi)

    with voice_of(room.budi):
        assert not refused("update reporting_chapter set words = 3, state = 'writing' where id = %s", own.pk)
        for statement, pk in (
            ("update reporting_chapter set words = 3 where id = %s", other.pk),
            ("update reporting_chapter set title = 'x' where id = %s", own.pk),
            ("update reporting_chapter set state = 'approved' where id = %s", own.pk),
            ("update reporting_chapter set due_on = null where id = %s", own.pk),
        ):
            assert refused(statement, pk), statement


def test_what_was_approved_stays_whoever_asks(room):
    report = merged(room, with_figure=True)
    with voice_of(room.wulan):
        assert refused("update reporting_forcereport set state = 'final' where id = %s", report.pk)
        assert refused("update reporting_chapter set words = 0 where report_id = %s", report.pk)
        assert refused("delete from reporting_chapterfigure where report_id = %s", report.pk)


def test_a_final_report_is_fixed_for_the_worker_too(room, whole):
    with as_role("gugus_worker"):
        for statement in (
            "update reporting_forcereport set digest = repeat('0', 64)", "update reporting_forcereport set title = 'x'",
            "update reporting_forcereport set state = 'writing'", "delete from reporting_forcereport",
            "update reporting_chapter set words = 0", "update reporting_forcereport set final_at = now()",
            "update reporting_upwardreport set digest = repeat('0', 64)", "delete from reporting_chapterwording",
        ):  # fmt: skip
            assert refused(statement), statement


def test_nobody_approves_alone_in_the_database_either(room):
    report = merged(room)
    with voice_of(room.wulan):
        assert refused(
            "update reporting_forcereport set state = 'approved', approved_by_id = %s, approved_at = now()"
            " where id = %s",
            room.wulan.pk, report.pk,
        )  # fmt: skip


def test_only_the_receiver_answers(room, whole):
    with voice_of(room.wulan):
        assert refused("update reporting_upwardreport set state = 'acknowledged'")
    with voice_of(room.kartika):
        assert not refused("update reporting_upwardreport set state = 'acknowledged'")
        assert refused("update reporting_upwardreport set state = 'returned', return_code = 'other'")


def test_unfinished_words_are_their_writers_alone(room):
    report = opened_report(room)
    one = chapter(report, "foreword", room.wulan)
    with voice_of(room.wulan):
        writing.keep_draft(chapter=one, text=TEXT, seen=1, by=room.wulan, at=NOON)
    with voice_of(room.putri):  # a colleague of the same office
        assert rows(ChapterDraft).count() == 0


def test_a_figure_of_another_task_force_is_not_found(room):
    assert frozen(room)

    with voice_of(room.kartika):
        assert snapshots.find(viewer_of(room.kartika, on=NOON.date()), room.force, frozen(room).ref) is None


def test_the_chair_of_another_member_agency_decides_and_writes_nothing_else(room):
    """In the cast of the demo the City Secretary chairs and another office keeps the secretariat."""
    report = merged(room)

    with voice_of(room.citra):
        for what, value in (
            ("title", "Lain"),
            ("state", "writing"),
            ("state", "final"),
            ("prepared_by_id", None),
        ):
            assert refused(f"update reporting_forcereport set {what} = %s where id = %s", value, report.pk)
        approving = (
            "update reporting_forcereport set state = 'approved', approved_by_id = %s, approved_at = now()"
        )
        assert refused(f"{approving} where id = %s", room.arif.pk, report.pk)
        assert refused(f"{approving}, title = 'Lain' where id = %s", room.citra.pk, report.pk)
        back = merging.write_on(report=report, code="form", words="Bahasa.", by=room.citra, at=NOON)
        assert (back.state, back.digest, back.content) == ("writing", "", None)
        assert refused("update reporting_forcereport set state = 'review' where id = %s", report.pk)
    with voice_of(room.wulan):
        again = merging.merge_report(report=report, by=room.wulan, at=NOON)
    with voice_of(room.citra):
        done = merging.approve_report(report=again, digest=again.digest, by=room.citra, at=NOON)
        assert refused("update reporting_forcereport set state = 'final' where id = %s", report.pk)

    assert (done.state, done.approved_by_id) == ("approved", room.citra.pk)


def test_a_draft_and_another_task_force_stay_out_of_reach_of_a_second_person(room):
    report = opened_report(room)

    for by in (room.citra, room.kartika):
        with voice_of(by):
            assert refused("update reporting_forcereport set state = 'approved' where id = %s", report.pk)
            assert refused("update reporting_forcereport set title = 'Lain' where id = %s", report.pk)
