"""What tasks announce becomes a notice; old ones are forgotten."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of

from gugus.notices import jobs
from gugus.notices.models import Notice
from gugus.outbox.actions import announce, deliver


def codes_of(user) -> list[str]:
    with voice_of(user):
        return [row.code for row in Notice.objects.unscoped(because="the test asks the database itself")]


def test_a_late_task_reaches_its_person_and_the_supervisor(world):
    event = announce(
        "task.late", about=world.unit, at=NOON, agency=str(world.unit.pk), to=str(world.rina.pk), risk="high"
    )

    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON)

    assert codes_of(world.rina) == codes_of(world.yusuf) == ["task_late"]
    assert codes_of(world.ratih) == []


def test_a_late_task_of_nobody_reaches_the_supervisor(world):
    event = announce("task.late", about=world.unit, at=NOON, agency=str(world.unit.pk), to="")

    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON)

    assert codes_of(world.yusuf) == ["task_late"]


def test_who_was_given_a_task_hears_of_it(world):
    event = announce("task.assigned", about=world.unit, at=NOON, to=str(world.ratih.pk))

    with as_role("gugus_worker"):
        deliver(event.pk, at=NOON)

    assert codes_of(world.ratih) == ["task_assigned"]


@pytest.mark.parametrize(
    ("age", "read", "stays"), [(89, True, True), (91, True, False), (91, False, True), (366, False, False)]
)
def test_old_notices_are_forgotten(world, age, read, stays):
    then = now() - timedelta(days=age)

    with as_role("gugus_worker"):
        Notice(
            user=world.rina, code="a", about_kind="agency", about_id=world.unit.pk, at=then,
            read_at=then if read else None,
        ).save(force_insert=True)  # fmt: skip
        jobs.tidy(0)

        assert Notice.objects.unscoped(because="the test looks").exists() is stays


def test_a_sign_in_made_anew_is_told_to_its_owner_and_to_data_protection(world):
    facts = {
        "to": str(world.ratih.pk),
        "username": "ratih",
        "agency": str(world.unit.pk),
        "by": str(world.tono.pk),
    }
    event = announce("access.sign_in_reset", about=world.ratih, at=NOON, **facts)

    with as_role("gugus_worker"):
        assert deliver(event.pk, at=NOON)

    assert codes_of(world.ratih) == codes_of(world.lestari) == ["sign_in_reset"]
    assert codes_of(world.tono) == codes_of(world.rina) == []
