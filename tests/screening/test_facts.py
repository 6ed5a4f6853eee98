"""Dates and ages that are known in part are read in the person's favour."""

from datetime import date

import pytest

from gugus.people.models import Person
from gugus.screening.facts import facts_of, last_day
from gugus.screening.models import Assessment, precision_of


@pytest.mark.parametrize(
    ("first", "precision", "last"),
    [
        (None, "day", None),
        (date(2026, 1, 1), "day", date(2026, 1, 1)),
        (date(2024, 2, 1), "month", date(2024, 2, 29)),
        (date(2026, 1, 1), "year", date(2026, 12, 31)),
    ],
)
def test_the_last_day_that_a_partial_date_can_mean(first, precision, last):
    assert last_day(first, precision) == last


@pytest.mark.parametrize(
    ("text", "precision"), [("2024", "year"), ("2024-03", "month"), ("2024-03-09", "day")]
)
def test_how_much_of_a_date_is_known(text, precision):
    assert precision_of(text) == precision


@pytest.mark.django_db
def test_where_childhood_may_have_ended_within_the_year_the_age_stays_open():
    assessment = Assessment(
        person=Person(birth_year=2008), date_of_act=date(2026, 1, 1), act_precision="year"
    )

    assert facts_of(assessment).child is None


@pytest.mark.django_db
def test_a_child_for_the_whole_year_is_a_child():
    assessment = Assessment(
        person=Person(birth_year=2012), date_of_act=date(2026, 1, 1), act_precision="year"
    )

    assert facts_of(assessment).child is True
