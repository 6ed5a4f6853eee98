"""A case of the unit with one survivor, and a referral of her to the shelter."""

from uuid import UUID

import pytest
from tests.conftest import NOON, voice_of
from tests.ledger import consented

from gugus.cases.actions import add_party, open_case
from gugus.cases.models import Case, Party
from gugus.people.actions import register_person
from gugus.referrals.actions import Wish, send_referral, write_referral
from gugus.referrals.bases import found_for
from gugus.referrals.batches import Ask, send_batch, write_batch
from gugus.referrals.models import Batch, Referral


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
        "message": "Butuh tempat aman malam ini.",
    }  # fmt: skip
    return Wish(**(told | more))


def ask(world, case, agency, *, at=NOON, **more) -> Referral:
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        if not found_for(party.person, agency, at).holds:
            consented(world.rina, party.person, agency, at=at)
        draft = write_referral(case=case, party=party, wish=wish_for(agency, **more), by=world.rina, at=at)
        return send_referral(referral=draft, by=world.rina, at=at)


def parties_of(world, case, number, *, born=(1990, 2014, 2016)) -> list[Party]:
    """New persons in the case: a grown-up first, then children, then grown-ups."""
    with voice_of(world.rina):
        made = []
        for place in range(number):
            year = born[place] if place < len(born) else 1980
            person = register_person(
                agency=world.unit, sex="female", birth_year=year, names={"full": f"Melur {place}", "aliases": []},
                by=world.rina, at=NOON,
            )  # fmt: skip
            made.append(add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON))
            for agency in (world.shelter, world.police, world.outside):
                consented(world.rina, person, agency)
        return made


def group_of(world, case, agencies, *, kind="group", send=True, key=None, **more) -> Batch:
    """One person for each of these agencies, asked for in one go."""
    asks = [
        Ask(party, to) for party, to in zip(parties_of(world, case, len(agencies)), agencies, strict=True)
    ]
    with voice_of(world.rina):
        batch = write_batch(
            case=case, asks=asks, wish=wish_for(agencies[0], **more), kind=kind, by=world.rina, at=NOON,
            key=UUID(key) if key else None,
        )  # fmt: skip
        if send:
            send_batch(batch=batch, by=world.rina, at=NOON)
        return batch


def family(world, case, agency, **more) -> Batch:
    """A mother and two children."""
    return group_of(world, case, [agency] * 3, kind="family", **more)


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
