"""The agency that receives or holds somebody is closed: its successor takes its place, nobody else sees more."""

from datetime import date

import pytest
from tests.cast import agency as new_agency
from tests.cast import user as new_user
from tests.conftest import NOON, as_role, voice_of
from tests.repatriation.conftest import (
    HOUR,
    agreed,
    drawing,
    follow,
    handed,
    left,
    minutes_of,
    now_of,
    seen_by,
)
from tests.repatriation.test_actions import signed_by_both

from gugus.access.codes import Role
from gugus.access.models import Grant
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.repatriation import jobs
from gugus.repatriation.actions import handing, signing
from gugus.repatriation.models import Handover, Leg, Repatriation

TODAY = date(2026, 6, 15)
LATER = NOON + 7 * HOUR


@pytest.fixture
def heir(world):
    """The house that takes over, with somebody who answers."""
    world.heir = new_agency("rumah-baru", "Rumah Aman Baru", AgencyKind.SHELTER)
    world.lina = new_user("lina", world.heir, Role.LIAISON, at=NOON)
    return world.heir


def close(agency, successor=None) -> None:
    Agency.objects.filter(pk=agency.pk).update(valid_to=TODAY, successor=successor)


def watch(at=LATER) -> int:
    with as_role("gugus_worker"):
        return jobs.follow_successors(at)


def test_minutes_that_wait_go_to_the_successor_who_says_yes(world, home, heir):
    made = minutes_of(world, [handed(home, left(world, home))])
    with voice_of(world.rina):
        handing.offer(handover=made, by=world.rina, at=LATER)
    follow()
    close(world.shelter, heir)

    assert watch() > 0
    assert watch() == 0

    follow()
    with voice_of(world.lina):
        fresh = Handover.objects.unscoped(because="test").get(pk=made.pk)
        taken = handing.accept(handover=fresh, by=world.lina, at=LATER)
    assert (taken.state, taken.to_agency) == ("accepted", heir)
    assert [one.pk for one in seen_by(world.lina, Repatriation)] == [home.pk]
    assert not list(seen_by(world.maya, Repatriation))


def test_signed_by_one_side_they_end_and_the_sender_is_told(world, home, heir):
    made = minutes_of(world, [handed(home, left(world, home))])
    agreed(world, made)
    with voice_of(world.rina):
        signing.sign(handover=made, side="handing", name="Rina", drawing=drawing(), by=world.rina, at=LATER)
    close(world.shelter, heir)

    watch()

    fresh = now_of(world.rina, Handover, made.pk)
    assert (fresh.state, fresh.to_agency) == ("cancelled", world.shelter)
    assert not list(seen_by(world.lina, Handover))


def test_who_is_with_a_closed_agency_is_with_its_successor(world, home, heir):
    made = minutes_of(world, [handed(home, left(world, home))])
    agreed(world, made)
    signed_by_both(world, made)
    follow()
    close(world.shelter, heir)

    watch()

    assert now_of(world.rina, Repatriation, home.pk).holder == heir
    assert [one.pk for one in seen_by(world.lina, Repatriation)] == [home.pk]
    live = Grant.objects.unscoped(because="test").filter(record_kind="repatriation", ended_at=None)
    with as_role("gugus_worker"):
        assert set(live.values_list("agency", flat=True)) == {heir.pk}


def test_the_plan_and_the_legs_to_come_name_the_successor(world, home, heir):
    with as_role("gugus_worker"):
        Repatriation.objects.unscoped(because="test").filter(pk=home.pk).update(to_agency=world.shelter)
        Leg.objects.unscoped(because="test").filter(repatriation=home).update(to_agency=world.shelter)
    close(world.shelter, heir)

    assert watch() == 1

    assert now_of(world.rina, Repatriation, home.pk).to_agency == heir
    with voice_of(world.rina):
        legs = Leg.objects.unscoped(because="test").filter(repatriation=home)
        assert set(legs.values_list("to_agency", flat=True)) == {heir.pk}


def test_without_a_successor_nothing_moves(world, home):
    made = minutes_of(world, [handed(home, left(world, home))])
    with voice_of(world.rina):
        handing.offer(handover=made, by=world.rina, at=LATER)
    close(world.shelter)

    assert watch() == 0
    assert now_of(world.rina, Handover, made.pk).state == "offered"
