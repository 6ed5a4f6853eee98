"""A member leaves or is replaced in one task force: what it owed of the action plan is its heir's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.actionplan.conftest import JULY, asked, indicator_of
from tests.actionplan.test_reporting import evidence, handed_in, tasks, written  # noqa: F401
from tests.conftest import as_role, voice_of
from tests.forces import settle_force

from gugus.actionplan import jobs, queries, reporting
from gugus.actionplan.models import Entry, PeriodReport
from gugus.actionplan.reporting import Done
from gugus.audit.models import Entry as Line
from gugus.base.context import speaking_for
from gugus.files.queries import attachments_of
from gugus.outbox.models import Event
from gugus.taskforce.actions.keeping import CannotKeep
from gugus.taskforce.actions.seats import end_seat, replace_seat
from gugus.taskforce.queries import given_up_to

DAY, LATER = date(2025, 7, 10), JULY + timedelta(days=9)


def left_to(world, force, heir, *, agency=None, on=DAY) -> None:
    with voice_of(world.wulan):
        end_seat(force=force, agency=agency or world.unit, heir=heir, on=on, by=world.wulan, at=JULY)


def heard(times: int = 2) -> None:
    """The worker hears who left, more than once."""
    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        for event in list(Event.objects.filter(topic="taskforce.seat_left")) * times:
            jobs.on_seat_left(event=event, at=LATER)


def again(report) -> PeriodReport:
    with as_role("gugus_worker"):
        return PeriodReport.objects.unscoped(because="test").select_related("agency", "took_over_from").get(
            pk=report.pk
        )  # fmt: skip


def lines(verb) -> int:
    with as_role("gugus_worker"):
        return Line.objects.unscoped(because="test").filter(verb=verb).count()


def test_the_open_report_goes_to_the_heir_who_hands_it_in(world, force, running, report, signed_in):
    with voice_of(world.yusuf):
        written(report, running, world.yusuf)
    left_to(world, force, world.shelter)
    heard()
    now = again(report)

    assert (now.agency, now.took_over_from) == (world.shelter, world.unit)
    assert [one.done_at for one in tasks("actionplan_report", world.shelter)] == [None]
    assert tasks("actionplan_report", world.unit) == []
    assert lines("actionplan.report_passed_on") == 1
    url = reverse("actionplan:report", args=[report.ref])
    assert signed_in(world.yusuf).get(url).status_code == 404
    assert indicator_of(running).activity.name in signed_in(world.maya).get(url).content.decode()
    with voice_of(world.yusuf):
        assert not PeriodReport.objects.unscoped(because="test").exists()
        assert not Entry.objects.unscoped(because="test").exists()
    with voice_of(world.maya):
        written(now, running, world.maya, obstacle="Kami lanjutkan")
        assert reporting.hand_in(report=now, by=world.maya, at=LATER).state == "submitted"


def test_whoever_replaces_a_member_is_asked_in_its_place(world, force, running, report):
    with voice_of(world.wulan):
        replace_seat(force=force, agency=world.unit, heir=world.outside, on=DAY, by=world.wulan, at=JULY)
    heard()
    with as_role("gugus_worker"):
        jobs.keep_up(LATER)
        jobs.keep_up(JULY + timedelta(days=190))
        rows = PeriodReport.objects.unscoped(because="test").filter(plan=running).select_related("agency")
        owed = {(one.period, one.agency) for one in rows}

    assert owed == {
        ("2025-S1", world.outside), ("2025-S1", world.police), ("2025-S2", world.outside), ("2025-S2", world.police),
    }  # fmt: skip


def test_an_heir_that_writes_its_own_report_gets_what_was_written(
    world, force, running, report, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    own = next(iter(asked_of(running, world.police)))
    with voice_of(world.yusuf):
        written(report, running, world.yusuf)
        evidence(report, world.yusuf)
    left_to(world, force, world.police)
    heard()

    assert (again(report).state, again(report).agency) == ("covered", world.unit)
    assert lines("actionplan.report_covered") == 1
    assert [bool(one.done_at) for one in tasks("actionplan_report", world.unit)] == [True]
    with voice_of(world.yusuf):
        assert not attachments_of(report).exists() and not attachments_of(own).exists()
    with voice_of(world.wulan):
        late = queries.unreported(world.viewer("wulan"), at=JULY + timedelta(days=30))
        assert [one.agency for one in late] == [world.police]
    with voice_of(world.budi):
        assert {one.agency for one in reporting.activities_of(own)} == {world.police, world.unit}
        assert Entry.objects.unscoped(because="test").get().obstacle == "Jadwal"
        assert [one.title for one in attachments_of(own)] == ["Daftar hadir"]
        mine = indicator_of(running, "Penyidik").activity
        reporting.write_entry(report=own, activity=mine, done=Done(), by=world.budi, at=LATER)
        assert reporting.hand_in(report=own, by=world.budi, at=LATER).state == "submitted"


def asked_of(plan, agency) -> list[PeriodReport]:
    with as_role("gugus_worker"):
        return list(PeriodReport.objects.unscoped(because="test").filter(plan=plan, agency=agency))


def test_an_heir_that_handed_in_already_waits_until_it_is_sent_back(world, force, running, report):
    (own,) = asked_of(running, world.police)
    with voice_of(world.budi):
        mine = indicator_of(running, "Penyidik").activity
        reporting.write_entry(report=own, activity=mine, done=Done(), by=world.budi, at=JULY)
        reporting.hand_in(report=own, by=world.budi, at=JULY)
    left_to(world, force, world.police)
    heard()
    assert again(report).state == "open"
    assert [bool(one.done_at) for one in tasks("actionplan_report", world.unit)] == [True]

    with voice_of(world.wulan):
        reporting.answer(report=own, to="returned", reason="Lengkapi", by=world.wulan, at=LATER)
    with as_role("gugus_worker"):
        jobs.keep_up(LATER)
    assert again(report).state == "covered"


def test_what_the_one_that_left_had_handed_in_is_not_asked_of_the_heir(world, force, running, handed_in):  # noqa: F811
    (own,) = asked_of(running, world.police)
    left_to(world, force, world.police)
    heard()

    assert (again(handed_in).state, again(handed_in).agency) == ("submitted", world.unit)
    with voice_of(world.budi):
        mine = indicator_of(running, "Penyidik").activity
        reporting.write_entry(report=own, activity=mine, done=Done(), by=world.budi, at=LATER)
        assert reporting.hand_in(report=own, by=world.budi, at=LATER).state == "submitted"


def test_until_its_day_the_one_that_leaves_answers_itself(world, force, running, report):
    left_to(world, force, world.shelter, on=date(2025, 7, 20))
    heard()

    assert again(report).agency == world.unit


def test_another_task_force_keeps_what_is_its_own(world, force, running, report):
    other = settle_force(world, name="Lain", area="31.71")
    left_to(world, other, world.shelter)
    heard()

    assert again(report).agency == world.unit
    assert given_up_to(force, world.shelter, DAY) == {world.shelter.pk}
    assert given_up_to(other, world.shelter, DAY) == {world.shelter.pk, world.unit.pk}


def test_it_goes_along_however_often_the_seat_changes_hands(world, force, running, report):
    left_to(world, force, world.shelter, on=date(2025, 7, 5))
    left_to(world, force, world.police, agency=world.shelter)

    assert given_up_to(force, world.police, DAY) == {world.police.pk, world.shelter.pk, world.unit.pk}
    assert asked(running, at=JULY + timedelta(days=190))[0].agency == world.police


@pytest.mark.parametrize("who", ["unit", "police"])
def test_nobody_leaves_its_activities_to_nobody(who, world, force, plan, signed_in):
    """The draft counts; the police answers for one activity and supports another."""
    agency = getattr(world, who)
    url = reverse("taskforce:member", args=[force.ref, agency.slug, "keluar"])
    page = signed_in(world.wulan).get(url).content.decode()
    with voice_of(world.wulan), pytest.raises(CannotKeep) as refused:
        end_seat(force=force, agency=agency, on=DAY, by=world.wulan, at=JULY)

    assert plan.ref in page and f"{1 if who == 'unit' else 2} kegiatan" in page
    assert [one.code for one in refused.value.reasons] == ["has_work"]
