"""Tasks are started, done, put off, given away and escalated, each with its trace."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of

from gugus.access.actions import open_to
from gugus.audit.models import Entry
from gugus.outbox.models import Event
from gugus.tasks.actions import (
    CannotChangeTask,
    assign_task,
    escalate,
    finish_task,
    finish_tasks_about,
    snooze_task,
    start_task,
)
from gugus.tasks.models import Clock, Task

HOUR = timedelta(hours=1)


def seen_by(user) -> set[str]:
    with voice_of(user):
        return {task.ref for task in Task.objects.unscoped(because="the test asks the database itself")}


def verbs() -> list[str]:
    rows = Entry.objects.unscoped(because="the test reads the trail").filter(verb__startswith="task.")
    return [entry.verb for entry in rows.order_by("seq")]


def share(file, world, user=None):
    open_to(
        kind="person", about=file, agency=world.police, sections=["case"], basis="test", because=file,
        by=user or world.rina, at=NOON,
    )  # fmt: skip


def test_a_clock_gives_the_task_its_deadline(task):
    assert task.due_at == NOON + 6 * HOUR
    assert task.clock.code == "triage_medium"
    assert verbs() == ["task.started"]


def test_asking_twice_gives_the_same_task(task, file, rina):
    again = start_task(kind="triage", about=file, agency=rina.agency, by=rina, at=NOON + HOUR)

    assert again == task
    assert verbs() == ["task.started"]


def test_reminders_may_be_many_and_their_words_are_sealed(file, rina):
    first = start_task(kind="own", about=file, agency=rina.agency, by=rina, at=NOON, note="call the school")
    second = start_task(
        kind="own", about=file, agency=rina.agency, by=rina, at=NOON, note="ask for the ticket"
    )

    assert first != second
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(to_jsonb(t)::text, '') from tasks_task t")
        assert "school" not in cursor.fetchone()[0]
    rows = Task.objects.unscoped(because="the test reads again")
    assert {row.note for row in rows} == {"call the school", "ask for the ticket"}


def test_a_given_moment_wins_over_the_clock(file, rina):
    made = start_task(
        kind="x", about=file, agency=rina.agency, clock="triage_medium", due_at=NOON, by=rina, at=NOON
    )  # fmt: skip

    assert made.due_at == NOON


def test_running_tasks_keep_the_clock_they_began_with(task):
    Clock.objects.filter(code="triage_medium").update(amount=1)

    task.refresh_from_db()

    assert task.due_at == NOON + 6 * HOUR


def test_another_agency_sees_no_task(task, world):
    assert seen_by(world.rina) == {task.ref}
    assert seen_by(world.sari) == set()
    assert seen_by(world.budi) == set()


def test_a_task_can_be_handed_to_an_agency_that_shares_the_file(file, world):
    made = start_task(
        kind="referral_answer", about=file, within=file, agency=world.police, clock="referral_answer_high",
        risk="high", by=world.rina, at=NOON,
    )  # fmt: skip

    assert seen_by(world.budi) == {made.ref}
    assert seen_by(world.rina) == set()


def test_nobody_hands_out_tasks_about_a_strangers_file(file, world):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        start_task(kind="x", about=file, agency=world.police, by=world.sari, at=NOON)


def test_a_task_is_done_once(task, rina):
    finish_task(task=task, by=rina, at=NOON + HOUR, note="she is safe")

    with pytest.raises(CannotChangeTask, match="done_already"):
        finish_task(task=task, by=rina, at=NOON + HOUR)
    task.refresh_from_db()
    assert (task.done_by, task.done_at, task.note) == (rina, NOON + HOUR, "she is safe")
    assert verbs() == ["task.started", "task.done"]


def test_the_trail_of_the_file_shows_its_tasks(task, file, rina):
    finish_task(task=task, by=rina, at=NOON + 7 * HOUR)

    entry = Entry.objects.unscoped(because="the test reads the trail").get(verb="task.done")
    assert (entry.parent_kind, entry.parent_id, entry.about_ref) == ("person", file.pk, task.ref)
    assert entry.changes == {"kind": "triage", "in_time": False}


def test_what_happened_to_the_record_settles_its_tasks_of_that_kind(task, file, rina):
    other = start_task(kind="visit", about=file, agency=rina.agency, by=rina, at=NOON)

    assert finish_tasks_about(about=file, kind="triage", by=rina, at=NOON) == 1

    task.refresh_from_db()
    other.refresh_from_db()
    assert task.done_at and not other.done_at


def test_a_revoked_request_leaves_nobody_waiting_elsewhere(file, world):
    start_task(kind="referral_answer", about=file, within=file, agency=world.police, by=world.rina, at=NOON)

    assert finish_tasks_about(about=file, kind="referral_answer", by=world.rina, at=NOON + HOUR) == 1

    with voice_of(world.budi):
        there = Task.objects.unscoped(because="the test looks").get()
        assert there.done_at == NOON + HOUR
        assert there.done_by == world.rina
    assert verbs()[-1] == "task.done"


def test_the_receiving_side_settles_the_askers_task(task, file, world):
    share(file, world)

    with voice_of(world.budi):
        assert finish_tasks_about(about=file, kind="triage", by=world.budi, at=NOON) == 1

    task.refresh_from_db()
    assert task.done_by == world.budi


def test_a_stranger_settles_nothing(task, file, world):
    with voice_of(world.sari):
        assert finish_tasks_about(about=file, kind="triage", by=world.sari, at=NOON) == 0

    task.refresh_from_db()
    assert task.done_at is None


def test_nobody_finishes_tasks_in_another_persons_name(task, file, world):
    share(file, world)

    with voice_of(world.budi), pytest.raises(DatabaseError), transaction.atomic():
        finish_tasks_about(about=file, kind="triage", by=world.rina, at=NOON)


def test_a_task_sleeps_for_a_reason_and_keeps_its_deadline(task, rina):
    snooze_task(task=task, until=NOON + 2 * HOUR, reason="She is at the clinic", by=rina, at=NOON)

    task.refresh_from_db()
    assert (task.snoozed_until, task.due_at) == (NOON + 2 * HOUR, NOON + 6 * HOUR)
    assert task.snooze_reason == "She is at the clinic"
    assert verbs()[-1] == "task.snoozed"


def test_a_refusal_to_sleep_names_the_fields(task, rina):
    with pytest.raises(CannotChangeTask) as refused:
        snooze_task(task=task, until=NOON, reason="", by=rina, at=NOON)

    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("in_the_past", "until"), ("reason_needed", "reason"),
    ]  # fmt: skip


def test_a_colleague_gets_the_task_and_is_told(task, rina, world):
    assign_task(task=task, to=world.ratih, by=rina, at=NOON)

    task.refresh_from_db()
    assert task.assignee == world.ratih
    with as_role("gugus_worker"):
        assert Event.objects.get(topic="task.assigned").facts["to"] == str(world.ratih.pk)


def test_taking_it_oneself_tells_nobody(task, world):
    with voice_of(world.ratih):
        assign_task(task=task, to=world.ratih, by=world.ratih, at=NOON)

    with as_role("gugus_worker"):
        assert not Event.objects.filter(topic="task.assigned").exists()


def test_people_of_another_agency_get_no_task(task, rina, world):
    with pytest.raises(CannotChangeTask, match="not_a_colleague"):
        assign_task(task=task, to=world.budi, by=rina, at=NOON)


def test_a_late_task_is_escalated_once(task):
    with as_role("gugus_worker"):
        assert not escalate(task=task, at=NOON + 5 * HOUR)
        assert escalate(task=task, at=NOON + 7 * HOUR)
        assert not escalate(task=task, at=NOON + 8 * HOUR)

        assert Event.objects.filter(topic="task.late").count() == 1


def test_notes_are_sealed_with_the_key_of_the_file(task, rina):
    """Forgetting the file forgets the notes; a task stands in for a sealed file here."""
    inner = start_task(kind="y", about=task, within=task, agency=rina.agency, by=rina, at=NOON, note="words")

    assert inner.data_key_id == task.data_key_id


def test_a_safety_check_cannot_be_ticked_off(file, rina):
    task = start_task(kind="safety_check", about=file, agency=rina.agency, by=rina, at=NOON)

    with pytest.raises(CannotChangeTask, match="settled_by_act"):
        finish_task(task=task, by=rina, at=NOON)

    assert finish_tasks_about(about=file, kind="safety_check", by=rina, at=NOON) == 1
