"""Two at the same instant, with connections of their own; and a worker that is killed between two lines."""

import pytest
from django.db import transaction
from tests import cast
from tests.cases.test_at_once import both, speaking
from tests.conftest import NOON, as_role, copied, voice_of
from tests.referrals.conftest import ask, settle_case

from gugus.access.models import Grant
from gugus.base.versions import Stale
from gugus.outbox.actions import deliver
from gugus.outbox.models import Delivery, Event
from gugus.referrals import followups, jobs
from gugus.referrals.actions import (
    CannotMove,
    accept_referral,
    decline_referral,
    read_referral,
    revoke_referral,
)
from gugus.referrals.gate import sight_for
from gugus.referrals.models import Move, Referral
from gugus.tasks.models import Task

BECAUSE = "the test looks what was kept"


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_referrals_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
            world.joko = cast.user("joko", world.shelter, "liaison", at=NOON)
        yield world


@pytest.fixture
def sent(committed):
    with transaction.atomic():
        return ask(committed, settle_case(committed), committed.shelter)


def as_user(user, act):
    def acted():
        with speaking(user):
            return act()

    return acted


def kept(world, referral):
    with speaking(world.rina):
        fresh = Referral.objects.unscoped(because=BECAUSE).get(pk=referral.pk)
        moves = list(
            Move.objects.unscoped(because=BECAUSE)
            .filter(referral=referral)
            .values_list("to_state", flat=True)
        )
        grants = Grant.objects.unscoped(because=BECAUSE).filter(because_id=referral.pk, ended_at=None)
        return fresh, moves, [one for one in grants if one.from_at is not None]


def test_of_two_liaisons_who_accept_one_does_and_the_other_hears_of_it(committed, sent):
    def accept(user):
        return as_user(user, lambda: accept_referral(
            referral=sent, answer="Siap.", by=user, at=NOON, seen=sent.version
        ))  # fmt: skip

    outcomes = both(accept(committed.maya), accept(committed.joko))

    assert sum(isinstance(one, Referral) for one in outcomes) == 1
    assert sum(isinstance(one, (Stale, CannotMove)) for one in outcomes) == 1
    fresh, moves, grants = kept(committed, sent)
    assert (fresh.state, moves.count("accepted")) == ("accepted", 1)
    assert len(grants) == 3  # case, person, identity: once


def test_of_a_yes_and_a_no_only_one_counts(committed, sent):
    yes = as_user(committed.maya, lambda: accept_referral(
        referral=sent, answer="", by=committed.maya, at=NOON
    ))  # fmt: skip
    no = as_user(committed.joko, lambda: decline_referral(
        referral=sent, code="no_capacity", answer="", by=committed.joko, at=NOON
    ))  # fmt: skip

    outcomes = both(yes, no)

    assert sum(isinstance(one, Referral) for one in outcomes) == 1
    fresh, moves, grants = kept(committed, sent)
    assert len(moves) == 2
    assert bool(grants) is (fresh.state == "accepted")


def test_a_sender_who_revokes_while_the_receiver_accepts_ends_with_nothing_open(committed, sent):
    """Whoever is first: a revocation ends the question or the running referral, so that nothing stays open."""
    accept = as_user(committed.maya, lambda: accept_referral(
        referral=sent, answer="", by=committed.maya, at=NOON
    ))  # fmt: skip
    revoke = as_user(committed.rina, lambda: revoke_referral(
        referral=sent, code="unsafe", by=committed.rina, at=NOON
    ))  # fmt: skip

    accepted, revoked = both(accept, revoke)

    assert isinstance(revoked, Referral)
    assert isinstance(accepted, (Referral, CannotMove))
    fresh, moves, grants = kept(committed, sent)
    assert (fresh.state, grants) == ("revoked", [])
    assert moves[-1] == "revoked"


def test_a_receiver_who_opens_while_the_sender_revokes_sees_the_one_or_the_other(committed, sent):
    def look():
        sight = sight_for(committed.viewer("maya"), sent.ref, at=NOON)
        read_referral(referral=sight.referral, by=committed.maya, at=NOON)
        return sight.referral.state, sight.reads_preview

    revoke = as_user(committed.rina, lambda: revoke_referral(
        referral=sent, code="mistake", by=committed.rina, at=NOON
    ))  # fmt: skip

    seen, revoked = both(as_user(committed.maya, look), revoke)

    assert isinstance(revoked, Referral)
    assert seen in [("sent", True), ("revoked", False)]


# A worker that dies ----------------------------------------------------------------------------------------


def open_next(user, referral) -> list[Task]:
    with voice_of(user):
        rows = Task.objects.unscoped(because=BECAUSE).filter(kind="referral_next", about_id=referral.pk)
        return list(rows)


def test_a_worker_killed_between_two_lines_leaves_one_task_and_loses_none(world, case, monkeypatch):
    referral = ask(world, case, world.shelter)
    with voice_of(world.maya):
        decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
    with as_role("gugus_worker"):
        event = Event.objects.get(topic="referral.declined")

    def die(*_args, **_more):
        raise SystemError("killed")

    monkeypatch.setattr(followups, "_tell", die)  # after the task was seen to, before the notice
    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON) is False
        assert Delivery.objects.get(event=event, subscriber__contains="referrals").attempts == 1
    assert len(open_next(world.rina, referral)) == 1
    monkeypatch.undo()
    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON) is True
        assert deliver(event.pk, at=NOON) is True
        jobs.on_move(event=event, at=NOON)

    tasks = open_next(world.rina, referral)
    assert [(one.within_ref, one.assignee) for one in tasks] == [(case.ref, world.rina)]


def test_a_task_that_was_done_before_the_worker_came_is_not_made_again(world, case):
    referral = ask(world, case, world.shelter)
    with voice_of(world.maya):
        decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
    with voice_of(world.rina):
        Task.objects.unscoped(because=BECAUSE).filter(kind="referral_next").update(
            done_at=NOON, done_by=world.rina
        )
    with as_role("gugus_worker"):
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            assert deliver(event.pk, at=NOON)

    assert len(open_next(world.rina, referral)) == 1


def test_a_receiver_whose_access_was_cut_still_declines_and_the_worker_writes_the_task(world, case):
    referral = ask(world, case, world.shelter)
    with voice_of(world.rina):
        Grant.objects.unscoped(because=BECAUSE).filter(because_id=referral.pk).update(ended_at=NOON)
    with voice_of(world.maya):
        decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
    assert open_next(world.rina, referral) == []
    with as_role("gugus_worker"):
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            assert deliver(event.pk, at=NOON)

    assert len(open_next(world.rina, referral)) == 1
