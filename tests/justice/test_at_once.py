"""Two at the same instant, with connections of their own."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests import cast
from tests.cases.test_at_once import both, speaking
from tests.conftest import NOON, copied
from tests.justice.conftest import ACT, LP, LP_ON, at_trial, recruiter, ruled, settle_case, written

from gugus.base.versions import Stale
from gugus.justice.actions import charging, moving, ruling
from gugus.justice.actions.heart import CannotPursue
from gugus.justice.models import Charge, Move, Proceeding, Ruling, Verdict

BECAUSE = "the test looks what was kept"


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_justice_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


@pytest.fixture
def track(committed):
    with transaction.atomic():
        case = settle_case(committed)
        return written(committed, case, recruiter(committed, case))


def as_user(user, act):
    def acted():
        with speaking(user):
            return act()

    return acted


def kept(world, model, **which) -> list:
    with speaking(world.rina):
        return list(model.objects.unscoped(because=BECAUSE).filter(**which))


def test_the_same_step_pressed_by_two_is_one_step(committed, track):
    def move(user):
        return as_user(user, lambda: moving.move_on(
            proceeding=track, to="inquiry", on=LP_ON, by=user, at=NOON, seen=1
        ))  # fmt: skip

    outcomes = both(move(committed.rina), move(committed.yusuf))

    assert sum(isinstance(one, Proceeding) for one in outcomes) == 1
    assert sum(isinstance(one, Stale) for one in outcomes) == 1
    assert [one.stage for one in kept(committed, Move, proceeding=track)] == ["reported", "inquiry"]


def test_the_same_report_written_by_two_is_one_track(committed):
    with transaction.atomic():
        case = settle_case(committed)
        accused = recruiter(committed, case)
    told = moving.Told(lp_on=LP_ON, accused=accused, lp_number=LP, acts_on=[ACT])

    def write(user):
        return as_user(user, lambda: moving.write_proceeding(case=case, told_of=told, by=user, at=NOON))

    outcomes = both(write(committed.rina), write(committed.yusuf))

    assert sum(isinstance(one, CannotPursue) for one in outcomes) == 1
    assert len(kept(committed, Proceeding, case=case)) == 1


def test_the_same_charge_added_by_two_is_one_charge(committed, track):
    def charge(user):
        return as_user(user, lambda: charging.add_charge(
            proceeding=track, provision="kuhp_455", acted_on=ACT, by=user, at=NOON
        ))  # fmt: skip

    outcomes = both(charge(committed.rina), charge(committed.yusuf))

    assert sum(isinstance(one, CannotPursue) for one in outcomes) == 1
    assert len(kept(committed, Charge, proceeding=track)) == 1


def test_two_verdicts_of_one_instance_are_one(committed, track):
    with transaction.atomic():
        at_trial(committed, track)
        charges = kept(committed, Charge, proceeding=track)

    def give(user, outcome):
        rulings = [ruling.Said(one.pk, outcome) for one in charges]
        return as_user(user, lambda: ruling.give_verdict(
            proceeding=track, instance="first", on=LP_ON + timedelta(days=30), rulings=rulings, by=user, at=NOON
        ))  # fmt: skip

    outcomes = both(give(committed.rina, "convicted"), give(committed.yusuf, "acquitted"))

    assert sum(isinstance(one, Verdict) for one in outcomes) == 1
    assert sum(isinstance(one, CannotPursue) for one in outcomes) == 1
    assert len(kept(committed, Verdict, proceeding=track)) == 1


def test_a_verdict_corrected_by_two_is_corrected_once(committed, track):
    with transaction.atomic():
        at_trial(committed, track)
        first = ruled(committed, track)

    def correct():
        said = [
            ruling.Said(one.charge_id, one.outcome)
            for one in Ruling.objects.unscoped(because=BECAUSE).filter(verdict=first)
        ]
        return ruling.correct_verdict(
            proceeding=first.proceeding, verdict=first, on=first.ruled_on, rulings=said, reason="Salah.",
            by=committed.rina, at=NOON,
        )  # fmt: skip

    outcomes = both(as_user(committed.rina, correct), as_user(committed.rina, correct))

    assert sum(isinstance(one, Verdict) for one in outcomes) == 1
    assert sum(isinstance(one, CannotPursue) for one in outcomes) == 1
    assert len(kept(committed, Verdict, void_at=None, proceeding=track)) == 1
