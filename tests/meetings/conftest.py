"""The city's task force, whose secretariat the office keeps, and a meeting in each of its states."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force

from gugus.meetings.actions import closing, inviting, minuting, planning
from gugus.meetings.jobs import on_move
from gugus.meetings.models import Meeting
from gugus.outbox.models import Event

SOON = NOON + timedelta(days=14)
LATER = SOON + timedelta(hours=3)


def plan_by(world, **more) -> planning.Plan:
    told = {
        "kind": "plenary",
        "title": "Penguatan pencegahan",
        "starts_at": SOON,
        "minutes": 180,
        "room": "Ruang Dirgantara",
        "approver": world.arif,
        "chaired_by": "Sekretaris Kota",
    }
    return planning.Plan(**(told | more))


def draft(world, force, **more) -> Meeting:
    with voice_of(world.wulan):
        made = planning.write_meeting(task_force=force, plan=plan_by(world, **more), by=world.wulan, at=NOON)
        for title in ("Pembukaan", "Pemaparan", "Diskusi"):
            planning.add_item(meeting=made, title=title, by=world.wulan, at=NOON)
        return made


def invited(world, force, **more) -> Meeting:
    made = draft(world, force, **more)
    with voice_of(world.wulan):
        return inviting.invite(
            meeting=made, agencies=[world.unit, world.police, world.office], offices=["Kelurahan Contoh"],
            by=world.wulan, at=NOON,
        )  # fmt: skip


def held(world, force, **more) -> Meeting:
    made = invited(world, force, **more)
    with voice_of(world.wulan):
        return inviting.begin(meeting=made, by=world.wulan, at=SOON)


def words(text: str, *, kind="discussion", key=None, seen=0, pen=None, **more) -> minuting.Written:
    return minuting.Written(key=key or uuid4(), text=text, seen=seen, pen=pen or uuid4(), kind=kind, **more)


def advice(world, text="Menambah pos pengaduan.") -> minuting.Written:
    return words(
        text, kind="recommendation", owner=world.unit, due_on=(SOON + timedelta(days=60)).date(), field="prevention",
        target="44 pos",
    )  # fmt: skip


def write(world, meeting, written, *, by=None, at=SOON) -> minuting.Kept:
    user = by or world.wulan
    with voice_of(user):
        return minuting.write_point(meeting=meeting, written_down=written, by=user, at=at)


def minuted(world, force, **more) -> Meeting:
    made = held(world, force, **more)
    for one in (words("Dibuka pukul 09.00."), words("Perlu paralegal.", kind="input"), advice(world)):
        write(world, made, one)
    with voice_of(world.wulan):
        return minuting.finish_minutes(meeting=made, by=world.wulan, at=LATER)


def approved(world, force, **more) -> Meeting:
    made = minuted(world, force, **more)
    with voice_of(world.arif):
        return closing.approve(meeting=made, by=world.arif, at=LATER)


def seen_by(user, model, /, **which) -> list:
    """What the database gives to this user, without the Python lock."""
    with voice_of(user):
        return list(model.objects.unscoped(because="the test looks").filter(**which))


def follow_all(at=NOON) -> None:
    """Let the worker deal with everything that was announced about meetings."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(topic__startswith="meeting."):
            on_move(event=event, at=at)


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def force(world):
    return settle_force(world)
