"""Two people at the same instant: the database lets one win, tells the other, keeps one of each."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from gugus.base.context import speaking_for
from gugus.base.versions import Stale
from gugus.intake.actions import CannotEnd, Told, decline, receive_report, triage
from gugus.intake.models import Report
from gugus.intake.returning import code_for
from tests import cast
from tests.conftest import NOON, copied, voice_of

TOLD = Told(channel="phone", risk="medium", narrative="Anak itu dikunci.")


@pytest.fixture
def committed(cluster, django_db_setup, django_db_blocker):
    """The cast in committed rows of a database of its own, a copy of the empty test database."""
    with copied(cluster, django_db_blocker, "gugus_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


def together(*acts) -> list:
    """Run these at once, each on a connection of its own; each result or the exception's class."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            gate.wait(10)
            with transaction.atomic():
                found[number] = act()
        except Exception as error:
            found[number] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def as_user(user, act):
    def speak():
        with voice_of(user):
            return act()

    return speak


def test_the_same_note_saved_twice_at_once_is_one_report(committed):
    world, key = committed, uuid4()
    save = as_user(
        world.dewi, lambda: receive_report(told=TOLD, agency=world.unit, by=world.dewi, at=NOON, key=key).pk
    )

    first, second = together(save, save)

    assert first == second


def test_the_same_public_form_twice_at_once_is_one_report(committed):
    world, key = committed, uuid4()
    told = Told(channel="public_page", risk="medium", narrative="Anak itu dikunci.")

    def send():
        with speaking_for():
            return receive_report(
                told=told, agency=world.unit, by=None, at=NOON, return_code=code_for(key), key=key
            ).pk

    first, second = together(send, send)

    assert first == second


def test_of_two_judgements_one_wins_and_the_other_is_told(committed):
    world = committed
    with transaction.atomic(), voice_of(world.dewi):
        report = receive_report(told=TOLD, agency=world.unit, by=world.dewi, at=NOON)

    def judge(user, risk):
        return as_user(
            user,
            lambda: (
                triage(
                    report=report,
                    risk=risk,
                    danger_signs=[],
                    reason="Sudah aman.",
                    by=user,
                    at=NOON,
                    seen=report.version,
                ).risk
            ),
        )

    found = together(judge(world.dewi, "high"), judge(world.rina, "low"))

    assert Stale in found
    winner = next(one for one in found if one is not Stale)
    with transaction.atomic(), voice_of(world.dewi):
        assert Report.objects.visible_to(world.viewer("dewi")).get().risk == winner


def test_a_report_ends_once(committed):
    world = committed
    with transaction.atomic(), voice_of(world.dewi):
        report = receive_report(told=TOLD, agency=world.unit, by=world.dewi, at=NOON)

    def end(user):
        return as_user(
            user,
            lambda: (
                decline(report=report, code="outside_mandate", note="", answer="", by=user, at=NOON).outcome
            ),
        )

    assert sorted(map(str, together(end(world.dewi), end(world.rina)))) == sorted(
        ["declined", str(CannotEnd)]
    )
