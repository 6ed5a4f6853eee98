"""Whom a service fits, when it is open, how sure its places are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gugus.providers.codes import Misfit, Standing
from gugus.providers.rules import (
    Count,
    Free,
    Hours,
    Terms,
    fits_partly,
    groups_for,
    is_open,
    misfits,
    morning_after,
    nearness,
    rank,
    serves,
    summed,
    tonight,
)
from tests.conftest import NOON
from tests.providers.conftest import GIRL

WOMEN = Terms(("female",), 10, None, False, False, (), ("id",), ("31.74",))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"sex": "male"}, [Misfit.SEX]),
        ({"sex": "", "age_from": None, "age_to": None}, []),
        ({"age_from": 6, "age_to": 9}, [Misfit.TOO_YOUNG]),
        ({"pregnant": True, "with_children": True}, [Misfit.CHILDREN, Misfit.PREGNANT]),
        ({"accessibility": "hearing"}, [Misfit.ACCESSIBILITY]),
        ({"accessibility": "none"}, []),
        ({"area": "52.03"}, [Misfit.AREA]),
        ({"area": "31.74.08"}, []),
        ({"area": "31"}, []),
        ({"area": "31.7"}, [Misfit.AREA]),
        ({"language": "km"}, [Misfit.LANGUAGE]),
    ],
)
def test_what_speaks_against_a_service_is_named(change, expected):
    assert misfits(WOMEN, replace(GIRL, **change)) == expected


def test_an_upper_age_counts_too():
    girls = replace(WOMEN, age_to=17)

    assert misfits(girls, replace(GIRL, age_from=18, age_to=None)) == [Misfit.TOO_OLD]
    assert misfits(girls, replace(GIRL, age_from=17, age_to=17)) == []
    assert fits_partly(girls, replace(GIRL, age_from=13, age_to=24)) and not fits_partly(girls, GIRL)


def test_no_area_serves_everywhere_and_a_beginning_of_digits_is_no_area():
    assert serves((), "52.03") and serves(("31",), "31.74") and not serves(("3",), "31.74")
    assert [nearness("31.74.08", one) for one in ("31.74.08", "31.74", "31.71", "32.01", "")] == [
        3,
        2,
        1,
        0,
        0,
    ]


NIGHT = (22 * 60,) * 7, (6 * 60,) * 7
OFFICE = (450,) * 5 + (None, None), (960,) * 5 + (None, None)


def jakarta(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("times", "at", "area", "expected"),
    [
        (OFFICE, jakarta(15, 7, 30), "31", True),
        (OFFICE, jakarta(15, 7, 29), "31", False),
        (OFFICE, jakarta(15, 16), "31", False),
        (OFFICE, jakarta(20, 12), "31", False),  # a Saturday
        (OFFICE, jakarta(15, 6, 30), "52", True),  # half past seven in Lombok
        (OFFICE, jakarta(15, 15, 30), "52", False),
        (NIGHT, jakarta(15, 23), "31", True),
        (NIGHT, jakarta(16, 5, 59), "31", True),  # still last night's hours
        (NIGHT, jakarta(16, 6), "31", False),
    ],
)
def test_opening_hours_are_local_and_may_pass_midnight(times, at, area, expected):
    assert is_open(Hours(False, *times), at, area, ()) is expected


def test_a_holiday_closes_only_who_rests_on_it():
    monday = jakarta(15, 10)
    off = {date(2026, 6, 15)}

    assert is_open(Hours(False, *OFFICE), monday, "31", off)
    assert not is_open(Hours(False, *OFFICE, rests_on_holidays=True), monday, "31", off)
    assert is_open(Hours(True, rests_on_holidays=True), monday, "31", off)


def test_tonight_is_eight_or_now_and_full_tonight_ends_in_the_morning():
    assert tonight(jakarta(15, 12), "31") == jakarta(15, 20)
    assert tonight(jakarta(15, 23), "31") == jakarta(15, 23)
    assert morning_after(jakarta(15, 23), "31") == jakarta(16, 6)
    assert morning_after(jakarta(16, 2), "31") == jakarta(16, 6)


def test_places_of_groups_are_added_and_old_counts_are_not_certain():
    fresh, old = NOON - timedelta(hours=2), NOON - timedelta(hours=25)

    assert summed([], NOON).standing == Standing.UNCOUNTED
    assert summed([Count(6, 2, 1, fresh), Count(4, 4, 0, fresh)], NOON) == Free(
        10, 1, 3, fresh, Standing.FREE
    )
    assert summed([Count(6, 6, 0, fresh)], NOON).standing == Standing.FULL
    assert summed([Count(6, 2, 0, fresh), Count(6, 2, 0, old)], NOON).standing == Standing.STALE
    full = summed([Count(6, 2, 0, fresh, NOON + timedelta(hours=3))], NOON)
    assert (full.standing, full.places, full.full_until) == (Standing.FULL, 0, NOON + timedelta(hours=3))


def test_a_girls_places_are_those_of_girls_women_not():
    assert groups_for(GIRL) == {"everyone", "female", "girls", "children"}
    assert groups_for(replace(GIRL, age_from=20, age_to=30)) == {"everyone", "female", "women"}
    assert "boys" in groups_for(replace(GIRL, sex="male")) and "families" in groups_for(
        replace(GIRL, with_children=True)
    )


def test_certain_room_comes_before_nearness_and_a_full_house_last():
    sure = {"open_then": True, "found": [], "partly": False}
    free = Free(6, 0, 2, NOON, Standing.FREE)
    ranked = [
        rank(free=free, near=2, **sure),
        rank(free=free, near=1, **sure),
        rank(free=Free(), near=3, **sure),
        rank(free=replace(free, standing=Standing.STALE), near=3, **sure),
        rank(free=replace(free, standing=Standing.FULL, places=0), near=3, **sure),
        rank(free=free, near=3, **sure | {"found": [Misfit.AREA]}),
        rank(free=free, near=3, **sure | {"found": [Misfit.SEX]}),
    ]

    assert ranked == sorted(ranked)
