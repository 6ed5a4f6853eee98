"""An event is announced with its transaction and delivered to each subscriber once."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of

from gugus.outbox.actions import announce, deliver
from gugus.outbox.models import Delivery, Event
from gugus.outbox.queries import stuck, waiting
from gugus.outbox.subscribers import listening

HEARD: list[tuple[str, str]] = []
BROKEN: set[str] = set()
LATER = NOON + timedelta(minutes=5)


def first(*, event, at):
    """A subscriber of the tests."""
    _hear("first", event)


def second(*, event, at):
    """Another one."""
    _hear("second", event)


def _hear(who: str, event: Event) -> None:
    HEARD.append((who, event.topic))
    if who in BROKEN:
        raise ValueError("Budi 0800 0111 was typed here")


@pytest.fixture
def audience():
    HEARD.clear()
    BROKEN.clear()
    with (
        listening("agency.moved", "tests.outbox.test_actions.first"),
        listening("agency.moved", "tests.outbox.test_actions.second"),
    ):
        yield


def jobs() -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select args from procrastinate_jobs where task_name = 'outbox.deliver' and status = 'todo'"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_the_application_announces_and_a_job_waits_for_the_worker(world):
    with voice_of(world.rina):
        event = announce("agency.moved", about=world.unit, at=NOON, to="31.74")

    with as_role("gugus_worker"):
        assert jobs() == [{"event": str(event.pk)}]
        kept = Event.objects.get(pk=event.pk)
    assert (kept.topic, kept.about_kind, kept.about_id, kept.facts) == (
        "agency.moved", "agency", world.unit.pk, {"to": "31.74"},
    )  # fmt: skip


def test_what_was_rolled_back_was_never_announced(world):
    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        announce("agency.moved", about=world.unit, at=NOON)
        raise Changed

    with as_role("gugus_worker"):
        assert jobs() == []
        assert not Event.objects.exists()


def test_long_texts_are_refused_before_anything_is_written(world):
    with pytest.raises(ValueError, match="story"):
        announce("agency.moved", about=world.unit, at=NOON, story="x" * 500)


@pytest.mark.parametrize(
    "attempt",
    [
        "select count(*) from procrastinate_jobs",
        "insert into procrastinate_jobs (queue_name, task_name) values ('default', 'anything')",
        "select procrastinate_defer_jobs_v1(array[row('default', 'anything', 0, null, null, '{}', null)"
        "::procrastinate_job_to_defer_v1])",
        "update outbox_event set topic = 'case.closed'",
        "delete from outbox_event",
        "insert into outbox_delivery (id, event_id, subscriber, attempts, last_error) "
        "values (gen_random_uuid(), gen_random_uuid(), 'x', 0, '')",
    ],
)
def test_the_application_role_can_do_nothing_else_with_the_queue(world, attempt):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_the_application_role_reads_no_events(world):
    announce("agency.moved", about=world.unit, at=NOON)

    assert not Event.objects.exists()


def test_every_subscriber_hears_an_event_once(world, audience):
    event = announce("agency.moved", about=world.unit, at=NOON)

    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON)
        assert deliver(event.pk, at=LATER)

    assert HEARD == [("first", "agency.moved"), ("second", "agency.moved")]


def test_an_event_that_nobody_hears_is_settled(world):
    event = announce("agency.painted", about=world.unit, at=NOON)

    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON)
        assert Event.objects.get(pk=event.pk).settled_at == NOON


def test_one_that_fails_blocks_nobody_and_is_tried_again_alone(world, audience):
    event = announce("agency.moved", about=world.unit, at=NOON)
    BROKEN.add("first")

    with as_role("gugus_worker"):
        assert not deliver(event.pk, at=NOON)
        BROKEN.clear()
        assert deliver(event.pk, at=LATER)

    assert [who for who, _ in HEARD] == ["first", "second", "first"]


def test_a_failure_leaves_a_code_and_never_the_text(world, audience):
    event = announce("agency.moved", about=world.unit, at=NOON)
    BROKEN.add("first")

    with as_role("gugus_worker"):
        deliver(event.pk, at=NOON)
        failed = Delivery.objects.get(event=event, subscriber__endswith="first")

    assert (failed.last_error, failed.attempts) == ("ValueError", 1)
    assert failed.next_at == NOON + timedelta(minutes=1)


def test_a_lost_job_is_found_after_a_minute(world, audience):
    event = announce("agency.moved", about=world.unit, at=NOON)

    with as_role("gugus_worker"):
        assert waiting(NOON) == []
        assert waiting(NOON + timedelta(minutes=2)) == [event.pk]


def test_a_failed_event_waits_until_its_next_try(world, audience):
    event = announce("agency.moved", about=world.unit, at=NOON)
    BROKEN.add("second")

    with as_role("gugus_worker"):
        deliver(event.pk, at=LATER)
        assert waiting(LATER + timedelta(seconds=30)) == []
        assert waiting(LATER + timedelta(seconds=60)) == [event.pk]


def test_what_fails_five_times_is_shown_to_the_operator(world, audience):
    event = announce("agency.moved", about=world.unit, at=NOON)
    BROKEN.add("second")

    with as_role("gugus_worker"):
        for hours in range(5):
            assert not stuck().exists()
            deliver(event.pk, at=NOON + timedelta(hours=hours))

        assert [row.subscriber for row in stuck()] == ["tests.outbox.test_actions.second"]
