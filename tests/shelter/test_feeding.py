"""The beds are the one source of free places; what arrivals hold is never counted twice."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.shelter.conftest import approved, beds, inside, proposed

from gugus.kernel.ids import new_id
from gugus.providers.capacity import CannotCount, free_hold, hold_places, set_places, tap
from gugus.providers.models import Capacity, CapacityHold
from gugus.providers.queries import who_can_take
from gugus.providers.rules import Need
from gugus.shelter.actions.deciding import approve
from gugus.shelter.actions.houses import back_in_use, put_out_of_use
from gugus.shelter.actions.keeping import count_night
from gugus.shelter.actions.living import leave
from gugus.shelter.jobs import feed_all

DAY = timedelta(days=1)
GIRL = Need(service="shelter", sex="female", age_from=15, age_to=15, area="31.74", near="31.74")


def places(house) -> dict[str, tuple[int, int, int]]:
    with as_role("gugus_worker"):
        rows = Capacity.objects.unscoped(because="test").filter(offering=house.offering)
        return {one.group: (one.total, one.taken, one.held) for one in rows}


def capacity(house, group) -> Capacity:
    with as_role("gugus_worker"):
        rows = Capacity.objects.unscoped(because="test").select_related("offering__agency")
        return rows.get(offering=house.offering, group=group)


def test_beds_come_and_go_and_so_do_places(world, melati):
    assert places(melati) == {"women": (2, 0, 0), "girls": (1, 0, 0)}
    stay = inside(world, melati, "Kenanga 01")
    assert places(melati)["women"] == (2, 1, 0)
    with voice_of(world.maya):
        put_out_of_use(bed=beds(melati)["Kenanga 02"], code="repair", from_at=NOON, by=world.maya, at=NOON)
    assert places(melati)["women"] == (1, 1, 0)
    with voice_of(world.maya):
        back_in_use(bed=beds(melati)["Kenanga 02"], by=world.maya, at=NOON)
        leave(stay=stay, code="reunion", out_at=NOON, by=world.maya, at=NOON)
    assert places(melati)["women"] == (2, 0, 0)


def test_who_can_take_a_girl_of_fifteen_tonight_is_right_at_once(world, melati):
    def free() -> int:
        with voice_of(world.rina):
            found, _count = who_can_take(world.viewer("rina"), GIRL, at=NOON)
            return sum(one.free.places for one in found if one.agency_id == world.shelter.pk)

    assert free() == 1
    approved(world, melati, "Dahlia 01", born=2011)
    assert free() == 0


def test_a_bed_for_next_week_is_free_tonight_and_taken_when_its_day_comes(world, melati):
    approved(world, melati, "Kenanga 01", from_at=NOON + 7 * DAY)
    assert places(melati)["women"] == (2, 0, 0)

    with as_role("gugus_worker"):
        feed_all(NOON + 7 * DAY)
    assert places(melati)["women"] == (2, 1, 0)


def test_nobody_counts_by_hand_what_the_beds_say(world, melati):
    with voice_of(world.maya):
        for run in (
            lambda: set_places(
                offering=melati.offering, group="women", total=9, taken=0, by=world.maya, at=NOON
            ),
            lambda: tap(offering=melati.offering, group="women", kind="plus", by=world.maya, at=NOON),
        ):
            with pytest.raises(CannotCount) as refused:
                run()
            assert [one.code for one in refused.value.reasons] == ["counted_by_beds"]
        tap(offering=melati.offering, group="women", kind="full", by=world.maya, at=NOON)


def held_for(world, house, number) -> CapacityHold:
    with voice_of(world.maya):
        return hold_places(
            capacity=capacity(house, "women"), places=number, from_at=NOON, until_at=NOON + DAY, because=new_id(),
            by=world.maya, at=NOON,
        )  # fmt: skip


def test_places_that_arrivals_hold_are_given_to_nobody_else(world, melati):
    held_for(world, melati, 2)
    with pytest.raises(CannotCount) as refused:
        approved(world, melati, "Kenanga 01")

    assert [(one.code, one.field) for one in refused.value.reasons] == [("held_for_others", "bed")]
    assert places(melati)["women"] == (2, 0, 2)


def test_one_of_those_who_were_announced_takes_her_held_place(world, melati):
    hold = held_for(world, melati, 2)
    stay = proposed(world, melati)
    with voice_of(world.maya):
        approve(stay=stay, bed=beds(melati)["Kenanga 01"], hold=hold, by=world.maya, at=NOON)

    assert places(melati)["women"] == (2, 1, 1)


def test_whoever_arrived_on_a_hold_keeps_it_until_there_is_a_bed_and_is_counted_once(world, melati):
    hold = held_for(world, melati, 2)
    with as_role("gugus_worker"):
        free_hold(because=hold.because, by=None, at=NOON, arrived=1)
    assert places(melati)["women"] == (2, 0, 1)

    stay = proposed(world, melati)
    with voice_of(world.maya):
        approve(stay=stay, bed=beds(melati)["Kenanga 01"], hold=hold, by=world.maya, at=NOON)
    assert places(melati)["women"] == (2, 1, 0)


def test_the_evening_round_makes_the_count_fresh(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        count_night(house=melati, seen={stay.pk: "present"}, by=world.maya, at=NOON + DAY)

    assert capacity(melati, "women").counted_at == NOON + DAY
