"""Maya's house with three rooms, and Rina's case by whose referral somebody comes there. All invented."""

from datetime import timedelta

import pytest
from tests.cast import LONG_AGO
from tests.conftest import NOON, voice_of
from tests.ledger import consented
from tests.referrals.conftest import ask, settle_case, wish_for

from gugus.cases.actions import add_party
from gugus.people.actions import register_person
from gugus.providers.actions import Wording, write_offering
from gugus.referrals.actions import accept_referral, send_referral, write_referral
from gugus.shelter.actions.deciding import approve, propose
from gugus.shelter.actions.houses import Told, add_room, write_address, write_house
from gugus.shelter.actions.living import admit
from gugus.shelter.models import Bed, Stay

LATER = NOON + timedelta(hours=2)
MONTH = NOON + timedelta(days=30)
ADDRESS, NOTE = "Gang Kenari Ungu nomor tujuh belas", "pagar hijau di belakang warung"
SERVICE = Wording(
    service="shelter", title="Rumah Melati", sexes=("female",), age_from=8, with_children=True, is_secret=True,
    area_code="31.74", always_open=True, duty_phone="0800-0000-77001", valid_from=LONG_AGO,
)  # fmt: skip


def house_of(user, *, name="Melati", rooms=(("Kenanga", "women", 2), ("Dahlia", "girls", 1)), offering=True):
    """A house of the user's agency; with an address that no test may meet elsewhere."""
    with voice_of(user):
        service = write_offering(agency=user.agency, wording=SERVICE, by=user, at=NOON) if offering else None
        told = Told(kind="safe_house", name=name, head=user, offering=service, phone="0800-0000-77009")
        house = write_house(told=told, by=user, at=NOON)
        write_address(house=house, address=ADDRESS, location_note=NOTE, by=user, at=NOON)
        for room, group, beds in rooms:
            add_room(house=house, name=room, group=group, beds=beds, by=user, at=NOON)
    return house


def beds(house) -> dict[str, Bed]:
    """Room and bed → bed."""
    with voice_of(house.written_by):
        rows = Bed.objects.unscoped(because="test").filter(room__house=house).select_related("room")
        return {f"{one.room.name} {one.name}": one for one in rows}


def referred(world, case=None, *, sex="female", born=1995, to=None):
    """Somebody of Rina's case whom the shelter accepted."""
    case = case or settle_case(world)
    to = to or world.maya
    with voice_of(world.rina):
        person = register_person(
            agency=world.unit, sex=sex, birth_year=born, names={"full": "Melur Rekaan", "aliases": []}, by=world.rina,
            at=NOON,
        )  # fmt: skip
        party = add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
        consented(world.rina, person, to.agency)
        draft = write_referral(case=case, party=party, wish=wish_for(to.agency), by=world.rina, at=NOON)
        referral = send_referral(referral=draft, by=world.rina, at=NOON)
    with voice_of(to):
        return accept_referral(referral=referral, answer="", by=to, at=NOON)


def proposed(world, house, *, by=None, referral=None, **more) -> Stay:
    by = by or world.maya
    referral = referral or referred(world, **{k: more.pop(k) for k in ("sex", "born", "case") if k in more})
    told = {
        "ground": "danger",
        "from_at": NOON,
        "until_at": MONTH,
        "words": "Ia dicari pelaku di terminal.",
    } | more
    with voice_of(by):
        return propose(
            house=house, case=referral.case, person=referral.person, referral=referral, by=by, at=NOON, **told
        )


def approved(world, house, bed: str, *, knowingly=False, words="", **more) -> Stay:
    stay = proposed(world, house, **more)
    with voice_of(world.maya):
        return approve(
            stay=stay, bed=beds(house)[bed], by=world.maya, at=NOON, knowingly=knowingly, words=words
        )


def inside(world, house, bed: str, *, in_at=NOON, **more) -> Stay:
    stay = approved(world, house, bed, **more)
    with voice_of(world.maya):
        return admit(stay=stay, in_at=in_at, by=world.maya, at=max(in_at, NOON))


@pytest.fixture
def melati(world):
    return house_of(world.maya)


__all__ = ["ask"]
