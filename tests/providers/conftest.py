"""A shelter for girls and women, one for men, an office without users; all invented."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gugus.directory.codes import AgencyKind
from gugus.providers.actions import Wording, write_offering
from gugus.providers.capacity import set_places
from gugus.providers.rules import Need
from tests.cast import LONG_AGO, agency
from tests.conftest import NOON, voice_of

SHELTER = Wording(
    service="shelter", title="Rumah Melati", sexes=("female",), age_from=10, age_to=None, with_children=True,
    pregnancy=True, languages=("id", "jv"), area_code="31.74", areas=("31",), is_secret=True, always_open=True,
    duty_phone="0800-0000-77001", contact_role="duty", valid_from=LONG_AGO,
)  # fmt: skip
GIRL = Need(service="shelter", sex="female", age_from=15, age_to=15, at=NOON, area="31.74", near="31.74")


def house(user, wording=SHELTER, *, group="female", total=6, taken=2, agency=None, at=NOON, **changes):
    """A service with places, written by a user."""
    with voice_of(user):
        made = write_offering(
            agency=agency or user.agency, wording=replace(wording, **changes), by=user, at=at
        )
        if total is not None:
            set_places(offering=made, group=group, total=total, taken=taken, by=user, at=at)
    return made


@pytest.fixture
def melati(world):
    """Maya's house: six places for women and girls, two taken."""
    return house(world.maya)


@pytest.fixture
def silent(world):
    """An office in which nobody can sign in."""
    return agency("yayasan-sunyi", "Yayasan Sunyi", AgencyKind.NGO)


LATER = NOON + timedelta(hours=30)
