"""The agency of a house is closed: its successor keeps the house on. And how long notes of shifts and stays last."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate
from tests.cast import LONG_AGO
from tests.cast import agency as new_agency
from tests.cast import user as new_user
from tests.conftest import NOON, as_role, voice_of
from tests.shelter.conftest import ADDRESS, LATER, house_of, inside

from gugus.access.codes import Role
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.retention.purging import purge
from gugus.shelter import jobs
from gugus.shelter.actions.keeping import hand_over
from gugus.shelter.models import Address, Bed, Handover, House, Placement, Stay
from gugus.tasks.models import Clock, Task

TODAY = date(2026, 6, 15)


@pytest.fixture
def heir(world):
    world.heir = new_agency("rumah-baru", "Rumah Aman Baru", AgencyKind.SHELTER)
    world.lina = new_user("lina", world.heir, Role.LIAISON, at=NOON)
    return world.heir


def close(agency, successor=None) -> None:
    Agency.objects.filter(pk=agency.pk).update(valid_to=TODAY, successor=successor)


def watch() -> int:
    with as_role("gugus_worker"):
        return jobs.follow_successors(LATER)


def test_the_house_goes_on_with_the_successor_and_nobody_loses_a_bed(world, melati, heir):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        before = list(Placement.objects.unscoped(because="test").values_list("stay", "bed"))
    close(world.shelter, heir)

    assert (watch(), watch()) == (1, 0)

    with voice_of(world.lina):
        house = House.objects.unscoped(because="test").get(pk=melati.pk)
        fresh = Stay.objects.unscoped(because="test").get(pk=stay.pk)
        assert (house.agency, house.head, house.deputy, house.offering) == (heir, world.lina, None, None)
        assert (fresh.state, fresh.in_at, fresh.agency) == (stay.state, stay.in_at, heir)
        assert list(Placement.objects.unscoped(because="test").values_list("stay", "bed")) == before
        assert Bed.objects.unscoped(because="test").filter(room__house=house).count() == 3
        assert Address.objects.unscoped(because="test").get(house=house).address == ADDRESS
        tasks = Task.objects.unscoped(because="test").filter(agency=heir)
        assert {"house_taken_over", "stay_review"} <= set(tasks.values_list("kind", flat=True))


def test_the_closed_agency_reads_and_changes_nothing_of_it_any_more(world, melati, heir):
    inside(world, melati, "Kenanga 01")
    close(world.shelter, heir)
    watch()

    with voice_of(world.maya):
        assert not Address.objects.unscoped(because="test").exists()
        assert not Placement.objects.unscoped(because="test").exists()
        assert House.objects.unscoped(because="test").filter(pk=melati.pk).update(name="Lain") == 0


def test_a_namesake_of_the_successor_keeps_its_name(world, melati, heir):
    house_of(world.lina, name=melati.name, offering=False)
    close(world.shelter, heir)

    assert watch() == 1

    with voice_of(world.lina):
        names = set(House.objects.unscoped(because="test").values_list("name", flat=True))
    assert names == {"Melati", f"Melati ({world.shelter.slug[:15]})"}


def test_where_nobody_can_decide_or_nobody_follows_the_house_waits(world, melati):
    close(world.shelter)
    assert watch() == 0

    close(world.shelter, new_agency("kosong", "Rumah Tanpa Petugas", AgencyKind.SHELTER))
    assert watch() == 0


def test_what_shifts_told_each_other_goes_after_the_days_of_its_class(world, melati):
    with voice_of(world.maya):
        for days in (400, 300):
            then = NOON - timedelta(days=days)
            hand_over(house=melati, shift="night", words=f"{days}", by=world.maya, at=then)

    with as_role("gugus_worker"):
        purge(at=NOON)

    with voice_of(world.maya):
        assert [one.text for one in Handover.objects.unscoped(because="test").all()] == ["300"]
        with pytest.raises(DatabaseError), transaction.atomic():
            Handover.objects.unscoped(because="test").all().delete()


def test_the_longest_stay_of_an_area_is_a_row_that_officials_keep(world, melati):
    with as_role("gugus_owner"):
        general = Clock.objects.get(code="shelter_longest", area_code="")
        general.pk, general.area_code, general.amount, general.valid_from = None, "31.74", 14, LONG_AGO
        general._state.adding = True
        general.save()
        Agency.objects.filter(pk=world.shelter.pk).update(area_code="31.74")
        world.maya.agency.refresh_from_db()
        melati.agency.refresh_from_db()

    stay = inside(world, melati, "Kenanga 01")

    with voice_of(world.maya):
        task = Task.objects.unscoped(because="test").get(kind="stay_review", about_id=stay.pk)
    assert localdate(task.due_at, ZoneInfo("Asia/Jakarta")) == TODAY + timedelta(days=14)
