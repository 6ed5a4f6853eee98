"""Two second persons at the same instant: it happens once, and the other one is told."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from gugus.approvals.actions import CannotDecide, approve, withdraw
from gugus.approvals.models import Request
from tests import cast
from tests.approvals import things
from tests.approvals.conftest import asked_by
from tests.conftest import NOON, copied, voice_of


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_two_people"):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


@contextmanager
def speaking(user):
    with transaction.atomic(), voice_of(user):
        yield


def both(first, second) -> list:
    """Run two functions at the same instant; what each gave back or raised."""
    gate, outcomes = threading.Barrier(2), [None, None]

    def run(number, act):
        gate.wait()
        try:
            outcomes[number] = act()
        except Exception as error:  # the outcome is the error
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def saying(act, user, request):
    def said():
        with speaking(user):
            return act(request=request, by=user, at=NOON)

    return said


def test_two_second_persons_at_once(committed):
    with transaction.atomic():
        asked = asked_by(committed.rina)

    outcomes = both(saying(approve, committed.yusuf, asked), saying(approve, committed.lestari, asked))

    refused = [one for one in outcomes if isinstance(one, CannotDecide)]
    assert len(refused) == 1 and refused[0].reasons[0].code == "not_waiting"
    assert [ref for ref, _facts, _by in things.done] == [asked.ref]


def test_approved_and_withdrawn_at_once(committed):
    with transaction.atomic():
        asked = asked_by(committed.rina)

    outcomes = both(saying(approve, committed.yusuf, asked), saying(withdraw, committed.rina, asked))

    with speaking(committed.rina):
        state = Request.objects.unscoped(because="test").get(pk=asked.pk).state
    assert sum(isinstance(one, CannotDecide) for one in outcomes) == 1
    assert (state == "approved") == bool(things.done)
