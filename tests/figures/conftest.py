"""Two task forces: one of the cast's, and one of the outsider's; survivors of 2024 as the worker counted them."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from tests.conftest import as_role, voice_of

from gugus.directory.models import Membership, TaskForce
from gugus.figures import freezing
from gugus.kernel.periods import Period

YEAR = Period.parse("2024")
JUNE = datetime(2025, 6, 23, 2, 0, tzinfo=UTC)


def task_force(name: str, *agencies) -> TaskForce:
    made = TaskForce.objects.create(name=name, level="city", area_code="31.74", valid_from=date(2020, 1, 1))
    for agency in agencies:
        Membership.objects.create(task_force=made, agency=agency, valid_from=date(2020, 1, 1))
    return made


@pytest.fixture
def force(world):
    """The task force of the city; the shelter and the outsider have no seat in it."""
    return task_force("GT Kota", world.office, world.unit, world.police)


@pytest.fixture
def other(world):
    """A task force that is none of the cast's business."""
    return task_force("GT Lain", world.outside)


@pytest.fixture
def wulan(world, force):
    """The secretariat; the database speaks for her."""
    with voice_of(world.wulan):
        yield world.wulan


def survivors(
    agency, *, girls: int = 0, women: int = 0, boys: int = 0, men: int = 0, on: str = "2024-05-02"
) -> None:
    """Survivors of a day, as the worker would have written them."""
    groups = [("female", True, girls), ("female", False, women), ("male", True, boys), ("male", False, men)]
    with as_role("gugus_worker"), connection.cursor() as cursor:
        for sex, child, number in groups:
            for _ in range(number):
                cursor.execute(
                    'insert into statistics_survivorfact (id, agency_id, "on", district, regency, case_id, sex, '
                    "age_group, child, cross_border, forms, home_province) "
                    "values (%s, %s, %s, '31.74.01', '31.74', %s, %s, %s, %s, false, '{prostitution}', '52')",
                    [uuid4(), agency.pk, on, uuid4(), sex, "age_13_17" if child else "age_25_44", child],
                )


def take_away(*, sex: str, child: bool, number: int) -> None:
    """Data are revised: that many survivors were none."""
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(
            "delete from statistics_survivorfact where id in "
            "(select id from statistics_survivorfact where sex = %s and child = %s limit %s)",
            [sex, child, number],
        )


def frozen(force, by, *figures, at=JUNE, period=YEAR):
    return freezing.freeze(force=force, figures=figures or ["survivors"], period=period, by=by, at=at)
