"""Two at the same instant, with connections of their own: one wins, the other is told, no file is in two hands."""

import pytest
from django.db import connection, connections, transaction
from tests import cast
from tests.cases.test_at_once import both, speaking
from tests.conftest import NOON, copied
from tests.transfers.conftest import BECAUSE, again, agree_to_go, settle_case, wish_for

from gugus.base.versions import Stale
from gugus.cases.models import Case
from gugus.transfers.actions import (
    CannotMove,
    CannotTransfer,
    accept_transfer,
    offer_transfer,
    withdraw_transfer,
    write_transfer,
)
from gugus.transfers.handing_over import hand_over
from gugus.transfers.models import Piece, Transfer


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit."""
    with copied(cluster, django_db_blocker, "gugus_transfers_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


@pytest.fixture
def case(committed) -> Case:
    with transaction.atomic():
        return settle_case(committed)


@pytest.fixture
def transfer(committed, case) -> Transfer:
    with transaction.atomic():
        agree_to_go(committed, case, committed.outside)
    with speaking(committed.rina):
        draft = write_transfer(case=case, wish=wish_for(committed.outside), by=committed.rina, at=NOON)
        return offer_transfer(transfer=draft, by=committed.rina, at=NOON)


def say(user, act):
    def acted():
        with speaking(user):
            return act()

    return acted


def as_worker(act):
    def acted():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local role gugus_worker")
            return act()

    return acted


def test_of_two_who_accept_one_takes_it(committed, transfer):
    accept = say(committed.sari, lambda: accept_transfer(
        transfer=transfer, manager=committed.sari, answer="", by=committed.sari, at=NOON, seen=transfer.version
    ))  # fmt: skip

    outcomes = both(accept, accept)

    assert sum(isinstance(one, Transfer) for one in outcomes) == 1
    assert sum(isinstance(one, (Stale, CannotMove)) for one in outcomes) == 1


def test_withdrawn_while_accepted_is_one_of_both(committed, case, transfer):
    accept = say(committed.sari, lambda: accept_transfer(
        transfer=transfer, manager=committed.sari, answer="", by=committed.sari, at=NOON
    ))  # fmt: skip
    withdraw = say(committed.rina, lambda: withdraw_transfer(
        transfer=transfer, code="mistake", by=committed.rina, at=NOON
    ))  # fmt: skip

    outcomes = both(accept, withdraw)

    (won,) = [one for one in outcomes if isinstance(one, Transfer)]
    assert sum(isinstance(one, CannotMove) for one in outcomes) == 1
    as_worker(lambda: hand_over(transfer=transfer, at=NOON))()
    owner = committed.sari if won.state == "accepted" else committed.rina
    with speaking(owner):
        assert again(case).agency_id == owner.agency_id


def test_two_workers_move_it_once(committed, case, transfer):
    say(committed.sari, lambda: accept_transfer(
        transfer=transfer, manager=committed.sari, answer="", by=committed.sari, at=NOON
    ))()  # fmt: skip
    move = as_worker(lambda: hand_over(transfer=transfer, at=NOON))

    outcomes = both(move, move)

    assert [one.state for one in outcomes] == ["moved", "moved"]
    with speaking(committed.sari):
        pieces = Piece.objects.unscoped(because=BECAUSE).filter(transfer=transfer, what_kind="case")
        assert pieces.count() == 1 and again(case).agency == committed.outside


def test_of_two_offers_of_one_case_one_is_written(committed, case):
    write = say(committed.rina, lambda: write_transfer(
        case=case, wish=wish_for(committed.outside), by=committed.rina, at=NOON
    ))  # fmt: skip

    outcomes = both(write, write)

    assert sum(isinstance(one, Transfer) for one in outcomes) == 1
    assert sum(isinstance(one, CannotTransfer) for one in outcomes) == 1
    connections.close_all()
