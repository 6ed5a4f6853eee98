from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.periods import WIB, WIT, WITA, ZONES, Kind, Period, local_day

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
PERIODS = st.builds(Period.containing, st.sampled_from(Kind), DAYS)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-S1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-s2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        (" 2024-06 ", date(2024, 6, 1), date(2024, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2021-W01", date(2021, 1, 4), date(2021, 1, 10)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
    ],
)
def test_periods_are_read_from_their_codes(text, first, last):
    period = Period.parse(text)

    assert (period.first_day, period.last_day) == (first, last)
    assert str(period) == text.strip().upper()


@pytest.mark.parametrize(
    "text", ["", "24", "2024-S3", "2024-Q0", "2024-13", "2024-6", "2021-W53", "2024-00", "0000"]
)
def test_periods_that_do_not_exist_are_refused(text):
    with pytest.raises(ValueError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("code", "indonesian", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-S1", "Semester I 2024", "First half of 2024"),
        ("2024-S2", "Semester II 2024", "Second half of 2024"),
        ("2024-Q4", "Triwulan IV 2024", "Quarter 4 of 2024"),
        ("2024-08", "Agustus 2024", "August 2024"),
        ("2024-W05", "Minggu ke-5 2024", "Week 5 of 2024"),
    ],
)
def test_labels_speak_both_languages(code, indonesian, english):
    words = Period.parse(code).words

    assert (words.id, words.en) == (indonesian, english)


@given(PERIODS)
def test_periods_follow_each_other_without_gap_or_overlap(period):
    assert period.end_day == period.next.first_day
    assert period.next.previous == period == period.previous.next
    assert period.contains(period.first_day) and period.contains(period.last_day)
    assert not period.contains(period.end_day)
    assert Period.parse(period.code) == period


@given(st.sampled_from(Kind), DAYS)
def test_every_day_lies_in_the_period_that_contains_it(kind, day):
    assert Period.containing(kind, day).contains(day)


@given(PERIODS, st.sampled_from(sorted(ZONES.values())), st.integers(-1, 1))
def test_moments_and_days_agree_at_the_edges(period, zone, seconds):
    first, end = period.bounds(zone)

    for edge in (first, end):
        moment = edge + timedelta(seconds=seconds)
        assert (first <= moment < end) == period.holds(moment, zone)


def test_the_first_moment_of_a_year_differs_by_zone():
    year = Period.parse("2024")

    assert year.bounds()[0] == datetime(2023, 12, 31, 17, tzinfo=UTC)
    assert year.bounds(WITA)[0] == datetime(2023, 12, 31, 16, tzinfo=UTC)
    assert year.bounds(WIT)[1] == datetime(2024, 12, 31, 15, tzinfo=UTC)


def test_a_call_just_after_midnight_belongs_to_the_new_day_at_home():
    moment = datetime(2024, 6, 30, 17, 30, tzinfo=UTC)

    assert local_day(moment) == local_day(moment, WIB) == date(2024, 7, 1)
    assert Period.parse("2024-07").holds(moment) and not Period.parse("2024-06").holds(moment)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        local_day(datetime(2024, 6, 30))


def test_a_year_is_cut_into_quarters_and_a_half_into_months():
    assert [str(part) for part in Period.parse("2024").parts(Kind.QUARTER)] == [
        f"2024-Q{n}" for n in (1, 2, 3, 4)
    ]
    assert [str(part) for part in Period.parse("2024-S2").parts(Kind.MONTH)] == [
        f"2024-{n:02}" for n in range(7, 13)
    ]
    assert Period.parse("2024").parts(Kind.YEAR) == (Period.parse("2024"),)


@pytest.mark.parametrize(
    ("code", "kind"), [("2024", Kind.WEEK), ("2024-06", Kind.QUARTER), ("2024-W05", Kind.MONTH)]
)
def test_a_period_is_not_cut_where_the_parts_would_not_fit(code, kind):
    with pytest.raises(ValueError):
        Period.parse(code).parts(kind)


def test_the_latest_periods_come_oldest_first():
    assert [str(one) for one in Period.parse("2024-02").latest(4)] == [
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    ]
    assert Period.parse("2024").latest(0) == ()


def test_the_same_part_of_the_year_before():
    assert str(Period.parse("2024-Q3").year_before) == "2023-Q3"
    assert str(Period.parse("2020-W53").year_before) == "2019-W52"


def test_walking_covers_both_ends():
    weeks = list(Period.between(Kind.WEEK, date(2020, 12, 31), date(2021, 1, 4)))

    assert [str(week) for week in weeks] == ["2020-W53", "2021-W01"]
    assert list(Period.between(Kind.MONTH, date(2024, 2, 1), date(2024, 1, 1))) == []
