"""A case of the unit with one survivor, and a referral of her to the shelter."""

from datetime import date

import pytest
from tests.conftest import NOON, voice_of

from gugus.cases.actions import add_party, open_case
from gugus.cases.models import Case
from gugus.people.actions import register_person
from gugus.referrals.actions import Wish, send_referral, write_referral
from gugus.referrals.models import Referral


def settle_case(world) -> Case:
    """Rina's case with a child survivor."""
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary="Dijanjikan kerja.", by=world.rina, at=NOON,
            area_code="31.74.07",
        )  # fmt: skip
        person = register_person(
            agency=world.unit, sex="female", birth_year=2010, names={"full": "Kirana Wulandari", "aliases": []},
            by=world.rina, at=NOON,
        )  # fmt: skip
        add_party(case=case, person=person, role="survivor", age_at_act=16, by=world.rina, at=NOON)
        return Case.objects.unscoped(because="fixture").select_related("agency", "data_key").get(pk=case.pk)


def wish_for(agency, **more) -> Wish:
    told = {
        "to_agency": agency, "service": "shelter", "urgency": "now", "sections": ["case", "identity", "care"],
        "basis": "consent", "basis_on": date(2026, 6, 15), "message": "Butuh tempat aman malam ini.",
    }  # fmt: skip
    return Wish(**(told | more))


def ask(world, case, agency, *, at=NOON, **more) -> Referral:
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        draft = write_referral(case=case, party=party, wish=wish_for(agency, **more), by=world.rina, at=at)
        return send_referral(referral=draft, by=world.rina, at=at)


def read_again(referral, user) -> Referral:
    """What the database gives to this user now."""
    with voice_of(user):
        return Referral.objects.unscoped(because="the test looks").get(pk=referral.pk)


@pytest.fixture
def case(world):
    return settle_case(world)


@pytest.fixture
def referral(world, case):
    return ask(world, case, world.shelter)
