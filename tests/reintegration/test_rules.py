"""What procedure allows, and on which days visits fall."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.law.clocks import Clock, months_later
from gugus.reintegration import rules, schedule, tables
from gugus.reintegration.rules import Home, Hurdle, hurdles_to_placement, left_after

GOOD = Home("gladly", "safe", "no")
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
AREAS = st.sampled_from(["31.74", "52.03", "91.71", ""])  # WIB, WITA, WIT, unknown


def codes(found) -> set[str]:
    return {one.code for one in found}


def test_a_good_home_that_the_person_wants_has_no_hurdle():
    assert hurdles_to_placement("family", GOOD, wants="yes", adult=False) == []


@pytest.mark.parametrize("wants", ["no", "unknown"])
def test_nobody_is_sent_where_they_do_not_want_to_live(wants):
    found = hurdles_to_placement("family", GOOD, wants=wants, adult=True)

    assert left_after(found, knowingly=True) == found != []


def test_a_home_that_nobody_saw_is_no_home():
    assert codes(hurdles_to_placement("relatives", None, wants="yes", adult=True)) == {"not_looked_at"}
    unseen = Home("gladly", "unknown", "no")
    assert codes(hurdles_to_placement("relatives", unseen, wants="yes", adult=True)) == {"not_looked_at"}


@pytest.mark.parametrize("adult", [False, None])
def test_a_child_never_goes_where_it_is_refused_or_unsafe_whoever_decides(adult):
    found = hurdles_to_placement("family", Home("refuses", "unsafe", "no"), wants="yes", adult=adult)

    assert codes(left_after(found, knowingly=True)) == {"refuses", "unsafe"}


def test_a_grown_person_may_when_a_supervisor_knowingly_decides():
    found = hurdles_to_placement("family", Home("refuses", "unsafe", "no"), wants="yes", adult=True)

    assert codes(found) == {"refuses", "unsafe"} and left_after(found, knowingly=True) == []


@pytest.mark.parametrize(("answer", "code"), [("yes", "accused_there"), ("unknown", "accused_not_asked")])
def test_never_where_the_alleged_offender_is_nor_where_nobody_asked(answer, code):
    found = hurdles_to_placement("family", Home("gladly", "safe", answer), wants="yes", adult=True)

    assert left_after(found, knowingly=True) == [Hurdle(code)]


def test_an_accused_who_is_family_stands_against_the_family_only():
    with_kin = {"wants": "yes", "adult": False, "accused_is_family": True}

    assert codes(hurdles_to_placement("family", GOOD, **with_kin)) == {"accused_is_family"}
    assert hurdles_to_placement("relatives", GOOD, **with_kin) == []


def test_a_child_does_not_live_alone():
    assert codes(hurdles_to_placement("independent", None, wants="yes", adult=None)) == {"child_alone"}
    assert hurdles_to_placement("independent", None, wants="yes", adult=True) == []


@pytest.mark.parametrize(
    ("means", "before", "counts"),
    [("phone", None, True), ("phone", "home", True), ("phone", "phone", False), ("video", "phone", False),
     ("home", "phone", True)],
)  # fmt: skip
def test_a_second_call_in_a_row_is_no_look_at_safety(means, before, counts):
    assert rules.counts_as_check(means, before) is counts


def test_answers_speak_for_alarms():
    assert rules.signs_in("safe", ["recruiter_came", "debt_pressed"]) == ["debt", "recruiter"]
    assert rules.signs_in("danger", []) == ["danger"]
    assert rules.signs_in("watch", ["recruiter_heard"]) == []


STANDS = {
    "state": "following", "minimum_until": date(2026, 9, 15), "visits_done": 3, "seen_alone": 1, "last_safety": "safe",
    "last_counts": True,
    "supports_open": 0, "alarms_open": 0, "end_outcomes": 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [({"minimum_until": date(2026, 9, 16)}, "too_early"), ({"visits_done": 1}, "too_few_visits"),
     ({"seen_alone": 0}, "never_alone"),
     ({"last_safety": "watch"}, "not_safe_at_last"), ({"last_counts": False}, "not_safe_at_last"),
     ({"supports_open": 1}, "supports_open"), ({"alarms_open": 1}, "alarms_open"),
     ({"end_outcomes": 5}, "no_end_outcomes"), ({"state": "decided"}, "not_followed")],
)  # fmt: skip
def test_each_condition_of_the_stop_rule_holds_alone(change, code):
    today = date(2026, 9, 15)
    ask = lambda told: rules.hurdles_to_ending(rules.Standing(**told), today, tables.stopping())  # noqa: E731

    assert ask(STANDS) == [] and ask(STANDS | change) == [code]


@given(day=DAYS, months=st.integers(1, 12), risk=st.sampled_from(["high", "medium", "low"]), area=AREAS)
def test_visits_reach_the_shortest_end_over_month_ends_and_leap_years(day, months, risk, area):
    clock = Clock("c", "c", months, "months")
    until = schedule.shortest_end(day, clock, area)
    days = schedule.visit_days(day, tables.intervals()[risk], until)

    assert until == months_later(day, months)
    assert day < days[0] and days == sorted(set(days)) and days[-1] >= until
    assert all(later - earlier <= timedelta(days=52) for earlier, later in zip(days, days[1:], strict=False))


@given(day=DAYS, area=AREAS)
def test_a_local_day_begins_in_its_own_zone_and_lasts_24_hours(day, area):
    first, following = schedule.morning_of(day, area), schedule.morning_of(day + timedelta(days=1), area)

    assert following - first == timedelta(hours=24)
    assert schedule.day_at(first, area) == day
    assert schedule.day_at(following - timedelta(seconds=1), area) == day


def test_the_same_moment_is_another_day_in_the_east():
    late = datetime(2026, 6, 15, 16, 30, tzinfo=UTC)  # 23.30 WIB, 00.30 WITA, 01.30 WIT

    assert [schedule.day_at(late, area).day for area in ("31.74", "52.03", "91.71")] == [15, 16, 16]


def test_every_risk_has_a_schedule_and_danger_the_densest():
    known = tables.intervals()

    assert set(known) == {"high", "medium", "low"}
    assert len(known["high"]) > len(known["medium"]) > len(known["low"]) and known["medium"] == (
        7,
        30,
        60,
        90,
    )
