"""The clock of a service: art. 52, for first aid art. 53; in the zone of the office; changed while it runs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of

from gugus.care import clocks
from gugus.care.actions import write_line
from gugus.care.models import ServiceLine
from gugus.outbox.models import Event
from gugus.tasks import jobs
from gugus.tasks.editing import change_clock
from gugus.tasks.models import Clock, Task

LATE = datetime(2026, 6, 15, 16, 30, tzinfo=UTC)  # 23:30 in Jakarta, 01:30 of the 16th in Jayapura


def asked(world, case, party, service="counselling", at=NOON) -> ServiceLine:
    with voice_of(world.rina):
        return write_line(case=case, party=party, service=service, by=world.rina, at=at)


def task_of(world, line) -> Task:
    with voice_of(world.rina):
        return Task.objects.unscoped(because="the test looks").select_related("clock").get(about_id=line.pk)


def changed(world, code, amount, *, at=NOON, **other):
    with voice_of(world.tono):
        row = Clock.objects.get(code=code, valid_to=None, area_code="")
        facts = {"unit": row.unit, "hours": row.hours, "legal_basis": row.basis_in("id")[:160]} | other
        return change_clock(
            clock=row,
            amount=amount,
            reason="Surat edaran 1/2026",
            valid_from=at.date(),
            by=world.tono,
            at=at,
            **facts,
        )


@pytest.mark.parametrize(
    ("service", "code", "article"),
    [("counselling", "service_request", "52"), ("first_aid", "first_aid", "53")],
)
def test_each_service_runs_by_the_clock_of_its_article_and_shows_it(
    signed_in, world, case, child, service, code, article
):
    line = asked(world, case, child, service)

    assert task_of(world, line).clock.code == code
    assert task_of(world, line).due_at == line.due_at
    shown = signed_in(world.rina).get(reverse("care:detail", args=[line.ref])).content.decode()
    assert f"Pasal {article}" in shown and "7 hari" in shown


def test_another_clock_for_first_aid_leaves_the_other_services(world, case, child, grown):
    changed(world, "first_aid", 1)
    aid, talk = asked(world, case, child, "first_aid"), asked(world, case, grown)

    assert (aid.due_at - NOON).days == 1 and (talk.due_at - NOON).days == 7


@pytest.mark.parametrize(("area", "day"), [("31.74", 22), ("52.03", 23), ("91.71", 23)])
def test_the_day_of_the_request_is_the_day_where_the_office_is(db, area, day):
    last = clocks.due_at("counselling", LATE, area)

    assert clocks.zone(clocks.zone_of_area(area)) is not None
    assert last.astimezone(clocks.zone(clocks.zone_of_area(area))).date() == date(2026, 6, day)


def test_a_clock_that_changes_while_it_runs_leaves_what_runs(world, case, child, grown):
    before = asked(world, case, child)
    changed(world, "service_request", 2, at=NOON + timedelta(days=1))
    with voice_of(world.rina):
        same = ServiceLine.objects.unscoped(because="the test looks").get(pk=before.pk)
    after = asked(world, case, grown, at=NOON + timedelta(days=1, hours=1))

    assert same.due_at == before.due_at == task_of(world, before).due_at
    assert (task_of(world, before).clock.amount, task_of(world, after).clock.amount) == (7, 2)
    assert (after.due_at - (NOON + timedelta(days=1))).days == 2


def test_a_service_over_its_clock_reaches_the_supervisor_once(world, case, child):
    line = asked(world, case, child)
    with as_role("gugus_worker"):
        jobs.escalate(0)
        jobs.escalate(0)
    late = task_of(world, line)
    with as_role("gugus_worker"):
        told = Event.objects.filter(topic="task.late", about_id=late.pk).count()

    assert late.escalated_at is not None and told == 1
