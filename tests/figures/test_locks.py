"""Figures of a task force are its members': another task force, a shelter without a seat and a stranger see nothing."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from tests.conftest import NOON, voice_of
from tests.figures.conftest import JUNE, frozen

from gugus.access.viewer import Viewer
from gugus.directory.models import Membership
from gugus.figures import freezing, recording
from gugus.figures.gate import force_for, published_for, snapshot_for
from gugus.figures.models import Published, Recount, Resolution, Snapshot
from gugus.figures.recording import Told

TABLES = (Snapshot, Recount, Published, Resolution)


@pytest.fixture
def filled(world, force, other):
    """One row in each table of the task force."""
    with voice_of(world.wulan):
        (one,) = frozen(force, world.wulan, "survivors")
        freezing.recount(snapshot=one, by=world.wulan, at=NOON)
        told = [Told("Korban", "2023", "Polri", value=value) for value in (3363, 3366)]
        first, _second = (
            recording.record_published(force=force, told=each, by=world.wulan, at=NOON) for each in told
        )
        recording.resolve(about=first, means="use", chosen=first, why="Dua sumber", by=world.wulan, at=NOON)
    return one, first


@pytest.mark.parametrize("name", ["budi", "rina", "arif", "yusuf"])
def test_every_member_agency_reads_them(world, filled, name):
    one, first = filled
    with voice_of(getattr(world, name)):
        viewer = world.viewer(name)
        assert snapshot_for(viewer, one.ref) == one
        assert published_for(viewer, first.ref) == first
        assert all(table.objects.visible_to(viewer).exists() for table in TABLES)


@pytest.mark.parametrize("name", ["maya", "sari"])
def test_who_has_no_seat_sees_nothing_behind_either_lock(world, filled, name):
    one, first = filled
    with voice_of(getattr(world, name)):
        viewer = world.viewer(name)
        for door, ref in ((snapshot_for, one.ref), (published_for, first.ref)):
            with pytest.raises(Http404):
                door(viewer, ref)
        for table in TABLES:
            assert not table.objects.visible_to(viewer).exists()
            assert not table.objects.unscoped(because="the second lock alone").exists()


def test_a_stranger_sees_nothing(filled):
    for table in TABLES:
        assert not table.objects.visible_to(Viewer()).exists()
        assert not table.objects.unscoped(because="the second lock alone").exists()


def test_a_seat_that_ended_closes_at_once(world, filled, force):
    Membership.objects.filter(task_force=force, agency=world.police).update(valid_to=date(2021, 1, 1))

    with voice_of(world.budi):
        assert not Snapshot.objects.unscoped(because="the second lock alone").exists()
        with pytest.raises(Http404):
            force_for(world.viewer("budi"))


def test_the_successor_of_a_member_takes_its_seat(world, filled):
    one, _first = filled
    world.police.successor, world.police.valid_to = world.shelter, date(2026, 6, 1)
    world.police.save(update_fields=["successor", "valid_to"])

    with voice_of(world.maya):
        assert snapshot_for(world.viewer("maya"), one.ref) == one
        assert Snapshot.objects.unscoped(because="the second lock alone").exists()


def test_nobody_writes_into_another_task_force_or_another_name(world, force, other):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        frozen(force, world.sari, "survivors")
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        frozen(force, world.arif, "survivors")
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        recording.record_published(force=other, told=Told("A", "B", "C", value=1), by=world.wulan, at=JUNE)


def test_a_snapshot_of_one_task_force_replaces_none_of_another(world, force, other):
    with voice_of(world.wulan):
        (one,) = frozen(force, world.wulan, "survivors")
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        (theirs,) = frozen(other, world.sari, "survivors")
        Snapshot.objects.bulk_create([_copy(theirs, replaces_id=one.pk)])


def _copy(one: Snapshot, **changed) -> Snapshot:
    names = [field.attname for field in Snapshot._meta.concrete_fields if field.attname not in {"id", "ref"}]
    return Snapshot(**({name: getattr(one, name) for name in names} | changed))
