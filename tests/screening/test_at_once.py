"""Two officers at the same instant: one screening, one case, one winner who is not overwritten."""

import threading

import pytest
from django.db import connection, transaction

from gugus.base.versions import Stale
from gugus.cases.models import Case
from gugus.intake.actions import receive_report, triage
from gugus.screening.actions import CannotScreen, decide, record_decision, start_screening, write_down
from gugus.screening.passage import open_case_from
from tests import cast
from tests.conftest import NOON, copied, voice_of
from tests.screening.conftest import told


@pytest.fixture
def committed(cluster, django_db_setup, django_db_blocker):
    """The cast, a report and its screening in committed rows of a database of their own."""
    with copied(cluster, django_db_blocker, "gugus_screening_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
        with transaction.atomic(), voice_of(world.dewi):
            report = receive_report(told=told(), agency=world.unit, by=world.dewi, at=NOON)
            triage(report=report, risk="high", danger_signs=["locked_in"], reason="", by=world.dewi, at=NOON)
            girl = report.mentions.get(role="survivor")
        yield world, report, girl


def together(*acts) -> list:
    """Run each act on a connection of its own, all at once; each result, or the class of its exception."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, user, act):
        try:
            gate.wait(10)
            with transaction.atomic(), voice_of(user):
                found[number] = act(user)
        except Exception as error:
            found[number] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, *pair)) for number, pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def begun(world, report, girl):
    with transaction.atomic(), voice_of(world.rina):
        return start_screening(report=report, mention=girl, by=world.rina, at=NOON)


def test_two_officers_begin_the_same_screening(committed):
    world, report, girl = committed

    def start(user):
        return start_screening(report=report, mention=girl, by=user, at=NOON).pk

    first, second = together((world.rina, start), (world.ratih, start))

    assert first == second


def test_two_officers_open_one_case(committed):
    world, report, girl = committed
    screening = begun(world, report, girl)

    def open_it(user):
        return open_case_from(
            assessment=screening, manager=user, risk="high", summary="", known={}, by=user, at=NOON
        ).pk

    found = together((world.rina, open_it), (world.ratih, open_it))

    assert CannotScreen in found
    with transaction.atomic(), voice_of(world.rina):
        assert Case.objects.unscoped(because="the test asks").get().pk in found


def test_of_two_officers_writing_one_is_told(committed):
    world, report, girl = committed
    screening = begun(world, report, girl)

    def write(codes):
        return lambda user: (
            write_down(
                assessment=screening, facts={"acts": codes}, by=user, at=NOON, seen=screening.version
            ).acts
        )

    found = together((world.rina, write(["sending"])), (world.ratih, write(["transfer"])))

    assert Stale in found and (["sending"] in found or ["transfer"] in found)


def test_a_screening_is_decided_once(committed):
    world, report, girl = committed
    screening = begun(world, report, girl)

    def rule(user):
        return decide(
            assessment=screening, result="not_yet_proven", words="", by=user, at=NOON, on=NOON.date()
        ).state

    found = together((world.rina, rule), (world.yusuf, rule))

    assert sorted(map(str, found)) == sorted(["decided", str(CannotScreen)])


def test_the_same_outside_decision_at_once_is_one(committed):
    world, report, girl = committed
    screening = begun(world, report, girl)
    facts = {"outside_body": "KBRI", "decided_on": NOON.date(), "result": "indicated"}

    def keep(user):
        return record_decision(assessment=screening, facts=facts, by=user, at=NOON).pk

    first, second = together((world.rina, keep), (world.rina, keep))

    assert first == second
