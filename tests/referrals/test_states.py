"""The table of states: every pair of states is tried by every side, and the docs say what the rules say."""

from itertools import product
from pathlib import Path

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import read_again

from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.models import Move, Referral
from gugus.referrals.moving import CannotMove, moved
from gugus.referrals.states import table

DOCS = Path(__file__).parents[2] / "docs" / "architecture" / "referral-states.md"
ALLOWED = {
    ("draft", "sent", "sender"), ("draft", "revoked", "sender"), ("sent", "revoked", "sender"),
    ("accepted", "revoked", "sender"), ("in_service", "revoked", "sender"), ("feedback", "revoked", "sender"),
    ("feedback", "done", "sender"), ("feedback", "in_service", "sender"),
    ("sent", "accepted", "receiver"), ("sent", "declined", "receiver"), ("accepted", "in_service", "receiver"),
    ("accepted", "returned", "receiver"), ("in_service", "returned", "receiver"),
    ("feedback", "returned", "receiver"), ("in_service", "feedback", "receiver"),
    ("sent", "expired", "clock"), ("sent", "returned", "clock"), ("accepted", "returned", "clock"),
    ("in_service", "returned", "clock"), ("feedback", "returned", "clock"),
}  # fmt: skip


def test_the_table_in_the_docs_is_up_to_date():
    assert DOCS.read_text(encoding="utf-8") == table(), "run: gugus manage states_table"


def test_the_rules_are_what_was_agreed():
    found = {(str(a), str(b), side) for (a, b), sides in rules.MOVES.items() for side in sides}

    assert found == ALLOWED


def test_from_every_open_state_somebody_can_end_it_and_nobody_moves_an_ended_one():
    for state in State:
        ways = [to for side in rules.SIDES for to in rules.next_states(state, side)]
        assert (not ways) == (state in rules.ENDED)
        if state not in rules.ENDED and state != State.DRAFT:
            assert set(ways) & rules.ENDED


@pytest.mark.parametrize("origin", list(State))
def test_every_other_move_is_refused_by_the_action(world, referral, origin):
    """The row is put into the state as the worker; then each side tries every state."""
    people = {"sender": world.rina, "receiver": world.maya, "clock": None}
    with as_role("gugus_worker"):
        Referral._base_manager.filter(pk=referral.pk).update(state=origin, code="x")
        Move._base_manager.filter(referral=referral).delete()
    wrong = []
    for to, (side, by) in product(State, people.items()):
        if (origin, to, side) in ALLOWED:
            continue
        with voice_of(by or world.rina):
            try:
                moved(referral, to, side=side, by=by, at=NOON, code="other")
            except (CannotMove, Referral.DoesNotExist):
                continue
        wrong.append((origin, to, side))

    assert wrong == []
    assert read_again(referral, world.rina).state == origin


@pytest.mark.parametrize("to", ["accepted", "declined", "in_service", "done"])
def test_nobody_moves_for_the_other_side(world, referral, to):
    for side, by in (("receiver", world.rina), ("sender", world.maya), ("receiver", world.sari)):
        with voice_of(by), pytest.raises((CannotMove, Referral.DoesNotExist)):
            moved(referral, State(to), side=side, by=by, at=NOON, code="other")
