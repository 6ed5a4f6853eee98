"""The second lock: the database refuses what Python would refuse too, and what it might forget."""

import pytest
from django.db import DatabaseError, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.repatriation.conftest import (
    DAY,
    HOUR,
    agreed,
    drawing,
    handed,
    left,
    minutes_of,
    now_of,
    seen_by,
)

from gugus.repatriation.actions import signing
from gugus.repatriation.models import (
    Cost,
    HandedPerson,
    Handover,
    Leg,
    Repatriation,
    Signature,
    TravelPaper,
)

TABLES = (Repatriation, Leg, TravelPaper, Cost, Handover, HandedPerson, Signature)


def changes(user, model, pk, **values) -> int:
    """How many rows an update by this user reaches, without the Python lock."""
    with voice_of(user), transaction.atomic():
        return model.objects.unscoped(because="attack").filter(pk=pk).update(**values)


def refused(user, model, pk, **values) -> bool:
    """Does the database refuse (by an error, or by reaching no row)?"""
    try:
        return changes(user, model, pk, **values) == 0
    except DatabaseError:
        return True


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif", "wulan"])
def test_strangers_read_no_row_of_any_table(world, home, name):
    left(world, home)
    minutes_of(world, [handed(home)])

    assert {model.__name__: len(seen_by(getattr(world, name), model)) for model in TABLES} == {
        model.__name__: 0 for model in TABLES
    }


def test_the_receiver_changes_nothing_but_its_part(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)

    assert refused(world.maya, Repatriation, home.pk, state="arrived")
    assert refused(world.maya, Repatriation, home.pk, holder=world.shelter.pk)
    assert refused(world.maya, Handover, made.pk, zone="UTC")
    assert refused(world.maya, HandedPerson, seen_by(world.maya, HandedPerson)[0].pk, age=3)
    assert refused(world.maya, Leg, first.pk, transport="car")


def test_the_owner_cannot_give_a_person_or_minutes_to_somebody_by_hand(world, home):
    left(world, home)
    made = minutes_of(world, [handed(home)])

    assert refused(world.rina, Repatriation, home.pk, holder=world.police.pk)
    assert refused(world.rina, Repatriation, home.pk, agency=world.police.pk)
    assert refused(world.rina, Handover, made.pk, agency=world.police.pk)


def signed(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    with voice_of(world.rina):
        signing.sign(
            handover=made, side="handing", name="Rina", drawing=drawing(), by=world.rina, at=NOON + 7 * HOUR
        )
    return made


def test_a_signature_fixes_every_word_for_everybody(world, home):
    made = signed(world, home)
    [person] = seen_by(world.rina, HandedPerson)
    [signature] = seen_by(world.rina, Signature)

    for user in (world.rina, world.maya, world.yusuf):
        assert refused(user, Handover, made.pk, happened_at=NOON + DAY)
        assert refused(user, Handover, made.pk, digest="")
        assert refused(user, HandedPerson, person.pk, age=99)
        assert refused(user, Signature, signature.pk, at=NOON)
    with voice_of(world.rina), pytest.raises(DatabaseError), transaction.atomic():
        HandedPerson.objects.unscoped(because="attack").filter(pk=person.pk).delete()


def test_nobody_signs_for_an_agency_or_minutes_of_others(world, home):
    made = signed(world, home)
    with voice_of(world.rina):
        fresh = Handover.objects.unscoped(because="test").get(pk=made.pk)
    for user, agency in ((world.sari, world.outside), (world.maya, world.unit), (world.budi, world.police)):
        forged = Signature(
            handover=fresh, agency=agency, side="receiving", how="drawn", digest=fresh.digest, by=user, at=NOON,
            name="Palsu", picture="AAAA",
        )  # fmt: skip
        with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
            forged.save(force_insert=True)


def test_an_unsafe_return_does_not_leave_even_past_the_rules(world, home):
    with as_role("gugus_worker"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Repatriation.objects.unscoped(because="attack").filter(pk=home.pk).update(
                risk="unsafe", departed_at=NOON
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Leg.objects.unscoped(because="attack").filter(repatriation=home).update(arrived_at=NOON)
    assert now_of(world.rina, Repatriation, home.pk).departed_at is None
