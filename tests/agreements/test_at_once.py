"""Signing at the same instant, with connections of their own: each agency signs once, and somebody's is the last."""

import pytest
from django.db import transaction
from tests import cast
from tests.agreements.conftest import BECAUSE, Cast, again, proposed
from tests.cases.test_at_once import both
from tests.conftest import NOON, as_role, copied, voice_of

from gugus.access.codes import Role
from gugus.agreements import actions
from gugus.agreements.actions import CannotMove, Part
from gugus.agreements.models import Signatory


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit."""
    with copied(cluster, django_db_blocker, "gugus_signing"):
        with transaction.atomic():
            world = cast.settle(NOON)
            heads = [
                cast.user(name, agency, Role.SUPERVISOR, at=NOON)
                for name, agency in (
                    ("indah", world.unit), ("mira", world.shelter), ("gani", world.police), ("surya", world.shelter),
                )
            ]  # fmt: skip
        yield Cast(world, world.yusuf, *heads)


def signing(agreement, user):
    def act():
        with transaction.atomic(), voice_of(user):
            return actions.sign(agreement=agreement, by=user, at=NOON).state

    return act


def of_three(people):
    world = people.world
    parts = [
        Part(world.unit, ["case"]),
        Part(world.shelter, receives=True),
        Part(world.police, receives=True),
    ]
    with transaction.atomic():
        return proposed(people, parts=parts)


def test_two_agencies_sign_at_the_same_instant_and_one_is_the_last(committed):
    made = of_three(committed)

    states = both(signing(made, committed.mira), signing(made, committed.gani))

    assert sorted(states) == ["proposed", "signed"]
    with transaction.atomic():
        assert again(made).state == "signed"


def test_two_of_one_agency_at_the_same_instant_sign_once(committed):
    made = of_three(committed)

    outcomes = both(signing(made, committed.mira), signing(made, committed.surya))

    assert sorted(type(one).__name__ for one in outcomes) == ["CannotMove", "str"]
    assert any(isinstance(one, CannotMove) for one in outcomes)
    with transaction.atomic(), as_role("gugus_worker"):
        rows = Signatory.objects.unscoped(because=BECAUSE).filter(agreement_id=made.pk, decision="signed")
        assert rows.count() == 2
