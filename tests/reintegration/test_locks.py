"""Another agency, a village office, a stranger: what they see, and what the database refuses whoever asks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from tests.conftest import NOON, voice_of
from tests.reintegration.conftest import TODAY, followed, opened_to, seen, seen_by, village, visits

from gugus.access.viewer import viewer_of
from gugus.reintegration import queries
from gugus.reintegration.actions.alarming import raise_alarm
from gugus.reintegration.actions.preparing import tick_step
from gugus.reintegration.actions.supporting import Help, pay_part, promise_support
from gugus.reintegration.actions.visiting import record_visit
from gugus.reintegration.models import (
    HomeAssessment,
    MonitoringVisit,
    OutcomeAnswer,
    Placement,
    PreparationStep,
    Reintegration,
    ReturnAlarm,
    SupportPayment,
    SupportStep,
    VisitRecord,
)

DEEP = (HomeAssessment, Placement, PreparationStep, VisitRecord, SupportStep, SupportPayment, ReturnAlarm)
SECRET = "Pamannya pernah menjual motor untuk utang"


@pytest.fixture
def one(world, case):
    """A reintegration with a row in each table."""
    one = followed(world, case)
    with voice_of(world.rina):
        tick_step(one=one, step="client_plan", answer="done", by=world.rina, at=NOON, note=SECRET)
        first = visits(world.rina, one)[0]
        told = seen(TODAY + timedelta(days=3), words=SECRET, needs=("counselling",))
        record_visit(visit=first, seen=told, by=world.rina, at=NOON + timedelta(days=3))
        step = promise_support(
            one=one, help=Help("capital", SECRET, amount=Decimal(10)), by=world.rina, at=NOON
        )
        pay_part(support=step, amount=Decimal(4), paid_on=TODAY, by=world.rina, at=NOON)
        raise_alarm(one=one, kind="debt", words=SECRET, by=world.rina, at=NOON)
    return one


def counts(user, *models) -> list[int]:
    return [len(seen_by(user, model)) for model in models]


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif"])
def test_another_agency_sees_nothing(world, one, name):
    user = getattr(world, name)

    assert counts(user, Reintegration, MonitoringVisit, *DEEP) == [0] * 9


def test_who_follows_reads_all_of_it(world, case, one):
    opened_to(world, case, world.shelter)

    assert 0 not in counts(world.maya, Reintegration, MonitoringVisit, *DEEP)
    with voice_of(world.maya):
        viewer = viewer_of(world.maya, on=TODAY)
        assert [row.ref for row in queries.reintegrations_for(viewer)] == [one.ref]


def test_a_village_office_reads_days_and_needs_only(world, case, one):
    office, wayan = village(world)
    opened_to(world, case, office)

    assert counts(wayan, Reintegration, *DEEP) == [1] + [0] * 7
    rows = seen_by(wayan, MonitoringVisit, state="done")
    assert [(row.visited_on, row.needs) for row in rows] == [(TODAY + timedelta(days=3), ["counselling"])]


def test_the_police_read_nothing_whatever_was_opened(world, case, one):
    """The matrix closes this section to police, immigration, prosecution, courts and missions."""
    opened_to(world, case, world.police)

    assert counts(world.budi, Reintegration, MonitoringVisit, *DEEP) == [0] * 9


def refused(user, run) -> None:
    with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
        run()


def test_a_village_office_writes_nothing(world, case, one):
    office, wayan = village(world)
    opened_to(world, case, office)
    rows = MonitoringVisit.objects.unscoped(because="test").filter(reintegration=one)

    with voice_of(wayan):
        assert rows.filter(number=2).update(needs=["shelter"]) == 0
    extra = MonitoringVisit(
        reintegration=one, case=case, number=99, planned_on=TODAY, due_at=NOON, planned_by=wayan
    )
    refused(wayan, lambda: extra.save(force_insert=True))


def test_who_follows_neither_decides_nor_changes_the_plan(world, case, one):
    opened_to(world, case, world.shelter)
    place = Placement(reintegration=one, case=case, place="relatives", wants="yes", by=world.maya, at=NOON)

    refused(world.maya, lambda: place.save(force_insert=True))
    with voice_of(world.maya):
        rows = Reintegration.objects.unscoped(because="test").filter(pk=one.pk)
        assert rows.update(state="ended", ended_at=NOON) == 0
        alarms = ReturnAlarm.objects.unscoped(because="test").filter(reintegration=one)
        assert alarms.update(ended_at=NOON, verdict="false") == 0


@pytest.mark.parametrize("model", [HomeAssessment, Placement, VisitRecord, SupportPayment])
def test_what_was_found_decided_and_paid_is_never_changed(world, one, model):
    with voice_of(world.rina):
        assert model.objects.unscoped(because="test").update(at=NOON - timedelta(days=9)) == 0
        assert OutcomeAnswer.objects.unscoped(because="test").update(level=3) == 0


@pytest.mark.parametrize("amount", [Decimal(0), Decimal("-1")])
def test_the_database_refuses_money_below_nothing(world, case, one, amount):
    step = seen_by(world.rina, SupportStep)[0]
    part = SupportPayment(support=step, case=case, amount=amount, paid_on=TODAY, by=world.rina, at=NOON)

    refused(world.rina, lambda: part.save(force_insert=True))


def test_a_second_reintegration_of_the_same_person_is_refused_by_the_database(world, case, one):
    twin = Reintegration(
        case=case, person=one.person, agency=world.unit, risk="low", started_by=world.rina, started_at=NOON
    )

    refused(world.rina, lambda: twin.save(force_insert=True))


def test_words_lie_sealed(world, one):
    with voice_of(world.rina):
        row = ReturnAlarm.objects.unscoped(because="test").values("words").get()

    assert SECRET.encode() not in bytes(row["words"])
