"""Two hands at the same instant: the second counts what the first left."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from tests.cases.test_at_once import both, committed, speaking
from tests.conftest import NOON
from tests.restitution.conftest import TODAY, a_case, a_claim, pay, up_to
from tests.restitution.test_locks import insert

from gugus.kernel.ids import new_id
from gugus.restitution import queries
from gugus.restitution.actions.base import CannotClaim
from gugus.restitution.actions.ledger import take_back, write_money
from gugus.restitution.models import LedgerLine

__all__ = ["committed"]
D = Decimal
GRANTED = {"suffering": D("1000.00")}


@pytest.fixture
def claim(committed):
    with speaking(committed.rina):
        return up_to(committed, a_claim(committed, a_case(committed)), "notified", amounts=GRANTED)


def as_rina(world, act):
    def acted():
        with speaking(world.rina):
            return act()

    return acted


def payment(world, claim, kind, amount, **more):
    return as_rina(
        world,
        lambda: write_money(
            claim=claim, kind=kind, amount=D(amount), on=TODAY, by=world.rina, at=NOON, **more
        ),
    )


def balance(world, claim):
    with speaking(world.rina):
        return queries.balance_of(claim)


def test_two_deposits_never_pay_the_same_remainder(committed, claim):
    one = payment(committed, claim, "deposited", "700")

    outcomes = both(one, one)

    assert sum(isinstance(each, LedgerLine) for each in outcomes) == 1
    assert sum(isinstance(each, CannotClaim) for each in outcomes) == 1
    assert balance(committed, claim).paid == D(700)


def test_two_hands_never_hand_out_the_same_money(committed, claim):
    with speaking(committed.rina):
        pay(committed, claim, "deposited", "500")
    one = payment(committed, claim, "handed", "400", receiver="survivor")

    outcomes = both(one, one)

    assert sum(isinstance(each, CannotClaim) for each in outcomes) == 1
    assert balance(committed, claim).at_court == D(100)


def test_the_database_keeps_to_it_without_the_action(committed, claim):
    with speaking(committed.rina):
        line = pay(committed, claim, "deposited", "500")

    def by_hand(number):
        sql, values = insert(
            line, kind="handed", amount="400", reduces=False, receiver="survivor", number=number
        )

        def act():
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return "written"

        return as_rina(committed, act)

    outcomes = both(by_hand(900), by_hand(901))

    assert outcomes.count("written") == 1
    assert sum(isinstance(each, DatabaseError) for each in outcomes) == 1
    assert balance(committed, claim).at_court == D(100)


def test_one_form_sent_twice_at_once_is_one_payment(committed, claim):
    key = new_id()
    one = payment(committed, claim, "deposited", "300", key=key)

    outcomes = both(one, one)

    paid = [each.pk for each in outcomes if isinstance(each, LedgerLine)]
    assert set(paid) == {key}
    assert balance(committed, claim).paid == D(300)


def test_a_line_taken_back_by_two_is_taken_back_once(committed, claim):
    with speaking(committed.rina):
        line = pay(committed, claim, "deposited", "300")
    back = as_rina(committed, lambda: take_back(line=line, by=committed.rina, at=NOON))

    outcomes = both(back, back)

    assert sum(isinstance(each, CannotClaim) for each in outcomes) == 1
    assert balance(committed, claim).paid == 0
