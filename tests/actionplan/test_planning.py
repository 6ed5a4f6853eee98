"""A plan is written by its secretariat, approved, put in force; targets are revised and never overwritten."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.actionplan.conftest import BEGUN, PAPER, indicator_of, line
from tests.conftest import as_role, voice_of
from tests.forces import settle_force

from gugus.actionplan import planning, queries
from gugus.actionplan.heart import CannotPlan
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Plan, Target
from gugus.audit.models import Entry as TrailEntry
from gugus.base.versions import Stale


@pytest.fixture
def wulan(world):
    with voice_of(world.wulan):
        yield world.wulan


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_years_are_what_the_plan_says(wulan, force):
    made = planning.write_plan(
        force=force, paper=replace(PAPER, first_year=2031, last_year=2037), by=wulan, at=BEGUN
    )

    assert list(made.years) == list(range(2031, 2038))


def test_a_double_click_adds_one_line(plan, wulan, world):
    given = line(world, indicator="Guru", key=uuid4())

    made = [planning.add_line(plan=plan, line=given, by=wulan, at=BEGUN) for _ in range(2)]

    assert made[0] == made[1]


def test_a_further_indicator_does_not_lose_another_agency_silently(plan, wulan, world):
    given = line(world, indicator="Guru", agency=world.shelter, supporting=[])

    with pytest.raises(CannotPlan) as refused:
        planning.add_line(plan=plan, line=given, by=wulan, at=BEGUN)

    assert [(one.code, one.field) for one in refused.value.reasons] == [("other_activity", "agency")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "title_needed"),
        ({"first_year": 2029, "last_year": 2025}, "years_impossible"),
        ({"last_year": 2060}, "years_impossible"),
        ({"report_days": 0}, "days_impossible"),
        ({"title": "Rencana untuk korban bernama Mawar"}, "points_to_a_person"),
    ],
)
def test_an_impossible_cover_is_refused(wulan, force, changed, code):
    with pytest.raises(CannotPlan) as refused:
        planning.write_plan(force=force, paper=replace(PAPER, **changed), by=wulan, at=BEGUN)

    assert codes(refused) == [code]


def test_a_double_click_writes_one_plan(wulan, force):
    key = uuid4()

    made = [planning.write_plan(force=force, paper=PAPER, by=wulan, at=BEGUN, key=key) for _ in range(2)]

    assert made[0] == made[1]


def test_the_matrix_shows_field_strategy_activity_indicator_money(plan, wulan):
    found = queries.matrix(plan, 2025)

    assert [(code, len(works)) for code, _name, works in found.fields] == [
        ("prevention", 1),
        ("enforcement", 1),
    ]
    work = found.works[0]
    assert work.supporting == ["Unit PPA Polres"]
    assert work.planned(2025) == {"apbn": 0, "apbd": Decimal(125_000_000), "other": 0}
    assert work.measures[0].target.value == 10


def test_one_more_indicator_joins_the_activity_of_the_same_name(plan, wulan, world):
    planning.add_line(plan=plan, line=line(world, indicator="Guru"), by=wulan, at=BEGUN)

    work = queries.matrix(plan, 2025).works[0]
    assert [one.indicator.name for one in work.measures] == ["Sekolah yang ikut", "Guru"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"activity": ""}, "needed"),
        ({"field": "sport"}, "field_unknown"),
        ({"targets": {2031: Figure(Decimal(1))}}, "year_outside"),
        ({"budgets": {(2025, "apbd"): Decimal(-1)}}, "amount_impossible"),
        ({"budgets": {(2024, "apbd"): Decimal(1)}}, "year_outside"),
        ({}, "there_already"),
        ({"activity": "Lain", "baseline": Figure(None, "Anak bernama Contoh")}, "points_to_a_person"),
        ({"activity": "Lain", "targets": {2025: Figure(None, "Korban berinisial AB")}}, "points_to_a_person"),
        ({"indicator": "Lain", "budgets": {(2025, "apbd"): Decimal(1)}}, "other_activity"),
    ],
)
def test_a_wrong_line_is_refused(plan, wulan, world, changed, code):
    with pytest.raises(CannotPlan) as refused:
        planning.add_line(plan=plan, line=line(world, **changed), by=wulan, at=BEGUN)

    assert codes(refused) == [code]


def test_a_plan_without_an_indicator_is_not_approved(wulan, world, force):
    made = planning.write_plan(force=force, paper=PAPER, by=wulan, at=BEGUN)

    with pytest.raises(CannotPlan) as refused:
        planning.move_plan(plan=made, to="approved", by=wulan, at=BEGUN)

    assert codes(refused) == ["empty"]


def test_years_are_fixed_with_the_approval_and_words_are_not(running, wulan):
    with pytest.raises(CannotPlan) as refused:
        planning.change_plan(plan=running, paper=replace(PAPER, last_year=2030), by=wulan, at=BEGUN)
    planning.change_plan(plan=running, paper=replace(PAPER, title="Judul lain"), by=wulan, at=BEGUN)

    assert codes(refused) == ["approved_already"]
    running.refresh_from_db()
    assert running.title == "Judul lain"


def test_one_plan_is_in_force_for_a_year(running, wulan, world):
    second = planning.write_plan(force=running.task_force, paper=PAPER, by=wulan, at=BEGUN, follows=running)
    planning.add_line(plan=second, line=line(world), by=wulan, at=BEGUN)
    planning.move_plan(plan=second, to="approved", by=wulan, at=BEGUN)

    with pytest.raises(CannotPlan) as refused:
        planning.move_plan(plan=second, to="in_force", by=wulan, at=BEGUN)

    assert (codes(refused), second.edition) == (["another_in_force"], 2)


def test_a_revised_target_keeps_the_old_one_with_the_reason(running, wulan):
    indicator = indicator_of(running)

    planning.set_target(
        indicator=indicator,
        year=2025,
        figure=Figure(Decimal(8)),
        reason="Anggaran dipotong",
        by=wulan,
        at=BEGUN,
    )

    measure = queries.matrix(running, 2025).works[0].measures[0]
    assert measure.target.value == 8
    assert [(one.edition, one.value, one.reason) for one in measure.history if one.year == 2025] == [
        (2, Decimal(8), "Anggaran dipotong"), (1, Decimal(10), ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "reason", "code"),
    [
        (Figure(Decimal(8)), " ", "reason_needed"),
        (Figure(Decimal(10)), "Tetap", "same_target"),
        (Figure(), "Kosong", "target_needed"),
    ],
)
def test_a_target_is_not_revised_without_reason_or_change(running, wulan, figure, reason, code):
    with pytest.raises(CannotPlan) as refused:
        planning.set_target(
            indicator=indicator_of(running), year=2025, figure=figure, reason=reason, by=wulan, at=BEGUN
        )

    assert codes(refused) == [code]


@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker", "gugus_owner"])
def test_nobody_overwrites_a_target(plan, wulan, role):
    for statement in ("update actionplan_target set value = 1", "delete from actionplan_target"):
        with pytest.raises(DatabaseError), transaction.atomic(), as_role(role), connection.cursor() as cursor:
            cursor.execute(statement)


def test_two_people_edit_one_activity_and_the_second_is_told(plan, wulan, world):
    activity = indicator_of(plan).activity
    given = {
        "agency": world.unit,
        "supporting": [],
        "budgets": {},
        "by": wulan,
        "at": BEGUN,
        "seen": activity.version,
    }
    planning.change_activity(activity=activity, name="Kelas pertama", **given)

    with pytest.raises(Stale):
        planning.change_activity(activity=activity, name="Kelas kedua", **given)

    activity.refresh_from_db()
    assert activity.name == "Kelas pertama"


def test_what_was_taken_out_stays_readable_and_leaves_the_matrix(running, wulan):
    activity = indicator_of(running).activity

    planning.drop_activity(activity=activity, code="no_budget", by=wulan, at=BEGUN)

    activity.refresh_from_db()
    assert (activity.dropped_code, len(queries.matrix(running, 2025).works)) == ("no_budget", 1)


def test_every_step_is_in_the_trail(running, wulan):
    found = TrailEntry.objects.unscoped(because="test").filter(about_ref=running.ref).order_by("seq")

    assert [one.verb for one in found] == ["actionplan.written", "actionplan.approved", "actionplan.in_force"]


@pytest.mark.parametrize("name", ["rina", "budi", "maya", "arif"])
def test_every_member_reads_a_plan(plan, world, name):
    with voice_of(getattr(world, name)):
        assert Plan.objects.visible_to(world.viewer(name)).get() == plan
        assert Target.objects.unscoped(because="the second lock alone").count() == 4


def test_who_has_no_seat_sees_nothing_behind_either_lock(plan, world):
    with voice_of(world.sari):
        assert not Plan.objects.visible_to(world.viewer("sari")).exists()
        for model in (Plan, Target):
            assert not model.objects.unscoped(because="the second lock alone").exists()


def test_another_task_force_sees_nothing(plan, world):
    settle_force(world, name="GT lain", host=world.outside, members=[])

    with voice_of(world.sari):
        assert not Plan.objects.unscoped(because="the second lock alone").exists()


@pytest.mark.parametrize("name", ["budi", "maya", "rina"])
def test_a_member_that_keeps_no_secretariat_writes_no_plan(plan, world, name):
    user = getattr(world, name)
    with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
        planning.write_plan(force=plan.task_force, paper=PAPER, by=user, at=BEGUN)
    with voice_of(user), connection.cursor() as cursor:
        for table, column in (("activity", "name"), ("indicator", "name"), ("strategy", "name")):
            cursor.execute(f"update actionplan_{table} set {column} = 'x'")
            assert cursor.rowcount == 0


def test_a_chair_of_another_member_approves_and_changes_nothing_else(plan, world):
    with voice_of(world.yusuf):
        done = planning.move_plan(plan=plan, to="approved", by=world.yusuf, at=BEGUN)
        for statement in ("state = 'in_force'", "title = 'x'"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"update actionplan_plan set {statement}")

    assert (done.state, done.approved_by) == ("approved", world.yusuf)


def test_a_plan_moves_backwards_for_nobody(running, wulan):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update actionplan_plan set state = 'draft'")


def test_closing_ends_it(running, wulan, world):
    planning.move_plan(plan=running, to="closed", by=wulan, at=BEGUN + timedelta(days=400))

    with pytest.raises(CannotPlan) as refused:
        planning.add_line(plan=running, line=line(world, "Lain"), by=wulan, at=BEGUN)

    assert codes(refused) == ["not_now"]
