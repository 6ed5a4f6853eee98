"""Agencies owe a report when a period is over; they write it, the secretariat answers, a successor takes over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from tests.actionplan.conftest import JULY, asked, indicator_of
from tests.conftest import as_role, voice_of

from gugus.actionplan import jobs, planning, queries, reporting
from gugus.actionplan.heart import CannotReport
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Entry, PeriodReport
from gugus.actionplan.reporting import Done
from gugus.base.versions import Stale
from gugus.files.actions import attach
from gugus.files.queries import attachments_of
from gugus.tasks.models import Task

MONEY = Decimal(40_000_000)


def written(report, plan, by, **changed):
    indicator = indicator_of(plan)
    given = {
        "spent_apbd": MONEY,
        "obstacle": "Jadwal",
        "follow_up": "Ulang",
        "reached": {indicator.pk: Figure(Decimal(7))},
    }
    return reporting.write_entry(
        report=report, activity=indicator.activity, done=Done(**(given | changed)), by=by, at=JULY
    )


@pytest.fixture
def yusuf(world):
    """Supervisor of the unit, which answers for one activity."""
    with voice_of(world.yusuf):
        yield world.yusuf


@pytest.fixture
def handed_in(world, running, report):
    with voice_of(world.yusuf):
        written(report, running, world.yusuf)
        return reporting.hand_in(report=report, by=world.yusuf, at=JULY)


def tasks(kind, agency) -> list[Task]:
    with as_role("gugus_worker"):
        return list(Task.objects.unscoped(because="test").filter(kind=kind, agency=agency))


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_each_responsible_agency_is_asked_once_when_a_period_has_ended(world, running):
    early = asked(running, JULY - timedelta(days=3))
    made = asked(running)
    again = asked(running, JULY + timedelta(hours=1))

    assert early == again == []
    assert {(one.agency.slug, one.period) for one in made} == {
        ("upt-pppa", "2025-S1"),
        ("unit-ppa", "2025-S1"),
    }
    assert {one.due_at.isoformat()[:10] for one in made} == {"2025-07-16"}
    assert [one.due_at for one in tasks("actionplan_report", world.unit)] == [made[0].due_at]


def test_a_draft_asks_nobody(plan):
    assert asked(plan) == []


def test_what_was_written_counts_when_it_was_handed_in(world, running, report, yusuf):
    written(report, running, yusuf)
    before = queries.matrix(running, 2025).works[0]
    reporting.hand_in(report=report, by=yusuf, at=JULY)
    after = queries.matrix(running, 2025).works[0]

    assert (before.entry, before.measures[0].standing) == (None, "silent")
    assert (after.spent["apbd"], after.measures[0].share, after.measures[0].standing) == (MONEY, 70, "partly")
    assert [one.done_at for one in tasks("actionplan_report", world.unit)] == [JULY]


def test_a_report_without_an_entry_for_each_activity_is_not_handed_in(report, yusuf):
    with pytest.raises(CannotReport) as refused:
        reporting.hand_in(report=report, by=yusuf, at=JULY)

    assert codes(refused) == ["activities_missing"]


def test_a_report_is_sent_back_with_a_reason_and_accepted_later(world, running, handed_in):
    with voice_of(world.wulan):
        with pytest.raises(CannotReport) as refused:
            reporting.answer(report=handed_in, to="returned", reason=" ", by=world.wulan, at=JULY)
        reporting.answer(report=handed_in, to="returned", reason="Bukti kurang", by=world.wulan, at=JULY)
    with voice_of(world.yusuf):
        written(handed_in, running, world.yusuf, evidence="Laporan 12")
        again = reporting.hand_in(report=handed_in, by=world.yusuf, at=JULY + timedelta(days=1))
    with voice_of(world.wulan):
        done = reporting.answer(
            report=again, to="accepted", reason="", by=world.wulan, at=JULY + timedelta(days=2)
        )
        steps = [(one.to_state, one.reason) for one in done.moves.all()]

    assert codes(refused) == ["reason_needed"]
    assert steps == [
        ("open", None), ("submitted", None), ("returned", "Bukti kurang"), ("submitted", None), ("accepted", None),
    ]  # fmt: skip


def test_after_handing_in_nothing_is_written(world, running, handed_in):
    with voice_of(world.yusuf), pytest.raises(CannotReport) as refused:
        written(handed_in, running, world.yusuf)

    assert codes(refused) == ["not_now"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"spent_apbd": Decimal(-1)}, "amount_impossible"),
        ({"obstacle": "Korban berinisial AB tidak datang"}, "points_to_a_person"),
    ],
)
def test_an_impossible_entry_is_refused(running, report, yusuf, changed, code):
    with pytest.raises(CannotReport) as refused:
        written(report, running, yusuf, **changed)

    assert codes(refused) == [code]


def test_an_agency_writes_nothing_about_the_activity_of_another(running, report, yusuf):
    other = indicator_of(running, "Penyidik").activity

    with pytest.raises(CannotReport) as refused:
        reporting.write_entry(report=report, activity=other, done=Done(), by=yusuf, at=JULY)

    assert codes(refused) == ["not_your_activity"]


def test_two_colleagues_write_one_entry_and_the_second_is_told(running, report, yusuf):
    activity = indicator_of(running).activity
    reporting.write_entry(report=report, activity=activity, done=Done(), by=yusuf, at=JULY, seen=0)

    with pytest.raises(Stale):
        reporting.write_entry(
            report=report, activity=activity, done=Done(obstacle="b"), by=yusuf, at=JULY, seen=0
        )


def test_nobody_else_reads_what_is_still_being_written(world, running, report):
    with voice_of(world.yusuf):
        written(report, running, world.yusuf)

    for user in (world.budi, world.wulan, world.sari):
        with voice_of(user):
            assert not Entry.objects.unscoped(because="the second lock alone").exists()


def test_every_member_reads_what_was_handed_in(world, handed_in):
    for user in (world.budi, world.wulan, world.maya):
        with voice_of(user):
            assert Entry.objects.unscoped(because="the second lock alone").get().obstacle == "Jadwal"
    with voice_of(world.sari):
        assert not PeriodReport.objects.unscoped(because="the second lock alone").exists()


def test_the_database_lets_nobody_answer_or_write_for_another_agency(world, running, handed_in):
    with voice_of(world.budi), connection.cursor() as cursor:
        cursor.execute("update actionplan_periodreport set version = 9 where id = %s", [handed_in.pk])
        assert cursor.rowcount == 0
        cursor.execute("update actionplan_entry set spent_apbn = 1")
        assert cursor.rowcount == 0
    with voice_of(world.yusuf), pytest.raises(DatabaseError), transaction.atomic():
        reporting.answer(report=handed_in, to="accepted", reason="", by=world.yusuf, at=JULY)
    with (
        voice_of(world.budi),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into actionplan_periodreport "
            "(id, ref, plan_id, agency_id, period, state, due_at, opened_at, version) "
            "select gen_random_uuid(), 'LK-0', plan_id, agency_id, '2025-S2', 'open', now(), now(), 1 "
            "from actionplan_periodreport limit 1"
        )


def evidence(report, by):
    upload = SimpleUploadedFile("bukti.txt", b"Daftar hadir kegiatan", content_type="text/plain")
    return attach(about=report, section="plan", upload=upload, by=by, at=JULY, title="Daftar hadir")


def test_files_are_read_when_the_report_was_handed_in_and_added_by_its_agency_alone(
    world, running, report, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    with voice_of(world.yusuf):
        evidence(report, world.yusuf)
        written(report, running, world.yusuf)
    with voice_of(world.budi):
        before = attachments_of(report).count()
        with pytest.raises(DatabaseError), transaction.atomic():
            evidence(report, world.budi)
    with voice_of(world.yusuf):
        reporting.hand_in(report=report, by=world.yusuf, at=JULY)
        with pytest.raises(DatabaseError), transaction.atomic():
            evidence(report, world.yusuf)
    with voice_of(world.budi):
        after = attachments_of(report).count()
    with voice_of(world.sari):
        outside = attachments_of(report).count()

    assert (before, after, outside) == (0, 1, 0)


def test_words_are_sealed(world, handed_in):
    with voice_of(world.yusuf), connection.cursor() as cursor:
        cursor.execute("select obstacle, follow_up from actionplan_entry")
        kept = [bytes(one) for row in cursor.fetchall() for one in row]

    assert kept and not any(b"Jadwal" in one or b"Ulang" in one for one in kept)


def test_the_successor_of_a_replaced_agency_reports_with_what_was_written(world, running, report):
    with voice_of(world.yusuf):
        written(report, running, world.yusuf)
    with as_role("gugus_worker"):
        world.unit.successor, world.unit.valid_to = world.shelter, date(2025, 7, 10)
        world.unit.save(update_fields=["successor", "valid_to"])
        jobs.keep_up(JULY + timedelta(days=9))
        report.refresh_from_db()

    assert (report.agency, report.took_over_from) == (world.shelter, world.unit)
    assert [one.done_at for one in tasks("actionplan_report", world.shelter)] == [None]
    with voice_of(world.maya):
        done = reporting.hand_in(report=report, by=world.maya, at=JULY + timedelta(days=9))
    assert done.state == "submitted"


def test_what_was_handed_in_is_not_asked_of_the_successor_again(world, running, handed_in):
    with as_role("gugus_worker"):
        world.unit.successor, world.unit.valid_to = world.shelter, date(2025, 7, 10)
        world.unit.save(update_fields=["successor", "valid_to"])
        jobs.keep_up(JULY + timedelta(days=9))
        halves = PeriodReport.objects.unscoped(because="test").filter(plan=running, period=handed_in.period)
        owing = {one.agency for one in halves}
        jobs.keep_up(JULY + timedelta(days=190))
        later = PeriodReport.objects.unscoped(because="test").filter(plan=running, period="2025-S2")
        next_time = {one.agency for one in later}

    assert owing == {world.unit, world.police}
    assert next_time == {world.shelter, world.police}


def test_who_is_late_is_listed_the_longest_first(world, running, report):
    with voice_of(world.wulan):
        found = queries.unreported(world.viewer("wulan"), at=JULY + timedelta(days=30))
        none = queries.unreported(world.viewer("wulan"), at=JULY + timedelta(days=1))

    assert {one.agency.slug for one in found} == {"upt-pppa", "unit-ppa"}
    assert none == []


def test_an_activity_taken_out_is_asked_about_no_more(world, running, report):
    with voice_of(world.wulan):
        activity = indicator_of(running).activity
        planning.drop_activity(activity=activity, code="done", by=world.wulan, at=JULY)
    with voice_of(world.yusuf):
        assert reporting.activities_of(report) == []
