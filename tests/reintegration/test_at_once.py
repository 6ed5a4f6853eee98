"""Two people at the same instant, a worker killed between two lines: one wins, nothing is lost, nothing is twice."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from tests.cases.test_at_once import as_rina, both, committed, speaking
from tests.conftest import NOON, as_role
from tests.referrals.conftest import settle_case
from tests.reintegration.conftest import TODAY, followed, party_of, seen, visits
from tests.reintegration.test_rules_kept import WISH

from gugus.base.versions import Stale
from gugus.outbox.models import Event
from gugus.reintegration import jobs
from gugus.reintegration.actions import alarming
from gugus.reintegration.actions.alarming import raise_alarm
from gugus.reintegration.actions.correcting import Correction, correct_visit
from gugus.reintegration.actions.moving import CannotReintegrate
from gugus.reintegration.actions.preparing import begin_reintegration
from gugus.reintegration.actions.ruling import change_rules
from gugus.reintegration.actions.visiting import record_visit
from gugus.reintegration.models import MonitoringRules, Reintegration, ReturnAlarm, VisitRecord
from gugus.tasks.models import Task

__all__ = ["committed"]
BECAUSE = "the test looks what was kept"


def fresh_case(world):
    with transaction.atomic():
        return settle_case(world)


def kept(world, model, **which) -> list:
    with speaking(world.rina):
        return list(model.objects.unscoped(because=BECAUSE).filter(**which))


def test_of_two_who_begin_one_does_and_the_other_hears_of_it(committed):
    case = fresh_case(committed)
    with transaction.atomic():
        party = party_of(case, committed.rina)

    def begin():
        return begin_reintegration(case=case, party=party, by=committed.rina, at=NOON)

    outcomes = both(as_rina(committed, begin), as_rina(committed, begin))

    assert {type(one) for one in outcomes} == {Reintegration, CannotReintegrate}
    assert len(kept(committed, Reintegration, case=case)) == 1


def test_of_two_records_of_one_visit_one_is_kept(committed):
    case = fresh_case(committed)
    with transaction.atomic():
        one = followed(committed, case)
        first = visits(committed.rina, one)[0]
    at = NOON + timedelta(days=3)

    def record(safety):
        told = seen(TODAY + timedelta(days=3), safety=safety, words="Dilihat.")
        return lambda: record_visit(visit=first, seen=told, by=committed.rina, at=at)

    outcomes = both(as_rina(committed, record("safe")), as_rina(committed, record("watch")))

    assert {type(one) for one in outcomes} == {VisitRecord, CannotReintegrate}
    assert len(kept(committed, VisitRecord, visit=first)) == 1


def test_two_clicks_on_the_alarm_are_one_alarm_and_one_task(committed):
    case = fresh_case(committed)
    with transaction.atomic():
        one = followed(committed, case)

    def press():
        return raise_alarm(one=one, kind="missing", by=committed.rina, at=NOON)

    outcomes = both(as_rina(committed, press), as_rina(committed, press))

    assert len({alarm.pk for alarm in outcomes}) == 1
    assert len(kept(committed, Task, kind="reintegration_alarm", within_id=case.pk)) == 1


def test_a_worker_killed_in_the_middle_tells_of_the_alarm_afterwards(committed):
    case = fresh_case(committed)
    with transaction.atomic():
        one = followed(committed, case)
    with speaking(committed.rina), mock.patch.object(alarming, "follow_alarm"):
        alarm = raise_alarm(
            one=one, kind="debt", by=committed.rina, at=NOON
        )  # as if another agency had raised it
    with transaction.atomic(), as_role("gugus_worker"):
        event = Event.objects.get(topic="reintegration.alarm_raised", about_id=one.pk)

    with (
        pytest.raises(RuntimeError),
        transaction.atomic(),
        as_role("gugus_worker"),
        mock.patch.object(alarming, "notify", side_effect=RuntimeError("killed")),
    ):
        jobs.on_move(event=event, at=NOON)
    assert kept(committed, Task, kind="reintegration_alarm", within_id=case.pk) == []
    with transaction.atomic(), as_role("gugus_worker"):
        assert jobs.look_for_untold(NOON + timedelta(hours=1)) == 1
        assert jobs.look_for_untold(NOON + timedelta(hours=2)) == 0

    assert len(kept(committed, Task, kind="reintegration_alarm", within_id=case.pk)) == 1
    assert kept(committed, ReturnAlarm, pk=alarm.pk)[0].told_at is not None


def test_of_two_corrections_at_once_one_is_kept_and_the_other_told(committed):
    case = fresh_case(committed)
    with transaction.atomic():
        first = visits(committed.rina, followed(committed, case))[0]
        with speaking(committed.rina):
            told = seen(TODAY + timedelta(days=3), safety="danger", words="Salah orang.", alarm=False)
            record_visit(visit=first, seen=told, by=committed.rina, at=NOON + timedelta(days=3))

    def fix(safety):
        right = Correction(
            "answer", "Keliru.", seen=seen(TODAY + timedelta(days=3), safety=safety, words="Dilihat.")
        )
        at = NOON + timedelta(days=5)
        return lambda: correct_visit(visit=first, right=right, by=committed.rina, version=2, at=at)

    outcomes = both(as_rina(committed, fix("safe")), as_rina(committed, fix("watch")))

    assert {type(one) for one in outcomes} == {VisitRecord, Stale}
    assert len(kept(committed, VisitRecord, visit=first)) == 2


def test_of_two_who_change_the_rules_at_once_one_is_told(committed):
    def change():
        with speaking(committed.tono):
            return change_rules(wish=WISH, reason="Rapat", by=committed.tono, at=NOON, seen=1)

    outcomes = both(change, change)

    assert {type(one) for one in outcomes} == {MonitoringRules, Stale}
    assert MonitoringRules.objects.filter(number__gt=1).count() == 1
