"""What procedure allows with a case."""

from datetime import date, timedelta

import pytest

from gugus.cases.rules import (
    STAGES,
    Holder,
    clash_of_roles,
    ends_before_it_begins,
    is_child,
    is_quiet,
    may_move,
    stage_of,
    steps_of,
)
from tests.conftest import NOON

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("before", "to", "allowed"),
    [
        ("open", "closed", True),
        ("open", "archived", False),
        ("on_hold", "open", True),
        ("closed", "on_hold", False),
        ("archived", "open", True),
        ("archived", "closed", False),
    ],
)
def test_states_follow_the_procedure(before, to, allowed):
    assert may_move(before, to) is allowed


def test_the_stage_is_the_farthest_fact():
    assert stage_of([]) == "opened"
    assert stage_of(["served", "screened"]) == "served"


def test_a_skipped_stage_is_the_current_one():
    steps = dict(steps_of({"screened", "planned"}))

    assert list(steps) == list(STAGES)
    assert steps["screened"] == steps["planned"] == "done"
    assert steps["identified"] == "current" and steps["served"] == "todo"


def test_a_closed_case_has_no_current_stage():
    assert "current" not in dict(steps_of({"closed"})).values()


@pytest.mark.parametrize(
    ("held", "new", "clash"),
    [("survivor", "accused", True), ("accused", "survivor", True), ("survivor", "reporter", False)],
)
def test_survivor_and_alleged_offender_exclude_each_other(held, new, clash):
    assert clash_of_roles([Holder("a", held), Holder("b", "accused")], "a", new) is clash


@pytest.mark.parametrize(
    ("age", "year", "child"),
    [
        (17, 1990, True),
        (18, 2015, False),
        (None, 2009, True),
        (None, 2008, None),
        (None, 2007, False),
        (None, None, None),
    ],
)
def test_the_age_at_the_act_decides_over_the_year_of_birth(age, year, child):
    assert is_child(age, year, TODAY) is child


@pytest.mark.parametrize(
    ("begins", "ends", "wrong"),
    [
        ("2026-03", "2026-02-28", True),
        ("2026-03", "2026", False),
        ("2026-03-10", "2026-03", False),
        ("2026", "2025-12", True),
        ("", "2025", False),
        ("2026", "", False),
    ],
)
def test_partial_days_are_compared_as_far_as_both_are_known(begins, ends, wrong):
    assert ends_before_it_begins(begins, ends) is wrong


def test_silence_counts_from_the_last_contact_and_by_risk():
    limits = {"high": NOON - timedelta(days=3), "medium": NOON - timedelta(days=7)}

    assert is_quiet(None, NOON - timedelta(days=4), "high", limits)
    assert not is_quiet(None, NOON - timedelta(days=4), "medium", limits)
    assert not is_quiet(NOON - timedelta(days=1), NOON - timedelta(days=90), "high", limits)
    assert not is_quiet(None, NOON - timedelta(days=400), "low", limits)
