"""Two administrators at the same moment: one stays."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connections, transaction
from tests import cast
from tests.conftest import NOON, copied, voice_of

from gugus.access.codes import Role
from gugus.access.models import RoleAssignment
from gugus.access.viewer import viewer_of
from gugus.accounts.actions import CannotChangeAccount, end_account, set_roles

TODAY = NOON.date()


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_last_one"):
        with transaction.atomic():
            world = cast.settle(NOON)
            world.yusuf.assignments.create(role=Role.ADMINISTRATOR, valid_from=cast.LONG_AGO)
        yield world


@contextmanager
def speaking(user):
    """One request of a user: a transaction that ends with a commit."""
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


def ends(by, whom):
    def act():
        with speaking(by):
            return end_account(viewer_of(by, on=TODAY), user=whom, at=NOON)

    return act


def demotes(by, whom):
    def act():
        with speaking(by):
            return set_roles(viewer_of(by, on=TODAY), user=whom, roles=["companion"], at=NOON, on=TODAY)

    return act


@pytest.mark.parametrize(("first", "second"), [(ends, ends), (demotes, ends), (demotes, demotes)])
def test_two_administrators_do_not_end_each_other(committed, first, second):
    tono, yusuf = committed.tono, committed.yusuf
    with speaking(tono):
        for user in (tono, yusuf):
            type(user).objects.filter(pk=user.pk).update(is_active=True)
            RoleAssignment.objects.filter(user=user, role=Role.ADMINISTRATOR).update(valid_to=None)
            user.refresh_from_db()

    outcomes = both(first(tono, yusuf), second(yusuf, tono))

    refused = [one for one in outcomes if isinstance(one, CannotChangeAccount)]
    assert len(refused) == 1, outcomes
    left = RoleAssignment.objects.valid_on(TODAY).filter(
        role=Role.ADMINISTRATOR, valid_to=None, user__agency=committed.unit, user__is_active=True
    )
    assert left.count() == 1
