"""Tasks, notices, reminders and successors: what the worker does, once."""

from datetime import timedelta

import pytest
from tests.cast import agency
from tests.conftest import NOON, as_role, voice_of
from tests.followup.conftest import DUE, TODAY, proof, recommended, said

from gugus.directory.codes import AgencyKind
from gugus.followup.actions.ending import accept, drop, send_back
from gugus.followup.actions.progress import report_done
from gugus.followup.actions.recording import Origin, change_recommendation, move_deadline
from gugus.followup.jobs import on_move, pass_on, remind
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.tasks.models import Task

DAY = timedelta(days=1)


def worked(times: int = 1) -> None:
    """The worker hears of everything that was announced, as often as asked."""
    with as_role("gugus_worker"):
        for _ in range(times):
            for event in Event.objects.filter(topic__startswith="recommendation.").order_by("at", "pk"):
                on_move(event=event, at=event.at)


def heard(user, code: str) -> int:
    with as_role("gugus_worker"):
        return Notice.objects.unscoped(because="test").filter(user=user, code=code).count()


def open_tasks(of, kind: str) -> list[Task]:
    with as_role("gugus_worker"):
        return list(Task.objects.unscoped(because="test").filter(agency=of, kind=kind, done_at=None))


def test_the_owner_gets_a_task_until_the_end_of_the_day_and_a_notice(world, to_police):
    worked(times=2)

    (task,) = open_tasks(world.police, "recommendation_do")
    assert task.about_id == to_police.pk
    assert task.due_at.astimezone().date() >= DUE
    assert heard(world.budi, "recommendation_recorded") == 1
    assert heard(world.sari, "recommendation_recorded") == 0


def test_the_secretariat_is_asked_to_accept_and_the_tasks_end(world, to_police):
    worked()
    with voice_of(world.budi):
        report_done(
            recommendation=to_police, words="Sudah", by=world.budi, at=NOON + DAY,
            evidence=proof(to_police, world.budi),
        )  # fmt: skip
    worked()
    assert open_tasks(world.police, "recommendation_do") == []
    assert len(open_tasks(world.office, "recommendation_accept")) == 1
    assert heard(world.wulan, "recommendation_reported") == 1

    with voice_of(world.wulan):
        accept(recommendation=to_police, by=world.wulan, at=NOON + 2 * DAY)
    worked()
    assert open_tasks(world.office, "recommendation_accept") == []
    assert heard(world.budi, "recommendation_ended") == 1


def test_what_was_sent_back_waits_for_the_owner_again(world, to_police):
    with voice_of(world.budi):
        report_done(
            recommendation=to_police, words="Sudah", by=world.budi, at=NOON + DAY,
            evidence=proof(to_police, world.budi),
        )  # fmt: skip
    with voice_of(world.wulan):
        send_back(recommendation=to_police, words="Belum", by=world.wulan, at=NOON + 2 * DAY)
    worked()

    assert open_tasks(world.office, "recommendation_accept") == []
    assert len(open_tasks(world.police, "recommendation_do")) == 1


def test_another_deadline_and_another_owner_move_the_task(world, to_police):
    later = DUE + timedelta(days=90)
    worked()
    with voice_of(world.wulan):
        move_deadline(recommendation=to_police, due_on=later, code="budget", by=world.wulan, at=NOON + DAY)
    worked()
    assert [one.due_at.date() >= later for one in open_tasks(world.police, "recommendation_do")] == [True]

    with voice_of(world.wulan):
        change_recommendation(
            recommendation=to_police, told=said(world.shelter), why="Tugas rumah aman", by=world.wulan,
            at=NOON + 2 * DAY,
        )  # fmt: skip
    worked()
    assert open_tasks(world.police, "recommendation_do") == []
    assert len(open_tasks(world.shelter, "recommendation_do")) == 1


def test_what_was_dropped_waits_for_nobody(world, to_police):
    worked()
    with voice_of(world.wulan):
        drop(
            recommendation=to_police, decision=Origin("letter", TODAY, "", "Notulen"), words="Tidak perlu",
            by=world.wulan, at=NOON + DAY,
        )  # fmt: skip
    worked()

    assert open_tasks(world.police, "recommendation_do") == []


@pytest.mark.parametrize(
    ("days", "code", "owner", "host"),
    [(-20, "recommendation_soon", 0, 0), (-7, "recommendation_soon", 1, 0), (1, "recommendation_late", 1, 1)],
)
def test_reminders_go_to_the_owner_and_when_late_to_the_secretariat_too(
    days, code, owner, host, world, to_police
):
    at = NOON + (DUE - TODAY) + timedelta(days=days)
    with as_role("gugus_worker"):
        sent = remind(at)
        assert remind(at) == 0

    assert sent == owner
    assert (heard(world.budi, code), heard(world.wulan, code)) == (owner, host)


def test_the_night_gives_open_work_to_the_successor_with_its_task(world, force, to_police):
    ended = recommended(world, force, text="Sudah selesai")
    worked()
    heir = agency("unit-ppo", "Unit PPA-PPO", AgencyKind.POLICE)
    world.police.valid_to, world.police.successor = TODAY, heir
    world.police.save(update_fields=["valid_to", "successor"])
    with voice_of(world.wulan):
        drop(
            recommendation=ended, decision=Origin("letter", TODAY, "", "Notulen"), words="x", by=world.wulan, at=NOON
        )  # fmt: skip

    with as_role("gugus_worker"):
        assert pass_on(NOON) == 1
        assert pass_on(NOON) == 0
        to_police.refresh_from_db()
        ended.refresh_from_db()
    worked()

    assert (to_police.owner, ended.owner) == (heir, world.police)
    assert len(open_tasks(heir, "recommendation_do")) == 1
    assert [one.about_id for one in open_tasks(world.police, "recommendation_do")] == []
