"""Deadlines over weekends, holidays, midnights and the three time zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gugus import law
from gugus.law.clocks import Clock, NoOfficeDay, Office, clock, clock_for, clocks, due_at, months_later, zone

WIB, WITA, WIT = zone("wib"), zone("wita"), zone("wit")
INDEPENDENCE = date(2026, 8, 17)  # a Monday
FRIDAY_AFTERNOON = datetime(2026, 8, 14, 15, 0, tzinfo=WIB)

NATIONAL = frozenset(holidays.country_holidays("ID", years=range(2020, 2037)))  # as seeds fill the table

moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from([WIB, WITA, WIT])


def local(moment: datetime, where: ZoneInfo = WIB) -> str:
    return moment.astimezone(where).strftime("%Y-%m-%d %H:%M")


def test_high_risk_is_due_at_once_at_any_hour():
    night = datetime(2026, 8, 16, 2, 30, tzinfo=WIB)

    assert due_at(clock("triage_high"), night, {INDEPENDENCE}, WIB) == night


def test_medium_risk_runs_through_the_night():
    evening = datetime(2026, 8, 14, 22, 0, tzinfo=WIB)

    assert local(due_at(clock("triage_medium"), evening, set(), WIB)) == "2026-08-15 04:00"


def test_a_service_request_is_due_when_the_seventh_day_ends_even_on_a_holiday():
    request = datetime(2026, 8, 10, 9, 0, tzinfo=WIB)

    assert local(due_at(clock("service_request"), request, {INDEPENDENCE}, WIB)) == "2026-08-17 23:59"


def test_a_request_just_before_midnight_belongs_to_the_local_day():
    late = datetime(2026, 8, 10, 23, 59, tzinfo=WIB)

    assert local(due_at(clock("service_request"), late, set(), WIB)) == "2026-08-17 23:59"


def test_the_same_moment_may_belong_to_two_days_in_two_zones():
    moment = datetime(2026, 8, 10, 16, 30, tzinfo=UTC)  # 23:30 in Jakarta, 01:30 on the 11th in Jayapura

    west = due_at(clock("service_request"), moment, set(), WIB)
    east = due_at(clock("service_request"), moment, set(), WIT)

    assert local(west, WIB) == "2026-08-17 23:59"
    assert local(east, WIT) == "2026-08-18 23:59"


def test_three_working_days_step_over_the_weekend_and_the_holiday():
    assert (
        local(due_at(clock("complaint_follow_up"), FRIDAY_AFTERNOON, {INDEPENDENCE}, WIB))
        == "2026-08-20 16:00"
    )


def test_a_complaint_on_saturday_counts_from_monday():
    saturday = datetime(2026, 8, 22, 10, 0, tzinfo=WIB)

    assert local(due_at(clock("complaint_follow_up"), saturday, set(), WIB)) == "2026-08-26 16:00"


def test_office_hours_stop_at_closing_time_and_go_on_after_the_long_weekend():
    due = due_at(clock("referral_answer_medium"), FRIDAY_AFTERNOON, {INDEPENDENCE}, WIB)

    assert local(due) == "2026-08-18 14:30"  # one hour on Friday, seven on Tuesday from 07:30


def test_office_hours_that_end_exactly_at_closing_time_do_not_spill_over():
    morning = datetime(2026, 8, 18, 8, 0, tzinfo=WIB)

    assert local(due_at(clock("referral_answer_medium"), morning, set(), WIB)) == "2026-08-18 16:00"


@pytest.mark.parametrize("hour", [0, 5, 7])
def test_an_early_message_waits_for_the_door_to_open(hour):
    early = datetime(2026, 8, 18, hour, 0, tzinfo=WIB)

    assert local(due_at(clock("referral_answer_medium"), early, set(), WIB)) == "2026-08-18 15:30"


def test_an_evening_message_waits_for_the_next_morning():
    evening = datetime(2026, 8, 18, 20, 0, tzinfo=WIB)

    assert local(due_at(clock("referral_answer_medium"), evening, set(), WIB)) == "2026-08-19 15:30"


def test_consent_withdrawal_runs_72_hours_round_the_clock():
    asked = datetime(2026, 8, 14, 16, 30, tzinfo=WITA)

    assert local(due_at(clock("consent_withdrawal"), asked, {INDEPENDENCE}, WITA), WITA) == "2026-08-17 16:30"


def test_three_months_of_monitoring_end_on_the_last_day_of_a_short_month():
    home = datetime(2025, 11, 30, 9, 0, tzinfo=WIB)

    assert local(due_at(clock("reintegration_monitoring"), home, set(), WIB)) == "2026-02-28 23:59"
    assert clock("reintegration_monitoring").kind == "minimum"


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_stay_inside_the_month(start, months, expected):
    assert months_later(start, months) == expected


def test_office_days_end_on_the_last_working_day_before_a_free_one():
    three_days = Clock("x", "x", 3, "days", "office_hours")

    due = due_at(three_days, FRIDAY_AFTERNOON, {INDEPENDENCE}, WIB)

    assert local(due) == "2026-08-14 16:00"


def test_another_office_keeps_its_own_hours():
    saturday_desk = Office({5: (time(9), time(12))})
    two_hours = Clock("x", "x", 4, "hours", "office_hours")

    due = due_at(two_hours, FRIDAY_AFTERNOON, set(), WIB, saturday_desk)

    assert local(due) == "2026-08-22 10:00"


def test_an_office_that_never_opens_is_an_error_not_an_endless_search():
    with pytest.raises(NoOfficeDay):
        due_at(clock("complaint_follow_up"), FRIDAY_AFTERNOON, set(), WIB, Office({}))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due_at(clock("triage_low"), datetime(2026, 8, 14, 15, 0), set(), WIB)


@given(started=moments, where=zones, one=st.sampled_from(clocks()))
def test_no_deadline_lies_before_its_start_and_all_are_utc(started, where, one):
    due = due_at(one, started, {INDEPENDENCE}, where)

    assert due >= started
    assert due.utcoffset() == timedelta(0)


@given(first=moments, minutes=st.integers(0, 20_000), where=zones, one=st.sampled_from(clocks()))
def test_who_starts_later_is_never_due_earlier(first, minutes, where, one):
    later = first + timedelta(minutes=minutes)

    assert due_at(one, first, {INDEPENDENCE}, where) <= due_at(one, later, {INDEPENDENCE}, where)


@given(
    started=moments, where=zones, days=st.sets(st.dates(date(2020, 1, 1), date(2036, 12, 31)), max_size=40)
)
def test_office_deadlines_fall_into_office_hours(started, where, days):
    due = due_at(clock("referral_answer_medium"), started, days, where).astimezone(where)

    assert due.weekday() < 5 and due.date() not in days
    assert time(7, 30) < due.time() <= time(16)


@given(started=moments, amount=st.integers(1, 60))
def test_more_holidays_never_shorten_a_working_day_deadline(started, amount):
    span = Clock("x", "x", amount, "working_days", "office_hours")

    assert due_at(span, started, set(), WIB) <= due_at(span, started, {INDEPENDENCE}, WIB)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)), st.integers(0, 60),
    st.sampled_from(["hours", "days", "working_days", "months"]), st.sampled_from(["round_the_clock", "office_hours"]),
    st.sets(st.dates(date(2020, 1, 1), date(2036, 6, 1)), max_size=30),
)  # fmt: skip
def test_the_same_local_moment_is_due_at_the_same_local_moment_in_all_three_zones(
    wall, amount, unit, hours, free
):
    one = Clock("x", "x", amount, unit, hours)
    due = {local(due_at(one, wall.replace(tzinfo=where), free, where), where) for where in (WIB, WITA, WIT)}

    assert len(due) == 1  # no summer time anywhere: the zones differ by whole hours, always


@settings(deadline=None)
@given(
    moments, zones, st.integers(1, 15), st.sets(st.dates(date(2019, 12, 1), date(2037, 1, 1)), max_size=60)
)
def test_a_deadline_of_working_days_leaves_exactly_so_many_of_them(started, where, amount, free):
    begun = started.astimezone(where).date()
    last = due_at(Clock("x", "x", amount, "working_days"), started, free, where).astimezone(where).date()
    between = [begun + timedelta(days=one) for one in range(1, (last - begun).days + 1)]

    assert sum(law.clocks.office().works_on(day, free) for day in between) == amount
    assert law.clocks.office().works_on(last, free)


@settings(deadline=None)
@given(
    moments, zones, st.integers(0, 40), st.sets(st.dates(date(2019, 12, 1), date(2037, 1, 1)), max_size=60)
)
def test_office_hours_that_pass_until_the_deadline_are_exactly_those_that_were_given(
    started, where, amount, free
):
    due = due_at(Clock("x", "x", amount, "hours", "office_hours"), started, free, where)
    open_for, day = timedelta(), started.astimezone(where).date()
    while day <= due.astimezone(where).date():
        if law.clocks.office().works_on(day, free):
            opens, closes = (
                datetime.combine(day, at, where) for at in law.clocks.office().hours[day.weekday()]
            )
            open_for += max(min(due, closes) - max(started, opens), timedelta())
        day += timedelta(days=1)

    assert open_for == timedelta(hours=amount)


@settings(deadline=None)
@given(
    moments, zones, st.integers(0, 2000), st.sets(st.dates(date(2019, 12, 1), date(2037, 1, 1)), max_size=60)
)
def test_round_the_clock_knows_no_holiday(started, where, amount, free):
    hours, days = Clock("x", "x", amount, "hours"), Clock("x", "x", amount % 200, "days")

    assert due_at(hours, started, free, where) - started == timedelta(hours=amount)
    assert due_at(days, started, free, where) == due_at(days, started, set(), where)


@settings(deadline=None)
@given(moments, zones, st.integers(1, 10))
def test_holidays_as_they_ship_are_never_a_deadline_and_never_make_it_earlier(started, where, amount):
    one = Clock("x", "x", amount, "working_days", "office_hours")
    free, plain = due_at(one, started, NATIONAL, where), due_at(one, started, set(), where)

    assert free.astimezone(where).date() not in NATIONAL
    assert (free.astimezone(where).date() - plain.astimezone(where).date()).days >= 0


def test_every_clock_rests_on_a_provision_and_speaks_both_languages():
    for one in clocks():
        assert one.legal_basis.words.id and one.words.id and one.words.en


@pytest.mark.parametrize("risk", ["high", "medium", "low"])
@pytest.mark.parametrize("step", ["triage", "referral_answer", "referral_feedback"])
def test_every_level_of_risk_has_its_clock(step, risk):
    assert clock_for(step, risk=risk).risk == risk


def test_a_step_without_levels_has_one_clock_for_all():
    assert clock_for("service", risk="high").code == "service_request"


def test_a_clock_of_a_law_does_not_count_before_the_law():
    with pytest.raises(law.UnknownCode):
        clock_for("consent_withdrawal", on=date(2022, 10, 16))


def test_an_unknown_clock_or_unit_fails_loudly():
    with pytest.raises(law.UnknownCode, match="tea_break"):
        clock("tea_break")
    with pytest.raises(ValueError, match="unit"):
        Clock("x", "x", 1, "weeks")
    with pytest.raises(ValueError, match="amount"):
        Clock("x", "x", -1, "days")
