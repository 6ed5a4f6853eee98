"""Periods, days, states and standings of a plan."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from gugus.actionplan import rules
from gugus.actionplan.codes import PlanState, ReportState, Standing
from gugus.actionplan.rules import Measured
from gugus.kernel.periods import Period


@pytest.mark.parametrize(
    ("every", "number", "first"), [("quarter", 8, "2025-Q1"), ("half", 4, "2025-S1"), ("year", 2, "2025")]
)
def test_a_plan_has_the_periods_that_it_says(every, number, first):
    found = rules.periods_of(2025, 2026, every)

    assert (len(found), str(found[0])) == (number, first)


def test_a_report_is_owed_when_the_period_has_ended():
    assert [str(one) for one in rules.period_over(2025, 2025, "quarter", date(2025, 6, 30))] == ["2025-Q1"]
    assert [str(one) for one in rules.period_over(2025, 2025, "quarter", date(2025, 7, 1))] == [
        "2025-Q1",
        "2025-Q2",
    ]


def test_a_report_is_late_after_its_days():
    due = rules.due_at(Period.parse("2025-S1"), 15)

    assert due.isoformat() == "2025-07-16T00:00:00+07:00"


@pytest.mark.parametrize(
    ("state", "submitted", "late"),
    [
        (ReportState.OPEN, None, True),
        (ReportState.RETURNED, -1, True),
        (ReportState.SUBMITTED, -1, False),
        (ReportState.SUBMITTED, 1, True),
        (ReportState.ACCEPTED, -1, False),
    ],
)
def test_late_is_what_is_missing_or_came_late(state, submitted, late):
    due = rules.due_at(Period.parse("2025-S1"), 15)
    handed = None if submitted is None else due.replace(day=due.day + submitted)

    assert rules.is_late(state, due, handed, due.replace(day=20)) is late


def test_states_follow_the_tables():
    for before in PlanState:
        for after in PlanState:
            allowed = (before, after) in {
                ("draft", "approved"), ("approved", "draft"), ("approved", "in_force"), ("in_force", "closed"),
            }  # fmt: skip
            assert rules.may_move(rules.PLAN_MOVES, before, after) is allowed
    for before in ReportState:
        for after in ReportState:
            allowed = (before, after) in {
                ("open", "submitted"), ("returned", "submitted"), ("submitted", "returned"), ("submitted", "accepted"),
            }  # fmt: skip
            assert rules.may_move(rules.REPORT_MOVES, before, after) is allowed


@pytest.mark.parametrize(
    ("target", "reached", "how", "share"),
    [
        (10, 10, Standing.REACHED, 100),
        (10, 7, Standing.PARTLY, 70),
        (10, None, Standing.SILENT, None),
        (None, 5, Standing.NO_TARGET, None),
        (0, 0, Standing.REACHED, None),
        (1, 5000, Standing.REACHED, 999),
    ],
)
def test_an_indicator_stands_against_its_target(target, reached, how, share):
    one = Measured(*(None if value is None else Decimal(value) for value in (target, reached)))

    assert (rules.standing(one), rules.share(one)) == (how, share)


@pytest.mark.parametrize(
    ("target", "reached", "how", "share"),
    [
        (10, 10, Standing.REACHED, 100),
        (10, 5, Standing.REACHED, 150),
        (10, 12, Standing.PARTLY, 80),
        (10, 40, Standing.PARTLY, 0),
        (0, 0, Standing.REACHED, None),
        (0, 3, Standing.PARTLY, None),
        (10, None, Standing.SILENT, None),
    ],
)
def test_where_less_is_better_what_lies_above_the_target_counts_against_it(target, reached, how, share):
    one = Measured(Decimal(target), None if reached is None else Decimal(reached), "less")

    assert (rules.standing(one), rules.share(one)) == (how, share)


def test_the_highest_edition_of_a_target_counts():
    def target(year, edition):
        return SimpleNamespace(year=year, edition=edition)

    found = rules.in_force([target(2025, 2), target(2025, 1), target(2026, 1)])

    assert {year: one.edition for year, one in found.items()} == {2025: 2, 2026: 1}


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [(2025, 2029, True), (2029, 2025, False), (2025, 2025, True), (2025, 2051, False), (25, 29, False)],
)
def test_years_are_free_and_possible(first, last, fits):
    assert rules.years_fit(first, last) is fits
