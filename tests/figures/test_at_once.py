"""Two people at the same instant: a figure is frozen once, a matrix is taken over once, an entry is written once."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connections, transaction
from tests import cast
from tests.actionplan.conftest import BEGUN, PAPER
from tests.actionplan.test_importing import brought, row
from tests.conftest import NOON, copied, voice_of
from tests.figures.conftest import frozen
from tests.forces import settle_force

from gugus.actionplan import importing, planning
from gugus.actionplan.heart import CannotPlan
from gugus.actionplan.models import Indicator
from gugus.base.versions import Stale
from gugus.figures.models import Snapshot

BECAUSE = "the test looks what was kept"


@pytest.fixture(scope="module")
def committed(request, cluster, django_db_setup, django_db_blocker):
    """A database of the module's own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_figures_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
            world.force = settle_force(world)
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
        thread.join()
    return outcomes


def test_a_figure_that_two_people_freeze_is_frozen_once(committed):
    def freeze(user):
        def act():
            with speaking(user):
                return frozen(committed.force, user, "survivors")[0].pk

        return act

    outcomes = both(freeze(committed.wulan), freeze(committed.eka))

    assert outcomes[0] == outcomes[1]
    with speaking(committed.wulan):
        assert Snapshot.objects.unscoped(because=BECAUSE).count() == 1


def test_a_matrix_that_two_people_take_over_is_taken_over_once(committed):
    wulan = committed.wulan
    with speaking(wulan):
        plan = planning.write_plan(force=committed.force, paper=PAPER, by=wulan, at=BEGUN)
        load = brought(plan, wulan, row(), row("Lain"))

    def apply():
        with speaking(wulan):
            return importing.apply(load=load, by=wulan, at=BEGUN, seen=load.version).state

    outcomes = both(apply, apply)

    assert sorted(str(one) for one in outcomes if not isinstance(one, Exception)) == ["applied"]
    assert sum(isinstance(one, Stale | CannotPlan) for one in outcomes) == 1
    with speaking(wulan):
        assert Indicator.objects.unscoped(because=BECAUSE).filter(plan=plan).count() == 2
