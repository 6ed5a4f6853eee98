from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.partials import Partial, age_band

DAY = date(2026, 11, 23)
PARTIALS = st.builds(
    lambda day, precision: Partial(*(day.year, day.month, day.day)[:precision]),
    st.dates(date(1910, 1, 1), date(2040, 12, 31)),
    st.integers(1, 3),
)


@pytest.mark.parametrize("text", ["2004", "2004-05", "2004-05-17"])
def test_partial_dates_are_written_as_they_are_read(text):
    assert str(Partial.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "04", "2004-13", "2004-02-30", "2004-5", "17-05-2004", "0000", "2004-00"]
)
def test_impossible_dates_are_refused(text):
    with pytest.raises(ValueError):
        Partial.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError):
        Partial(2004, None, 17)


def test_people_read_it_in_their_language():
    assert Partial(2004, 5, 17).words.id == "17 Mei 2004"
    assert Partial(2004, 8).words.en == "August 2004"
    assert Partial(2004).words.id == "2004"


def test_a_partial_date_spans_what_it_can_be():
    assert (Partial(2004).earliest, Partial(2004).latest) == (date(2004, 1, 1), date(2004, 12, 31))
    assert Partial(2004, 2).latest == date(2004, 2, 29)
    assert Partial.of(DAY).earliest == Partial.of(DAY).latest == DAY and Partial.of(DAY).is_whole


def test_two_partial_dates_can_be_the_same_day():
    assert Partial(2004).overlaps(Partial(2004, 5, 17)) and not Partial(2004, 4).overlaps(
        Partial(2004, 5, 17)
    )


def test_the_age_has_a_range_until_the_day_is_known():
    assert Partial(2008).ages_at(DAY) == (17, 18)
    assert Partial(2008, 11).ages_at(DAY) == (17, 18)
    assert Partial(2008, 11, 23).ages_at(DAY) == (18, 18)
    assert Partial(2008, 11, 24).ages_at(DAY) == (17, 17)


@given(PARTIALS, st.dates(date(1950, 1, 1), date(2040, 12, 31)), st.data())
def test_whatever_the_true_day_was_the_answer_holds(partial, day, data):
    true_day = data.draw(st.dates(partial.earliest, partial.latest))
    true = Partial.of(true_day)

    lowest, highest = partial.ages_at(day)

    assert lowest <= true.ages_at(day)[0] <= highest
    assert partial.is_child_at(day) in (None, true.is_child_at(day))
    assert partial.age_band_at(day) in (None, true.age_band_at(day))


def test_a_child_is_under_eighteen_the_unborn_included():
    assert Partial(2008, 11, 24).is_child_at(DAY) is True
    assert Partial(2008, 11, 23).is_child_at(DAY) is False
    assert Partial(2008).is_child_at(DAY) is None
    assert Partial(2027).is_child_at(DAY) is True


def test_a_birthday_on_a_leap_day_falls_on_the_first_of_march():
    born = Partial(2008, 2, 29)

    assert born.is_child_at(date(2026, 2, 28)) is True and born.is_child_at(date(2026, 3, 1)) is False


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (-1, "age_0_5"),
        (0, "age_0_5"),
        (5, "age_0_5"),
        (6, "age_6_12"),
        (12, "age_6_12"),
        (13, "age_13_17"),
        (17, "age_13_17"),
        (18, "age_18_24"),
        (24, "age_18_24"),
        (25, "age_25_44"),
        (44, "age_25_44"),
        (45, "age_45_59"),
        (59, "age_45_59"),
        (60, "age_60_up"),
        (110, "age_60_up"),
    ],
)
def test_the_bands_are_those_of_the_recaps(age, band):
    assert age_band(age) == band


def test_a_band_stays_open_where_the_year_allows_two():
    assert Partial(2008).age_band_at(DAY) is None
    assert Partial(1990).age_band_at(DAY) == "age_25_44"


@given(PARTIALS)
def test_reading_what_was_written_gives_the_same(partial):
    assert Partial.parse(str(partial)) == partial
    assert partial.latest - partial.earliest < timedelta(days=366)
