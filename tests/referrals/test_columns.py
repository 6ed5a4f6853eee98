"""Each referral stands in one column on each side, and somebody is always asked to move."""

from itertools import product

import pytest

from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.columns import Column, column_of, states_in

SIDES = (rules.SENDER, rules.RECEIVER)
OURS = {Column.ANSWER, Column.READ, Column.SERVE, Column.DRAFT}


@pytest.mark.parametrize(("state", "side"), list(product(State, SIDES)))
def test_every_state_stands_in_exactly_one_column(state, side):
    known = side == rules.SENDER or state != State.DRAFT

    assert [column for column in Column if state in states_in(column, side)] == (
        [column_of(state, side)] if known else []
    )


@pytest.mark.parametrize("state", [state for state in State if state not in rules.ENDED])
def test_of_an_open_referral_one_side_is_asked_to_move_and_the_other_waits(state):
    columns = [column_of(state, side) for side in SIDES]

    assert len([one for one in columns if one in OURS]) == 1
    assert Column.ENDED not in columns


@pytest.mark.parametrize(
    ("state", "sender", "receiver"),
    [
        ("sent", "others", "answer"),
        ("accepted", "others", "serve"),
        ("in_service", "others", "serve"),
        ("feedback", "read", "others"),
        ("expired", "ended", "ended"),
    ],
)
def test_the_columns_say_whose_move_it_is(state, sender, receiver):
    assert (column_of(state, rules.SENDER), column_of(state, rules.RECEIVER)) == (sender, receiver)
