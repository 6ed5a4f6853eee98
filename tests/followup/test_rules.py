"""Deadlines, reminders and the follow-up rate, on plain values."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.followup.codes import Standing, State
from gugus.followup.rules import ENDED, HOST, MOVES, OWNER, Fact, follow_up_rate, may_move, reminder, standing

DUE = date(2025, 9, 30)
YEAR = (date(2025, 1, 1), date(2026, 1, 1))


def rate(*facts, on=date(2025, 12, 31)):
    return follow_up_rate(facts, since=YEAR[0], until=YEAR[1], on=on)


def fact(state="open", said=date(2025, 6, 23), due=DUE, closed=None) -> Fact:
    return Fact(state, said, due, closed)


@pytest.mark.parametrize(("origin", "to"), list(product(State, State)))
def test_every_pair_of_states_is_a_step_of_one_side_or_of_none(origin, to):
    sides = [side for side in (HOST, OWNER) if may_move(origin, to, side)]

    assert len(sides) == ((origin, to) in MOVES)
    assert not sides or origin not in ENDED


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        ("open", DUE, Standing.SOON), ("open", DUE + timedelta(days=1), Standing.LATE),
        ("open", DUE - timedelta(days=15), Standing.RUNNING), ("open", DUE - timedelta(days=14), Standing.SOON),
        ("reported", DUE + timedelta(days=9), Standing.WAITING), ("done", DUE + timedelta(days=9), Standing.ENDED),
    ],
)  # fmt: skip
def test_how_it_stands_to_its_deadline(state, today, expected):
    assert standing(state, DUE, today) == expected


def test_reminders_come_once_before_and_weekly_after():
    sent, reminded = [], None
    for number in range(-20, 30):
        today = DUE + timedelta(days=number)
        if code := reminder(DUE, today, reminded):
            sent.append((number, code))
            reminded = today

    assert sent == [(-7, "soon"), (1, "late"), (8, "late"), (15, "late"), (22, "late"), (29, "late")]


def test_a_later_deadline_is_reminded_of_anew():
    assert reminder(DUE + timedelta(days=60), DUE + timedelta(days=54), DUE - timedelta(days=7)) == "soon"


def test_the_rate_counts_what_was_to_be_done():
    found = rate(
        fact("done", closed=date(2025, 9, 1)), fact("done", closed=date(2025, 10, 5)), fact("open"), fact("reported"),
        fact("replaced", closed=date(2025, 8, 1)), fact("split", closed=date(2025, 8, 1)),
        fact("dropped", closed=date(2025, 8, 1)), fact("done", said=date(2024, 6, 1), closed=date(2024, 9, 1)),
    )  # fmt: skip

    assert (found.counted, found.done, found.done_in_time, found.dropped, found.waiting) == (4, 2, 1, 1, 1)
    assert (found.late, found.share, found.share_in_time) == (2, 0.5, 0.25)


def test_nothing_to_count_is_no_rate():
    assert rate().share is None
    assert rate(fact("dropped", closed=date(2025, 8, 1))).share is None


def test_an_earlier_day_does_not_know_what_came_later():
    one = fact("done", closed=date(2025, 9, 1))

    assert rate(one, on=date(2025, 8, 1)).done == 0
    assert rate(one, on=date(2025, 9, 1)).done == 1
    assert rate(one, on=date(2025, 6, 1)).counted == 0


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            lambda state, said, due, closed: Fact(state, said, due, closed if state in ENDED else None),
            st.sampled_from([one.value for one in State]), days, days, days,
        )
    ),
    days,
)  # fmt: skip
def test_the_rate_is_always_a_share(facts, on):
    found = follow_up_rate(facts, since=YEAR[0], until=YEAR[1], on=on)

    assert 0 <= found.done_in_time <= found.done <= found.counted
    assert found.done + found.late <= found.counted
    assert found.share is None or 0 <= found.share <= 1
