"""Two people at the same instant: a chapter keeps one text and loses none, a report is merged and approved once."""

import threading

import pytest
from django.db import connections, transaction
from tests import cast
from tests.conftest import NOON, copied, voice_of
from tests.reporting.conftest import chapter, finished, opened_report, settle_room

from gugus.base.versions import Stale
from gugus.reporting import composition
from gugus.reporting.actions import merging, writing
from gugus.reporting.actions.moving import CannotReport
from gugus.reporting.models import ForceReport


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of the module's own in which tests commit."""
    with copied(cluster, django_db_blocker, "gugus_reporting_at_once"):
        with transaction.atomic():
            world = settle_room(cast.settle(NOON))
        yield world


def at_once(*acts) -> list:
    """Run them at the same instant, each pair (user, act) with a connection of its own."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, user, act):
        gate.wait()
        try:
            with transaction.atomic(), voice_of(user):
                outcomes[number] = act()
        except Exception as error:  # the outcome is the error
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, *pair)) for number, pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_writers_one_is_told_and_nothing_is_lost(committed):
    world = committed
    with transaction.atomic():
        report = opened_report(world)
        one = chapter(report, "foreword", world.wulan)

    def write(by, text):
        return by, lambda: writing.write_chapter(chapter=one, text=text, by=by, at=NOON, seen=one.version)

    outcomes = at_once(write(world.wulan, "Satu."), write(world.putri, "Dua."))

    assert sorted(type(each).__name__ for each in outcomes) == ["Chapter", "Stale"]
    assert any(isinstance(each, Stale) for each in outcomes)
    with transaction.atomic():
        kept = chapter(report, "foreword", world.wulan)
        with voice_of(world.wulan):
            assert kept.wordings.count() == 1


def test_a_merge_has_what_was_kept_or_the_writer_hears_that_it_is_too_late(committed):
    world = committed
    with transaction.atomic():
        report = finished(world, opened_report(world))
        one = chapter(report, "foreword", world.wulan)

    outcomes = at_once(
        (world.wulan, lambda: merging.merge_report(report=report, by=world.wulan, at=NOON)),
        (
            world.putri,
            lambda: writing.write_chapter(chapter=one, text="Kalimat terakhir.", by=world.putri, at=NOON),
        ),
    )

    merged, written = outcomes
    assert isinstance(merged, ForceReport)
    kept = "Kalimat terakhir." in merged.content
    assert kept or isinstance(written, CannotReport)
    assert composition.digest_of(merged.content) == merged.digest


def test_two_merges_and_two_approvals_are_one(committed):
    world = committed
    with transaction.atomic():
        report = finished(world, opened_report(world))

    merges = at_once(
        *[(world.wulan, lambda: merging.merge_report(report=report, by=world.wulan, at=NOON))] * 2
    )
    assert sorted(type(each).__name__ for each in merges) == ["CannotReport", "ForceReport"]
    digest = next(each.digest for each in merges if isinstance(each, ForceReport))

    def approve(by):
        return by, lambda: merging.approve_report(report=report, digest=digest, by=by, at=NOON)

    assert sorted(type(each).__name__ for each in at_once(approve(world.arif), approve(world.arif))) == [
        "CannotReport", "ForceReport",
    ]  # fmt: skip
