"""The table's row of the day, and the moment at which it runs out."""

from datetime import UTC, date, datetime

import pytest

from gugus.tasks.clocks import NoClock, clock_on, runs_out
from gugus.tasks.models import Clock, Holiday

FRIDAY = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)  # 15.00 in Jakarta; Tuesday 16 June is a public holiday


def local_row(code: str, area_code: str, **fields) -> Clock:
    general = Clock.objects.get(code=code, area_code="", valid_to=None)
    general.pk, general.area_code, general._state.adding = None, area_code, True
    general.id = Clock._meta.pk.get_default()
    for name, value in fields.items():
        setattr(general, name, value)
    general.save()
    return general


def test_the_clock_of_the_day_is_found(db):
    assert clock_on("triage_medium", date(2026, 6, 15)).amount == 6


def test_a_clock_nobody_knows_is_an_error_not_a_silence(db):
    with pytest.raises(NoClock, match="nonsense"):
        clock_on("nonsense", date(2026, 6, 15))


def test_a_law_counts_from_its_first_day_only(db):
    with pytest.raises(NoClock):
        clock_on("breach_notice", date(2022, 10, 16))

    assert clock_on("breach_notice", date(2022, 10, 17)).amount == 72


def test_the_areas_own_clock_wins_over_the_wider_ones(db):
    local_row("complaint_follow_up", "35", amount=2)
    local_row("complaint_follow_up", "35.74", amount=1)

    assert clock_on("complaint_follow_up", date(2026, 6, 15), area_code="35.74.02").amount == 1
    assert clock_on("complaint_follow_up", date(2026, 6, 15), area_code="35.78").amount == 2
    assert clock_on("complaint_follow_up", date(2026, 6, 15), area_code="31.74").amount == 3


def test_working_days_skip_weekend_and_holiday(db):
    clock = clock_on("complaint_follow_up", date(2026, 6, 12))

    # Saturday, Sunday and the Islamic new year on Tuesday do not count: Monday 1, Wednesday 2, Thursday 3.
    assert runs_out(clock, FRIDAY) == datetime(2026, 6, 18, 9, 0, tzinfo=UTC)


def test_a_listed_day_on_which_offices_work_counts(db):
    clock = clock_on("complaint_follow_up", date(2026, 6, 12))
    Holiday.objects.filter(day=date(2026, 6, 16)).update(closed=False)

    assert runs_out(clock, FRIDAY) == datetime(2026, 6, 17, 9, 0, tzinfo=UTC)


def test_high_risk_runs_through_the_weekend(db):
    clock = clock_on("complaint_follow_up", date(2026, 6, 12))

    assert runs_out(clock, FRIDAY, risk="high") == datetime(2026, 6, 15, 16, 59, 59, tzinfo=UTC)


def test_the_office_closes_earlier_where_the_sun_rises_earlier(db):
    clock = clock_on("complaint_follow_up", date(2026, 6, 12))

    assert runs_out(clock, FRIDAY, area_code="94.01") == datetime(2026, 6, 18, 7, 0, tzinfo=UTC)
