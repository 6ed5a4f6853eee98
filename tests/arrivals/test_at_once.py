"""Two liaisons, a sender and a provider at the same instant: nothing is promised twice, one of them is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from gugus.arrivals.actions import send_headsup, write_headsup
from gugus.arrivals.models import Offer
from gugus.arrivals.offering import CannotOffer, offer_places, take_offer, withdraw_offer
from gugus.providers.actions import write_offering
from gugus.providers.capacity import CannotCount, CannotHold, set_places, tap
from gugus.providers.models import Capacity
from tests import cast
from tests.arrivals.conftest import ANY, EVENING, TOLD
from tests.cases.test_at_once import both, speaking
from tests.conftest import NOON, copied
from tests.providers.conftest import SHELTER


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_beds"):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


@pytest.fixture
def house(committed):
    """Four free places, and a heads-up that asks for them."""
    maya, budi = committed.maya, committed.budi
    with speaking(maya):
        offering = write_offering(agency=maya.agency, wording=SHELTER, by=maya, at=NOON)
        set_places(offering=offering, group="female", total=4, taken=0, by=maya, at=NOON)
    with speaking(budi):
        headsup = write_headsup(told=TOLD, by=budi, at=NOON)
        headsup = send_headsup(headsup=headsup, agencies=[committed.shelter], by=budi, at=NOON)
    return offering, headsup


def offer(world, house, places, key=None):
    offering, headsup = house

    def act():
        with speaking(world.maya):
            beds = (
                Capacity.objects.unscoped(because=ANY)
                .select_related("offering__agency")
                .get(offering=offering)
            )
            return offer_places(
                headsup=headsup, capacity=beds, places=places, from_at=EVENING, until_at=EVENING + timedelta(days=1),
                conditions=[], by=world.maya, at=NOON, key=key or uuid4(),
            )  # fmt: skip

    return act


def left(world, offering) -> int:
    with speaking(world.maya):
        return Capacity.objects.unscoped(because=ANY).get(offering=offering).left


def test_two_liaisons_never_offer_the_same_bed(committed, house):
    outcomes = both(offer(committed, house, 3), offer(committed, house, 3))

    assert sorted(type(one).__name__ for one in outcomes) == ["CannotHold", "Offer"]
    assert left(committed, house[0]) == 1


def test_the_last_bed_is_offered_or_filled_but_not_both(committed, house):
    def fill():
        with speaking(committed.maya):
            set_places(offering=house[0], group="female", total=4, taken=4, by=committed.maya, at=NOON)

    outcomes = both(offer(committed, house, 4), fill)

    assert sum(isinstance(one, (CannotHold, CannotCount)) for one in outcomes) == 1
    assert left(committed, house[0]) == 0


def test_two_taps_at_once_count_two_or_tell_one(committed, house):
    def plus():
        with speaking(committed.maya):
            return tap(offering=house[0], group="female", kind="plus", by=committed.maya, at=NOON)

    both(plus, plus)

    assert left(committed, house[0]) == 2


def test_taking_while_withdrawing_one_of_both_is_told(committed, house):
    made = offer(committed, house, 2)()

    def take():
        with speaking(committed.budi):
            return take_offer(offer=made, by=committed.budi, at=NOON, seen=1)

    def withdraw():
        with speaking(committed.maya):
            return withdraw_offer(offer=made, by=committed.maya, at=NOON)

    outcomes = both(take, withdraw)

    with speaking(committed.maya):
        kept = Offer.objects.unscoped(because=ANY).get(pk=made.pk)
    # Withdrawing is allowed before and after the yes; a yes after the withdrawal is refused.
    assert kept.state == "withdrawn" and left(committed, house[0]) == 4
    assert not isinstance(outcomes[1], Exception) or isinstance(outcomes[1], CannotOffer)


def test_killed_between_hold_and_offer_nothing_is_held(committed, house, monkeypatch):
    def die(*args, **kwargs):
        raise SystemError("killed")

    monkeypatch.setattr("gugus.arrivals.offering.record", die)
    with pytest.raises(SystemError):
        offer(committed, house, 3)()

    assert left(committed, house[0]) == 4
