"""Whose tasks, in which order, and how late."""

from datetime import timedelta

import pytest
from tests.conftest import NOON

from gugus.tasks import queries
from gugus.tasks.actions import finish_task, snooze_task, start_task

HOUR = timedelta(hours=1)


@pytest.fixture
def many(file, rina, world):
    """Rina's: late, sleeping, open, without deadline; one of Ratih; one of nobody."""

    def start(kind, due=None, assignee=rina, risk=""):
        return start_task(
            kind=kind, about=file, within=file, agency=rina.agency, assignee=assignee, by=rina, at=NOON - 10 * HOUR,
            due_at=due and NOON + due * HOUR, risk=risk,
        )  # fmt: skip

    made = {
        "whenever": start("whenever"), "late": start("late", -2, risk="high"), "open": start("open", 5),
        "asleep": start("asleep", -1), "ratih": start("ratih", -3, world.ratih), "free": start("free", 2, None),
    }  # fmt: skip
    snooze_task(task=made["asleep"], until=NOON + HOUR, reason="waits", by=rina, at=NOON - HOUR)
    return made


def kinds(rows) -> list[str]:
    return [task.kind for task in rows]


def test_my_tasks_come_by_deadline_and_sleeping_ones_rest(many, world):
    assert kinds(queries.tasks_of(world.viewer("rina"), NOON)) == ["late", "open", "whenever"]


def test_a_sleeping_task_wakes(many, world):
    assert "asleep" in kinds(queries.tasks_of(world.viewer("rina"), NOON + HOUR))


def test_late_ones_of_the_agency(many, world):
    assert kinds(queries.late(world.viewer("yusuf"), NOON)) == ["ratih", "late"]


def test_the_file_shows_all_its_open_tasks_and_then_the_finished_ones(many, file, rina):
    finish_task(task=many["late"], by=rina, at=NOON)

    assert kinds(queries.tasks_within(file)) == ["ratih", "asleep", "free", "open", "whenever"]
    assert kinds(queries.done_within(file)) == ["late"]


def test_the_next_step_of_a_file_is_the_earliest_awake_one(many, file):
    assert queries.next_up(file, NOON).kind == "ratih"
    assert queries.next_up_of("person", [file.pk], NOON)[file.pk].kind == "ratih"


def test_next_steps_of_a_list_are_one_query(many, file, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.next_up_of("person", [file.pk] * 50, NOON)


def test_the_day_is_counted_in_one_query(many, world, django_assert_num_queries):
    viewer = world.viewer("rina")

    with django_assert_num_queries(1):
        load = queries.load_of(viewer, NOON)

    assert load == queries.Load(mine=3, mine_late=1, agency_late=2, unassigned=1)


@pytest.mark.parametrize(
    ("who", "state", "risk", "found"),
    [
        ("mine", "open", "", ["late", "open", "whenever"]),
        ("mine", "late", "", ["late"]),
        ("mine", "asleep", "", ["asleep"]),
        ("mine", "done", "", []),
        ("free", "open", "", ["free"]),
        ("agency", "late", "", ["ratih", "late"]),
        ("agency", "open", "high", ["late"]),
    ],
)
def test_the_filters_of_the_page(many, world, who, state, risk, found):
    rows = queries.filtered(world.viewer("rina"), who=who, state=state, risk=risk, at=NOON)

    assert kinds(rows) == found


@pytest.mark.parametrize(
    ("number", "found", "more"),
    [
        ("1", ["late", "open"], True),
        ("2", ["whenever"], False),
        ("999999", [], False),
        ("", ["late", "open"], True),
        ("-1", ["late", "open"], True),
        ("x", ["late", "open"], True),
    ],
)
def test_a_list_is_read_in_pages(many, world, number, found, more):
    rows = queries.filtered(world.viewer("rina"), who="mine", state="open", risk="", at=NOON)

    page = queries.page_of(rows, number, per_page=2)

    assert (kinds(page.rows), page.has_next) == (found, more)


def test_nobody_else_sees_any_of_it(many, world):
    assert kinds(queries.late(world.viewer("sari"), NOON)) == []


def test_supervisors_hear_of_late_ones_that_do_not_sleep(many):
    assert kinds(queries.to_escalate(NOON)) == ["ratih", "late"]
    assert kinds(queries.to_escalate(NOON + HOUR)) == ["ratih", "late", "asleep"]
