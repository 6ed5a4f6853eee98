"""The worker is killed between two steps; afterwards exactly one mail is there, and no news is lost.

A process of its own runs one round and ends itself with SIGKILL at a named point; this one runs the next rounds.
"""

import os
import signal
import warnings
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from tests import cast
from tests.conftest import NOON, point_to, voice_of
from tests.notices.conftest import SITE
from tests.notices.servers import mail_server

from gugus.notices import gathering, jobs, planning, sending
from gugus.notices.actions import notify
from gugus.notices.channels import smtp
from gugus.notices.jobs import carry_out
from gugus.notices.models import Delivery, Dispatch, Notice
from gugus.outbox import actions as outbox
from gugus.outbox.actions import announce, deliver

BECAUSE = "the test looks what was kept"
LATER = timedelta(minutes=11)  # longer than a sender may say nothing
PLACES = {
    "gathering": gathering, "jobs": jobs, "planning": planning, "sending": sending, "smtp": smtp, "outbox": outbox,
}  # fmt: skip
BEFORE_HANDING = [
    "jobs.plan_fresh",
    "planning._deliveries",  # within the transaction that plans
    "+planning._plan_some",
    "gathering._join",  # within the transaction that gathers
    "+jobs.gather_due",
    "sending._message_of",  # claimed
    "smtp._connected",
    "+smtp._asked",  # the server waits for the letter
]
DURING = [
    "smtp.hands_taken",
    "sending._taken",
]  # written down as handed over; the server has nothing / has the letter


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own, because a killed process leaves only what was committed."""
    with django_db_blocker.unblock():
        connection.close()  # a copy of the migrated database; nobody may look at it meanwhile
        with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server:
            server.execute("create database gugus_killed template gugus_test")
        point_to(cluster, "gugus_killed", "postgres", role="gugus_worker")
        with transaction.atomic():
            world = cast.settle(NOON)
            world.budi.email = "budi@example.go.id"
            world.budi.save(update_fields=["email"])
        yield world
        point_to(cluster, "gugus_test", "postgres", role="gugus_app")


@pytest.fixture
def mails(committed, settings):
    with mail_server() as server:
        settings.NOTICES = {
            "mail": "smtp", "smtp_host": "127.0.0.1", "smtp_port": str(server.port), "smtp_tls": "none",
            "mail_from": "gugus@example.go.id", "site": SITE, "mail_name_id": "Pemberitahuan",
        }  # fmt: skip
        yield server
    Delivery.objects.unscoped(because=BECAUSE).delete()
    Dispatch.objects.unscoped(because=BECAUSE).delete()
    Notice.objects.unscoped(because=BECAUSE).delete()


def deadly(point: str) -> None:
    """From now on this process dies before a function ("place.name") or after it ("+place.name")."""
    place, _dot, name = point.lstrip("+").partition(".")
    right = getattr(PLACES[place], name)

    def stopped(*args, **more):
        if point.startswith("+"):
            right(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(PLACES[place], name, stopped)


def a_process(point: str = "", *, event=None) -> int:
    """Run a round in a process of its own that dies at a point; the process's id."""
    connection.close()  # the child gets a connection of its own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the mail server's threads stay with us
        child = os.fork()
    if child:
        return child
    try:
        if point:
            deadly(point)
        if event is not None:
            outbox.deliver(event, at=NOON)
        jobs.carry_out(NOON)
    except BaseException:
        os._exit(1)
    os._exit(0)


def killed_at(point: str, *, event=None) -> int:
    """The signal that ended a round which dies at a point."""
    status = os.waitpid(a_process(point, event=event), 0)[1]
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status)


def state_of() -> list[str]:
    return list(Delivery.objects.unscoped(because=BECAUSE).values_list("state", flat=True))


def leave_news(committed):
    with transaction.atomic(), voice_of(committed.rina):
        notify(code="referral_sent", about=committed.police, users=[committed.budi], at=NOON)


@pytest.mark.parametrize("point", BEFORE_HANDING)
def test_killed_before_the_hand_over_the_next_round_sends_it_once(committed, mails, point):
    leave_news(committed)

    assert killed_at(point) == signal.SIGKILL and mails.raw == []
    carry_out(NOON + LATER)
    carry_out(NOON + 2 * LATER)

    assert len(mails.raw) == 1 and state_of() == ["sent"]


def test_killed_after_it_was_marked_nothing_leaves_again(committed, mails):
    leave_news(committed)

    assert killed_at("+sending._taken") == signal.SIGKILL
    carry_out(NOON + LATER)

    assert len(mails.raw) == 1 and state_of() == ["sent"]


@pytest.mark.parametrize("point", DURING)
def test_killed_during_the_hand_over_the_same_mail_never_leaves_twice_and_the_news_come_with_the_digest(
    committed, mails, point
):
    """The one window in which nobody can know: the letter may be with the server or not."""
    leave_news(committed)

    assert killed_at(point) == signal.SIGKILL
    taken = len(mails.raw)
    assert taken == DURING.index(point)
    carry_out(NOON + LATER)
    carry_out(NOON + 2 * LATER)

    assert len(mails.raw) == taken and state_of() == ["digest"]
    carry_out(NOON.replace(hour=0) + timedelta(days=1))
    names = [letter["Message-ID"] for letter in mails.letters()]
    assert len(names) == taken + 1 == len(set(names)) and state_of() == ["sent"]
    assert "terputus" in mails.letters()[-1].get_content()


def test_killed_during_the_hand_over_and_read_on_the_page_nothing_more_leaves(committed, mails):
    leave_news(committed)
    killed_at("sending._taken")
    carry_out(NOON + LATER)
    Notice.objects.unscoped(because=BECAUSE).update(read_at=NOON + LATER)
    carry_out(NOON.replace(hour=0) + timedelta(days=1))

    assert len(mails.raw) == 1 and state_of() == ["dropped"]


@pytest.mark.parametrize("point", ["outbox._hand_over", "+outbox._hand_over", "jobs.carry_over"])
def test_killed_between_an_event_and_its_mail_there_is_one_mail(committed, mails, point):
    with transaction.atomic():
        event = announce(
            "task.assigned", about=committed.unit, at=NOON - timedelta(minutes=5), to=str(committed.budi.pk)
        )

    assert killed_at(point, event=event.pk) == signal.SIGKILL and mails.raw == []
    deliver(event.pk, at=NOON + LATER)
    deliver(event.pk, at=NOON + LATER)
    carry_out(NOON + LATER)

    assert len(mails.raw) == 1 and state_of() == ["sent"]


def test_a_sender_that_comes_back_from_the_dead_stops_before_it_hands_over(committed, mails, monkeypatch):
    """Frozen while connecting, for longer than its lease; another one took over and sent meanwhile."""
    leave_news(committed)
    right, asleep = smtp._asked, []

    def frozen(*args):
        right(*args)
        if not asleep:
            asleep.append(True)
            carry_out(NOON + LATER)

    monkeypatch.setattr(smtp, "_asked", frozen)
    carry_out(NOON)

    assert len(mails.raw) == 1 and state_of() == ["sent"]


def test_two_workers_at_once_send_one_mail(committed, mails):
    leave_news(committed)
    both = [a_process(), a_process()]

    assert [os.waitpid(one, 0)[1] for one in both] == [0, 0]
    carry_out(NOON + LATER)
    assert len(mails.raw) == 1 and state_of() == ["sent"]
