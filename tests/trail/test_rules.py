"""What stands out, and what does not."""

from datetime import date, timedelta

import pytest

from gugus.trail.rules import Limits, limit, standing_out, unusual

WEEK = date(2026, 6, 8)
LIMITS = Limits(deviations=3, least=5)


def test_one_wild_week_does_not_hide_the_next():
    assert limit([3, 3, 4, 2, 3, 60], 3) == 6


@pytest.mark.parametrize(
    ("value", "past", "peers", "is_unusual"),
    [
        (14, [3, 3, 2, 4], [3, 2, 4], True),
        (14, [13, 12, 15, 14], [3, 2, 4], False),  # this colleague always does
        (14, [3, 3, 2, 4], [14, 13, 15], False),  # everybody does this week
        (4, [0, 0, 0, 0], [0, 0, 0], False),  # a small number
        (14, [3, 3], [3, 2], True),  # too little to compare with: the number alone
        (14, [], [], True),
        (6, [3, 3, 3], [3, 3, 3], False),  # exactly at the limit
        (7, [3, 3, 3], [3, 3, 3], True),
    ],
)
def test_a_figure_stands_out_from_ones_own_past_and_from_the_others(value, past, peers, is_unusual):
    assert (unusual(value, past, peers, LIMITS) is not None) is is_unusual


def test_the_middle_is_told_and_silence_where_there_was_none():
    found = unusual(14, [3, 3, 4], [], LIMITS)

    assert (found.own, found.peers) == (3, None)


def test_only_the_week_in_question_counts():
    before = WEEK - timedelta(weeks=1)
    weeks = {"rina": {before: 50, WEEK: 2}, "budi": {WEEK: 30}, "sari": {WEEK: 1}, "dewi": {}}

    assert list(standing_out(weeks, WEEK, LIMITS)) == ["budi"]
