"""What the action plan and the reports of a task force tell on the chair's page."""

from datetime import timedelta

from tests.actionplan.conftest import BEGUN, JULY, PAPER, asked, line
from tests.conftest import NOON, as_role, voice_of
from tests.reporting.conftest import final, merged, opened_report
from tests.room.conftest import counts, room_for

from gugus.actionplan import planning
from gugus.actionplan.models import PeriodReport
from gugus.reporting.actions import merging

LATE = JULY + timedelta(days=40)


def drafted(world, force):
    with voice_of(world.wulan):
        plan = planning.write_plan(force=force, paper=PAPER, by=world.wulan, at=BEGUN)
        planning.add_line(plan=plan, line=line(world), by=world.wulan, at=BEGUN)
        plan.refresh_from_db()
    return plan


def in_force(world, force):
    plan = drafted(world, force)
    with voice_of(world.arif):
        planning.move_plan(plan=plan, to="approved", by=world.arif, at=BEGUN)
    with voice_of(world.wulan):
        return planning.move_plan(plan=plan, to="in_force", by=world.wulan, at=BEGUN)


def test_a_plan_waits_for_the_chair(world, force):
    drafted(world, force)

    chair, keeper = room_for(world.arif, BEGUN), room_for(world.wulan, BEGUN)
    assert counts(chair.decide) == counts(keeper.decide) == {"plans_draft": 1}
    assert chair.decide[0].yours and not keeper.decide[0].yours


def test_an_empty_plan_waits_for_nobody(world, force):
    with voice_of(world.wulan):
        planning.write_plan(force=force, paper=PAPER, by=world.wulan, at=BEGUN)

    assert room_for(world.arif, BEGUN).decide == []


def test_a_period_that_is_not_reported_names_its_agency(world, force):
    asked(in_force(world, force))

    before, after = room_for(world.wulan, JULY), room_for(world.wulan, LATE)
    assert counts(before.late) == {} and counts(after.late) == {"periods_late": 1}
    assert [(name, [one.late for one in owed]) for name, owed in before.silent] == [
        (world.unit.name, [False])
    ]
    assert [(name, [one.late for one in owed]) for name, owed in after.silent] == [(world.unit.name, [True])]
    assert "2025" in after.late[0].lines[0].said


def test_a_period_that_was_handed_in_waits_for_the_secretariat(world, force):
    asked(in_force(world, force))
    with as_role("gugus_worker"):
        PeriodReport.objects.unscoped(because="test").update(state="submitted", submitted_at=JULY)

    room = room_for(world.wulan, LATE)
    assert (counts(room.decide), room.late, room.silent) == ({"periods_submitted": 1}, [], [])
    assert room.decide[0].yours


def test_chapters_that_are_late_name_their_agencies(world, force):
    world.force = force
    opened_report(world)

    room = room_for(world.wulan)
    assert counts(room.late)["chapters_late"] == 2
    owed = {name: [one.late for one in many] for name, many in room.silent}
    assert owed == {world.office.name: [True], world.police.name: [True]}
    assert "chapters_late" in counts(room_for(world.budi).late)


def test_a_merged_report_waits_for_who_did_not_merge_it(world, force):
    world.force = force
    report = merged(world)

    yours = {
        name: {one.key: one.yours for one in room_for(getattr(world, name)).decide}
        for name in ("wulan", "arif")
    }
    assert (yours["wulan"]["reports_review"], yours["arif"]["reports_review"]) == (False, True)
    with voice_of(world.arif):
        merging.approve_report(report=report, digest=report.digest, by=world.arif, at=NOON)
    assert counts(room_for(world.wulan).decide) == {"reports_approved": 1}


def test_a_final_report_waits_for_nobody_and_leads_on_to_words_for_everybody(world, force, signed_in):
    world.force = force
    report = final(world)

    room = room_for(world.wulan)
    assert (room.decide, room.late) == ([], [])
    page = signed_in(world.wulan).get(f"/laporan-gugus/{report.ref}/").content.decode()
    assert f"jenis=report&amp;dari={report.ref}" in page
    form = signed_in(world.wulan).get(f"/ruang/publikasi/baru/?jenis=report&dari={report.ref}")
    assert form.context["source"].kind == "forcereport"
