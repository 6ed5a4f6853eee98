"""Two managers at the same instant: the last bed is given once, one person is let in once, nothing is counted twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.cases.test_at_once import both, committed, speaking  # noqa: F401
from tests.conftest import NOON
from tests.shelter.conftest import beds, house_of, proposed

from gugus.base.versions import Stale
from gugus.providers.models import Capacity
from gugus.shelter.actions.deciding import approve, decline
from gugus.shelter.actions.living import admit
from gugus.shelter.actions.placing import CannotStay
from gugus.shelter.models import Placement, Stay


@pytest.fixture
def world(committed):  # noqa: F811
    return committed


def act(world, run):
    def acted():
        with speaking(world.maya):
            return run()

    return acted


def taken_of(world, house) -> tuple[int, int]:
    with speaking(world.maya):
        rows = Capacity.objects.unscoped(because="test").filter(offering=house.offering)
        return sum(one.total for one in rows), sum(one.taken for one in rows)


def test_two_give_the_last_bed_at_once_and_one_hears_that_it_is_taken(world):
    with transaction.atomic():
        house = house_of(world.maya, name="Teratai", rooms=(("Kenanga", "women", 1),))
        one, two = proposed(world, house), proposed(world, house)
        bed = beds(house)["Kenanga 01"]

    outcomes = both(
        *(
            act(world, lambda stay=stay: approve(stay=stay, bed=bed, by=world.maya, at=NOON))
            for stay in (one, two)
        )
    )

    refused = [each for each in outcomes if isinstance(each, CannotStay)]
    given = [each for each in outcomes if isinstance(each, Stay)]
    assert (len(given), len(refused)) == (1, 1), outcomes
    assert [(each.code, each.field) for each in refused[0].reasons] == [("bed_taken", "bed")]
    with speaking(world.maya):
        assert Placement.objects.unscoped(because="test").filter(bed=bed).count() == 1
    assert taken_of(world, house) == (1, 1)


def test_two_beds_given_at_once_are_both_counted(world):
    with transaction.atomic():
        house = house_of(world.maya, name="Seroja", rooms=(("Kenanga", "women", 3),))
        stays = [proposed(world, house), proposed(world, house)]
        places = beds(house)

    outcomes = both(*(
        act(world, lambda stay=stay, name=name: approve(stay=stay, bed=places[name], by=world.maya, at=NOON))
        for stay, name in zip(stays, ("Kenanga 01", "Kenanga 02"), strict=True)
    ))  # fmt: skip

    assert [type(one) for one in outcomes] == [Stay, Stay], outcomes
    assert taken_of(world, house) == (3, 2)


def test_yes_and_no_at_once_are_one_decision(world):
    with transaction.atomic():
        house = house_of(world.maya, name="Cempaka", rooms=(("Kenanga", "women", 1),))
        stay, bed = proposed(world, house), beds(house)["Kenanga 01"]

    outcomes = both(
        act(world, lambda: approve(stay=stay, bed=bed, by=world.maya, at=NOON, seen=stay.version)),
        act(world, lambda: decline(stay=stay, code="no_bed", by=world.maya, at=NOON, seen=stay.version)),
    )

    assert sum(isinstance(one, Stale) for one in outcomes) == 1, outcomes


def test_the_same_person_is_let_in_once(world):
    with transaction.atomic():
        house = house_of(world.maya, name="Wijaya", rooms=(("Kenanga", "women", 1),))
        stay, bed = proposed(world, house), beds(house)["Kenanga 01"]
    with speaking(world.maya):
        approve(stay=stay, bed=bed, by=world.maya, at=NOON)

    later = NOON + timedelta(hours=1)
    run = act(world, lambda: admit(stay=stay, in_at=later, by=world.maya, at=later))
    outcomes = both(run, run)

    assert sum(isinstance(one, CannotStay) for one in outcomes) == 1, outcomes
