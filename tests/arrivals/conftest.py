"""Budi's police expect ten people; Maya's shelter and Sari's office have beds; all invented."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gugus.arrivals.actions import send_headsup, write_headsup
from gugus.arrivals.models import Headsup, Offer
from gugus.arrivals.offering import offer_places
from gugus.arrivals.rules import Told
from gugus.providers.models import Capacity
from tests.conftest import NOON, voice_of
from tests.providers.conftest import house

EVENING, NIGHT = NOON + timedelta(hours=6), NOON + timedelta(hours=10)
TOLD = Told(
    from_at=EVENING, to_at=NIGHT, zone="wib", persons_min=8, persons_max=10, female=8, male=0, minors=True,
    minors_count=3, area_code="31.74", languages=("id", "km"), needs=("shelter", "medical"),
)  # fmt: skip
ANY = "the test looks what was kept"


def draft(user, at=NOON, **changes) -> Headsup:
    with voice_of(user):
        return write_headsup(told=replace(TOLD, **changes), by=user, at=at)


def sent(user, *agencies, at=NOON, **changes) -> Headsup:
    one = draft(user, at=at, **changes)
    with voice_of(user):
        return send_headsup(headsup=one, agencies=agencies, by=user, at=at)


def offered(user, headsup, beds, places=4, at=NOON, hours=24, **more) -> Offer:
    with voice_of(user):
        return offer_places(
            headsup=headsup, capacity=beds, places=places, from_at=headsup.from_at,
            until_at=at + timedelta(hours=hours), conditions=["call_first"], by=user, at=at, **more,
        )  # fmt: skip


def beds_of(user, offering) -> Capacity:
    with voice_of(user):
        rows = Capacity.objects.unscoped(because=ANY).select_related("offering__agency")
        return rows.get(offering=offering)


def again(record):
    return type(record).objects.unscoped(because=ANY).get(pk=record.pk)


@pytest.fixture
def melati(world):
    """Six places for women and girls, two taken."""
    return house(world.maya)


@pytest.fixture
def other(world):
    """Sari's office has beds too."""
    return house(world.sari, title="Wisma Lain")


@pytest.fixture
def told(world, melati, other):
    """Budi told Maya's shelter and Sari's office."""
    return sent(world.budi, world.shelter, world.outside)
