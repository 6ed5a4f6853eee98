"""Tasks and notices on the other side, late referrals, expired ones."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import read_again

from gugus.notices.models import Notice
from gugus.outbox.actions import deliver
from gugus.outbox.models import Event
from gugus.referrals.actions import accept_referral, decline_referral
from gugus.referrals.jobs import look_at_clocks
from gugus.tasks.models import Task


def work_off() -> None:
    """Let the worker deliver everything that waits."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            assert deliver(event.pk, at=NOON)


def open_work(user) -> list[str]:
    with voice_of(user):
        rows = Task.objects.unscoped(because="the test looks")
        return sorted(rows.filter(done_at=None, kind__startswith="referral").values_list("kind", flat=True))


def test_a_sent_referral_is_a_task_and_a_notice_of_the_receiver(world, case, referral):
    work_off()

    assert open_work(world.maya) == ["referral_answer"]
    with voice_of(world.maya):
        task = Task.objects.unscoped(because="the test looks").get(kind="referral_answer")
        assert (task.within_ref, task.due_at) == ("", referral.answer_due_at)
        assert Notice.objects.unscoped(because="the test looks").filter(code="referral_sent").exists()
    assert open_work(world.rina) == []


def test_a_decline_is_a_task_of_the_sender(world, referral):
    work_off()
    with voice_of(world.maya):
        decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
    work_off()

    assert open_work(world.maya) == []
    assert open_work(world.rina) == ["referral_next"]


def test_an_event_whose_state_is_past_starts_nothing(world, referral):
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    work_off()

    assert open_work(world.maya) == ["referral_feedback"]


def test_the_sender_is_told_once_that_nobody_answered(world, referral):
    late = referral.answer_due_at + timedelta(minutes=1)

    with as_role("gugus_worker"):
        first, second = look_at_clocks(late), look_at_clocks(late)

    assert (first, second) == ((1, 0), (0, 0))
    assert open_work(world.rina) == ["referral_late"]


@pytest.mark.parametrize(("days", "state"), [(0.9, "sent"), (1.1, "expired")])
def test_an_unanswered_referral_expires_a_day_after_its_clock(world, referral, days, state):
    with as_role("gugus_worker"):
        look_at_clocks(referral.answer_due_at + timedelta(days=days))

    assert read_again(referral, world.rina).state == state


def test_after_expiry_the_sender_has_the_next_step(world, referral):
    with as_role("gugus_worker"):
        look_at_clocks(referral.answer_due_at + timedelta(days=2))
    work_off()

    assert open_work(world.rina) == ["referral_next"]
    assert open_work(world.maya) == []
