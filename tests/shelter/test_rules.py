"""Whom a room suits: row by row."""

from datetime import date

import pytest

from gugus.shelter.rules import Sleeper, misfits, who_of

ON = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("sex", "year", "who"),
    [
        ("female", 1990, "woman"), ("female", 2012, "girl"), ("male", 1990, "man"), ("male", 2012, "boy"),
        ("female", 2008, "unknown"), ("unknown", 1990, "unknown"), ("female", None, "unknown"),
    ],
)  # fmt: skip
def test_sex_and_year_of_birth_say_who_somebody_is(sex, year, who):
    assert who_of(sex, year, ON) == who


@pytest.mark.parametrize(
    ("who", "group", "others", "expected"),
    [
        ("girl", "girls", [], []),
        ("boy", "girls", [], ["group"]),
        ("boy", "girls", ["girl"], ["group", "other_sex"]),
        ("woman", "women", ["woman"], []),
        ("woman", "female", ["girl"], ["adult_with_child"]),
        ("girl", "female", ["woman"], ["child_with_adult"]),
        ("girl", "female", ["girl"], []),
        ("man", "everyone", ["woman"], ["other_sex"]),
        ("boy", "children", ["girl"], ["other_sex"]),
        ("woman", "families", [], ["group"]),
        ("unknown", "everyone", [], ["unknown"]),
    ],
)  # fmt: skip
def test_strangers_in_a_room(who, group, others, expected):
    assert [one.value for one in misfits(Sleeper(who), group, [Sleeper(one) for one in others])] == expected


def test_a_mother_sleeps_with_her_children_and_not_with_those_of_others():
    mother, son = Sleeper("woman", "one"), Sleeper("boy", "one")

    assert misfits(mother, "families", [son]) == []
    assert misfits(son, "families", [mother]) == []
    assert [one.value for one in misfits(mother, "families", [son, Sleeper("girl", "two")])] == [
        "adult_with_child"
    ]
