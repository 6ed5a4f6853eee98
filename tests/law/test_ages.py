"""The day of the eighteenth birthday decides, and doubt stays visible."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus import law
from gugus.law.ages import age_group, age_on, child_on

BORN = date(2008, 3, 14)
days = st.dates(date(1950, 1, 1), date(2050, 12, 31))


def test_the_day_before_the_eighteenth_birthday_is_still_childhood():
    assert child_on(date(2026, 3, 13), born_on=BORN) is True
    assert child_on(date(2026, 3, 14), born_on=BORN) is False


def test_a_child_of_a_leap_day_turns_eighteen_on_the_first_of_march():
    born = date(2008, 2, 29)

    assert child_on(date(2026, 2, 28), born_on=born) is True
    assert child_on(date(2026, 3, 1), born_on=born) is False


def test_the_unborn_child_is_a_child():
    assert age_on(date(2026, 5, 1), date(2026, 1, 1)) < 0
    assert child_on(date(2026, 1, 1), born_on=date(2026, 5, 1)) is True


@pytest.mark.parametrize(("birth_year", "expected"), [(2009, True), (2008, None), (2007, False)])
def test_a_bare_birth_year_leaves_one_year_in_doubt(birth_year, expected):
    assert child_on(date(2026, 6, 1), birth_year=birth_year) is expected


def test_on_the_last_day_of_the_year_a_bare_birth_year_is_enough():
    assert child_on(date(2026, 12, 31), birth_year=2008) is False


def test_no_birth_at_all_leaves_it_open():
    assert child_on(date(2026, 6, 1)) is None


@given(born=days, day=days)
def test_a_birth_year_never_contradicts_the_full_date(born, day):
    guess = child_on(day, birth_year=born.year)

    assert guess is None or guess is child_on(day, born_on=born)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (-1, "age_0_5"),
        (5, "age_0_5"),
        (6, "age_6_12"),
        (12, "age_6_12"),
        (13, "age_13_17"),
        (17, "age_13_17"),
        (18, "age_18_24"),
        (25, "age_25_44"),
        (59, "age_45_59"),
        (60, "age_60_up"),
        (101, "age_60_up"),
        (None, "unknown"),
    ],
)
def test_age_groups_follow_the_national_recap(age, expected):
    assert age_group(age) == law.code("age_groups", expected)
