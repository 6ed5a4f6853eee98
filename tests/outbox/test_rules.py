"""What an event may carry and when a failure is tried again."""

from datetime import timedelta

import pytest
from tests.conftest import NOON

from gugus.outbox.rules import facts_too_big, next_try


def test_codes_numbers_and_short_lists_are_small():
    assert (
        facts_too_big({"outcome": "new_case", "count": 3, "late": False, "ids": ["a", "b"], "none": None})
        == []
    )


@pytest.mark.parametrize("fact", ["x" * 121, {"nested": "mapping"}, [["x" * 121]], list(range(51)), object()])
def test_texts_mappings_and_long_lists_are_not(fact):
    assert facts_too_big({"ok": 1, "story": fact}) == ["story"]


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (5000, 60)])
def test_tries_become_rarer_but_never_stop(attempts, minutes):
    assert next_try(attempts, NOON) == NOON + timedelta(minutes=minutes)
