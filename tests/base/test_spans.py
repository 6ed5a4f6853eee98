from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from gugus.base.spans import length, read_clock

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("gone", "state", "said", "share"),
    [
        (1, "ok", "23 hours left", 4),
        (17, "ok", "7 hours left", 71),
        (18, "soon", "6 hours left", 75),
        (23.5, "soon", "30 minutes left", 98),
        (24, "soon", "less than a minute left", 100),
        (26, "late", "2 hours late", 100),
        (24 + 72, "late", "3 days late", 100),
    ],
)
def test_a_clock_of_one_day_is_read(gone, state, said, share):
    with translation.override("en"):
        reading = read_clock(NOON, NOON + 24 * HOUR, NOON + gone * HOUR)

    assert (reading.state, reading.said, reading.share) == (state, said, share)


def test_a_done_clock_stands_still():
    with translation.override("en"):
        in_time = read_clock(NOON, NOON + 10 * HOUR, NOON + 500 * HOUR, done=NOON + 5 * HOUR)
        too_late = read_clock(NOON, NOON + 10 * HOUR, NOON + 500 * HOUR, done=NOON + 12 * HOUR)

    assert (in_time.state, in_time.share, in_time.said) == ("done", 50, "done in time")
    assert (too_late.state, too_late.said) == ("done", "done, 2 hours late")


def test_a_clock_that_ends_before_it_begins_is_simply_late():
    assert read_clock(NOON, NOON - HOUR, NOON).state == "late"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (59, "less than a minute"),
        (60, "1 minute"),
        (3599, "59 minutes"),
        (2 * 86400 - 1, "47 hours"),
        (2 * 86400, "2 days"),
    ],
)
def test_a_length_is_said_in_its_largest_useful_unit(seconds, said):
    with translation.override("en"):
        assert length(seconds) == said
