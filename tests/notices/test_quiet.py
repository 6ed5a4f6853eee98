"""Quiet hours and digests, in all three zones, over midnights, days off and holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.notices import rules
from gugus.notices.codes import Mode, Risk, State, Zone
from gugus.notices.quiet import Quiet, is_quiet, leaves_at, next_digest

NIGHT = Quiet(time(21), time(6), Zone.WIB)


def jakarta(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(20, 59, False), (21, 0, True), (0, 0, True), (5, 59, True), (6, 0, False)]
)
def test_the_night_begins_and_ends_on_the_minute(hour, minute, quiet):
    assert is_quiet(NIGHT, jakarta(15, hour, minute)) is quiet


@pytest.mark.parametrize(
    ("zone", "ends"), [(Zone.WIB, 23), (Zone.WITA, 22), (Zone.WIT, 21)]
)  # 06.00 of the 16th, in UTC of the 15th
def test_each_zone_has_its_own_morning(zone, ends):
    late = datetime(2026, 6, 15, 16, tzinfo=UTC)

    assert leaves_at(Quiet(time(21), time(6), zone), late) == datetime(2026, 6, 15, ends, tzinfo=UTC)


def test_hours_within_one_day():
    noon = Quiet(time(12), time(13), Zone.WIB)

    assert leaves_at(noon, jakarta(15, 12, 30)) == jakarta(15, 13)
    assert not is_quiet(noon, jakarta(15, 13))


def test_twice_the_same_time_is_never_quiet():
    assert not is_quiet(Quiet(time(0), time(0), Zone.WIB), jakarta(15, 3))


def test_days_off_and_holidays_are_quiet_from_midnight_to_midnight_and_the_night_goes_on():
    week_end = Quiet(time(21), time(6), Zone.WIB, frozenset({6, 7}), frozenset({date(2026, 6, 22)}))

    assert leaves_at(week_end, jakarta(19, 22)) == jakarta(23, 6)  # Friday night, Monday is a holiday
    assert next_digest(week_end, jakarta(19, 12)) == jakarta(23, 7)


def test_the_digest_comes_at_the_next_hour_never_at_once():
    assert next_digest(NIGHT, jakarta(15, 6, 59)) == jakarta(15, 7)
    assert next_digest(NIGHT, jakarta(15, 7)) == jakarta(16, 7)


slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
HABITS = st.builds(
    Quiet, st.times(), st.times(), st.sampled_from(Zone.values), st.frozensets(st.integers(1, 7), max_size=5),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5), st.integers(0, 23),
)  # fmt: skip


@slow
@given(HABITS, MOMENTS)
def test_what_is_held_leaves_at_the_first_moment_that_is_not_quiet(quiet, at):
    moment = leaves_at(quiet, at)

    assert moment >= at and (moment == at) == (not is_quiet(quiet, at))
    if not is_quiet(quiet, moment) and moment > at:
        assert is_quiet(quiet, moment - timedelta(microseconds=1))
    assert moment - at < timedelta(days=21)


@slow
@given(HABITS, MOMENTS, st.sampled_from(Mode.values))
def test_high_risk_leaves_at_once_whatever_was_chosen(quiet, at, mode):
    assert rules.plan(mode=mode, risk=Risk.HIGH, quiet=quiet, at=at) == (State.WAITING, at)


@slow
@given(HABITS, MOMENTS)
def test_nothing_usual_leaves_in_quiet_hours(quiet, at):
    state, due = rules.plan(mode=Mode.AT_ONCE, risk=Risk.USUAL, quiet=quiet, at=at)

    assert (state == State.HELD) == is_quiet(quiet, at) and (state == State.WAITING) == (due == at)
    assert rules.plan(mode=Mode.NEVER, risk=Risk.USUAL, quiet=quiet, at=at) is None
    assert next_digest(quiet, at) > at


def test_tries_are_1_2_4_minutes_apart_at_last_hourly_and_later_if_asked():
    at = jakarta(15, 12)
    pauses = [(rules.next_try(n, at) - at).total_seconds() / 60 for n in (1, 2, 3, 7, 8, 100)]

    assert pauses == [1, 2, 4, 60, 60, 60]
    assert rules.next_try(1, at, asked=timedelta(minutes=10)) - at == timedelta(minutes=10)
    assert rules.next_try(1, at, asked=timedelta(days=9)) - at == timedelta(hours=1)
