"""Two people at the same instant, with connections of their own: one wins, the other is told, nothing is lost."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from gugus.base.versions import Stale
from gugus.cases.actions import CannotAddParty, add_party, check_safety, open_case
from gugus.cases.models import Case, ChronologyEntry, Party
from gugus.cases.records import write_entry
from gugus.cases.states import CannotMove, move
from gugus.kernel.ids import new_id
from tests import cast
from tests.cases.conftest import a_case, somebody
from tests.conftest import NOON, copied, voice_of

BECAUSE = "the test looks what was kept"


@pytest.fixture(scope="module")
def committed(request, cluster, django_db_setup, django_db_blocker):
    """A database of the module's own in which tests commit, so that two connections see each other's work."""
    name = f"gugus_{request.module.__name__.split('.')[-2]}_at_once"
    with copied(cluster, django_db_blocker, name):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


@contextmanager
def speaking(user):
    """One request of a user: a transaction that ends with a commit."""
    with transaction.atomic(), voice_of(user):
        yield


@pytest.fixture
def case(committed):
    with speaking(committed.rina):
        return a_case(committed)


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


def as_rina(world, act):
    def acted():
        with speaking(world.rina):
            return act()

    return acted


def test_of_two_safety_checks_one_wins_and_the_other_hears_of_it(committed, case):
    def check(safety):
        return as_rina(committed, lambda: check_safety(
            case=case, safety=safety, note="Tercatat.", by=committed.rina, at=NOON, seen=case.version
        ))  # fmt: skip

    outcomes = both(check("safe"), check("danger"))

    told = [one for one in outcomes if isinstance(one, Stale)]
    won = [one for one in outcomes if isinstance(one, Case)]
    assert len(told) == len(won) == 1
    with speaking(committed.rina):
        assert Case.objects.unscoped(because=BECAUSE).get(pk=case.pk).safety == won[0].safety


def test_one_person_gets_one_role_from_two_hands(committed, case):
    with speaking(committed.rina):
        person = somebody(committed, "Nadia Kusumaningrum")

    give = as_rina(committed, lambda: add_party(
        case=case, person=person, role="survivor", by=committed.rina, at=NOON
    ))  # fmt: skip
    outcomes = both(give, give)

    assert sum(isinstance(one, CannotAddParty) for one in outcomes) == 1
    with speaking(committed.rina):
        assert Party.objects.unscoped(because=BECAUSE).filter(person=person).count() == 1


def test_survivor_and_alleged_offender_never_meet_in_one_person(committed, case):
    with speaking(committed.rina):
        person = somebody(committed, "Nadia Kusumaningrum")

    def give(role):
        return as_rina(committed, lambda: add_party(
            case=case, person=person, role=role, by=committed.rina, at=NOON
        ))  # fmt: skip

    outcomes = both(give("survivor"), give("accused"))

    assert sum(isinstance(one, CannotAddParty) for one in outcomes) == 1


def test_a_form_sent_twice_at_the_same_instant_makes_one(committed, case):
    keys = {"case": new_id(), "entry": new_id()}
    opens = as_rina(committed, lambda: open_case(
        agency=committed.unit, manager=committed.rina, risk="low", summary="Satu.", by=committed.rina, at=NOON,
        key=keys["case"],
    ))  # fmt: skip
    writes = as_rina(committed, lambda: write_entry(
        case=case, kind="note", text="Satu.", happened_at=NOON, by=committed.rina, at=NOON, key=keys["entry"]
    ))  # fmt: skip

    opened, written = both(opens, opens), both(writes, writes)

    assert [one.pk for one in opened] == [keys["case"]] * 2
    assert [one.pk for one in written] == [keys["entry"]] * 2
    with speaking(committed.rina):
        assert ChronologyEntry.objects.unscoped(because=BECAUSE).filter(case=case).count() == 1


def test_of_closing_and_holding_only_one_happens(committed, case):
    with speaking(committed.rina):
        seen = check_safety(case=case, safety="safe", note="", by=committed.rina, at=NOON)

    def go(to, code):
        return as_rina(committed, lambda: move(
            case=seen, to=to, code=code, note="", by=committed.rina, at=NOON, seen=seen.version
        ))  # fmt: skip

    outcomes = both(go("closed", "goals_met"), go("on_hold", "other"))

    assert sum(isinstance(one, (Stale, CannotMove)) for one in outcomes) == 1
    assert sum(isinstance(one, Case) for one in outcomes) == 1
