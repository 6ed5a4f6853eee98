"""The directory of the demo: a dozen services, a heads-up with two offers, invented numbers only."""

import pytest
from tests.conftest import NOON, as_role

from gugus.arrivals.models import Offer
from gugus.demo.providing import SERVICES, expect_people, fill_directory
from gugus.demo.settling import settle_cast
from gugus.providers.models import Capacity, Offering


@pytest.mark.django_db
def test_a_dozen_services_and_one_heads_up_are_there():
    agencies, users = settle_cast(NOON)
    with as_role("gugus_worker"):
        fill_directory(agencies, users, at=NOON)
        expect_people(users, at=NOON)

        offers = Offer.objects.unscoped(because="test").order_by("places").values_list("state", "places")
        held = sum(Capacity.objects.unscoped(because="test").values_list("held", flat=True))
        assert Offering.objects.unscoped(because="test").count() == len(SERVICES) == 12
        assert list(offers) == [("open", 2), ("taken", 3)] and held == 5


def test_every_number_of_the_directory_is_invented():
    numbers = [one.wording.get(name) for one in SERVICES for name in ("phone", "duty_phone", "private_phone")]

    assert all(number.startswith("0800-0") and len(number) > 14 for number in numbers if number)
