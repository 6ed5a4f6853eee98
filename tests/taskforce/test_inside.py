"""Who is inside a task force: the lock in Python, the lock in the database, the seat that follows an office."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone
from tests.cast import LONG_AGO, agency
from tests.conftest import NOON, as_role, voice_of
from tests.forces import seat, settle_force

from gugus.access.codes import Verb
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Membership, TaskForce
from gugus.directory.queries import holder_on, seats_of, today
from gugus.taskforce.gate import force_for, force_to_keep
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.queries import host_on, members_on, seats_on


@pytest.fixture
def force(world) -> TaskForce:
    return settle_force(world)


@pytest.fixture
def basis(world, force) -> LegalBasis:
    with voice_of(world.wulan):
        return LegalBasis.objects.create(
            task_force=force, agency=world.office, kind="decree", number="1/2024", title="Susunan gugus tugas",
            signed_on=LONG_AGO, valid_from=LONG_AGO, written_by=world.wulan, written_at=NOON,
        )  # fmt: skip


def database_shows(user) -> int:
    with voice_of(user), connection.cursor() as cursor:
        cursor.execute("select count(*) from taskforce_legalbasis")
        return cursor.fetchone()[0]


def replaced(old, slug: str, on: date):
    """The office is replaced by a new one from a day on."""
    heir = agency(slug, f"Penerus {old.name}", AgencyKind.POLICE)
    heir.valid_from = on
    heir.save(update_fields=["valid_from"])
    old.valid_to, old.successor = on, heir
    old.save(update_fields=["valid_to", "successor"])
    return heir


@pytest.mark.parametrize(("name", "there"), [("wulan", 1), ("budi", 1), ("maya", 1), ("sari", 0)])
def test_the_database_shows_members_only(name, there, world, basis):
    assert database_shows(getattr(world, name)) == there


def test_python_and_database_agree_who_is_inside(world, force, basis):
    for name in ("wulan", "budi", "maya", "rina", "sari"):
        user = getattr(world, name)
        with voice_of(user):
            rows = LegalBasis.objects.visible_to(world.viewer(name)).count()
        assert rows == database_shows(user), name


def test_without_the_first_lock_the_database_still_refuses_a_stranger(world, basis):
    with voice_of(world.sari):
        assert LegalBasis.objects.unscoped(because="test").count() == 0
        assert LegalBasis.objects.unscoped(because="test").update(number="2") == 0


def test_a_member_reads_but_does_not_write(world, force, basis):
    with voice_of(world.budi):
        assert LegalBasis.objects.unscoped(because="test").update(number="2") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            LegalBasis.objects.create(
                task_force=force, agency=world.police, kind="decree", number="3", title="x", signed_on=LONG_AGO,
                valid_from=LONG_AGO, written_by=world.budi, written_at=NOON,
            )  # fmt: skip


def test_nobody_seats_themselves_in_a_task_force(world, force):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.create(task_force=force, agency=world.outside, valid_from=LONG_AGO)


def test_nobody_turns_a_seat_of_another_into_their_own(world, force):
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(task_force=force, agency=world.police).update(agency=world.outside)


def test_a_member_changes_nothing_of_the_task_force(world, force):
    with voice_of(world.budi):
        for rows, change in (
            (TaskForce.objects.filter(pk=force.pk), {"name": "Lain"}),
            (Membership.objects.filter(task_force=force), {"secretariat": True}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)


def test_a_seat_follows_the_office_that_was_replaced(world, force, basis):
    yesterday = timezone.localdate() - timedelta(days=1)
    heir = replaced(world.police, "unit-ppo", yesterday)
    world.budi.agency = heir
    world.budi.save(update_fields=["agency"])

    assert database_shows(world.budi) == 1
    with voice_of(world.budi):
        assert LegalBasis.objects.visible_to(world.viewer("budi")).count() == 1
    assert world.police in members_on(force, yesterday - timedelta(days=1))
    assert heir not in members_on(force, yesterday - timedelta(days=1))
    assert heir in members_on(force, yesterday) and world.police not in members_on(force, yesterday)
    now = next(one for one in seats_on(force, yesterday) if one.agency == heir)
    assert now.before == [world.police] and now.leads == ["enforcement"]


def test_the_office_that_was_replaced_is_outside(world, force, basis):
    replaced(world.police, "unit-ppo", timezone.localdate())

    assert database_shows(world.budi) == 0
    with voice_of(world.budi):
        assert LegalBasis.objects.visible_to(world.viewer("budi")).count() == 0


def test_a_seat_follows_over_several_offices(world, force, basis):
    day = timezone.localdate()
    second = replaced(world.police, "dua", day - timedelta(days=30))
    third = replaced(second, "tiga", day - timedelta(days=20))
    fourth = replaced(third, "empat", day - timedelta(days=10))
    world.budi.agency = fourth
    world.budi.save(update_fields=["agency"])

    assert database_shows(world.budi) == 1
    assert list(seats_of(fourth.pk, today())) == list(seats_of(fourth.pk, day)) != []
    assert holder_on(world.police, day - timedelta(days=25)) == second


def test_a_replacement_of_tomorrow_changes_nothing_today(world, force, basis):
    heir = replaced(world.police, "besok", timezone.localdate() + timedelta(days=2))
    world.maya.agency = heir
    world.maya.save(update_fields=["agency"])

    assert database_shows(world.budi) == 1
    assert database_shows(world.maya) == 0
    assert list(seats_of(heir.pk, today())) == []


def test_two_seats_of_one_successor_become_one(world, force):
    day = timezone.localdate()
    world.police.valid_to, world.police.successor = day, world.unit
    world.police.save(update_fields=["valid_to", "successor"])

    seats = [one for one in seats_on(force, day) if one.agency == world.unit]

    assert len(seats) == 1
    assert set(seats[0].fields) == {"social", "enforcement"} and seats[0].leads == ["enforcement"]


def test_a_seat_that_ended_opens_nothing(world, force, basis):
    with as_role("gugus_worker"):
        Membership.objects.filter(agency=world.police).update(valid_to=timezone.localdate())

    assert database_shows(world.budi) == 0


def test_the_secretariat_moves_with_the_seat(world, force):
    day = timezone.localdate()
    assert host_on(force, day) == world.office
    heir = replaced(world.office, "sudin-baru", day)

    assert host_on(force, day) == heir


def test_the_gate_says_404_to_strangers_and_403_to_members_who_may_not(world, force):
    with voice_of(world.sari), pytest.raises(Http404):
        force_for(world.viewer("sari"), force.ref)
    with voice_of(world.budi):
        sight = force_for(world.viewer("budi"), force.ref)
        assert not sight.host and sight.may(Verb.SEE)
        assert sight.host_refusal(Verb.WRITE).code == "only_the_secretariat"
    with voice_of(world.wulan):
        assert force_to_keep(world.viewer("wulan"), force.ref).may_keep


def test_another_task_force_is_not_there(world, force):
    other = settle_force(world, name="Gugus Tugas Lain", host=world.outside, members=[], area="32.01")

    with voice_of(world.wulan), pytest.raises(Http404):
        force_for(world.viewer("wulan"), other.ref)


def test_until_somebody_keeps_the_secretariat_a_task_force_is_open_to_its_first_member(world):
    with voice_of(world.wulan):
        force = TaskForce.objects.create(name="Baru", level="city", area_code="31.73", valid_from=LONG_AGO)
        Membership.objects.create(
            task_force=force, agency=world.office, valid_from=LONG_AGO, secretariat=True
        )

    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.create(task_force=force, agency=world.outside, valid_from=LONG_AGO)


def test_seat_helper_writes_dates(world, force):
    late = seat(force, world.outside, since=date(2026, 1, 1), until=date(2026, 2, 1))

    assert world.outside in members_on(force, date(2026, 1, 15))
    assert world.outside not in members_on(force, late.valid_to)
