"""Twenty cases in a city: what a chair may see, and what nobody can work out."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import as_role, voice_of

from gugus.kernel.periods import Period
from gugus.statistics.counting import HIDDEN, Counter, Scale, end_of_publication, offered, scale_for
from gugus.statistics.overview import overview

TODAY = date(2025, 6, 15)
YEAR = Period.parse("2024")
PROTECTED = Scale(exact=False)
COUNT = "select * from statistics_count(%s, %s, '2024-01-01', '2025-01-01', null, '')"


@pytest.fixture
def world(world):
    """The cast, with the database speaking for Yusuf, who supervises the unit."""
    with voice_of(world.yusuf):
        yield world


def fill(agency, girls: int, women: int, boys: int, men: int) -> None:
    """Survivors of 2024, as the worker would have written them."""
    groups = [("female", True, girls), ("female", False, women), ("male", True, boys), ("male", False, men)]
    with as_role("gugus_worker"), connection.cursor() as cursor:
        for sex, child, number in groups:
            for _ in range(number):
                cursor.execute(
                    'insert into statistics_survivorfact (id, agency_id, "on", district, regency, case_id, sex, '
                    "age_group, child, cross_border, forms, home_province) "
                    "values (%s, %s, '2024-05-02', '31.74.01', '31.74', %s, %s, %s, %s, false, '{prostitution}', '52')",
                    [uuid4(), agency.pk, uuid4(), sex, "age_13_17" if child else "age_25_44", child],
                )


@pytest.fixture
def twenty(world):
    fill(world.unit, girls=13, women=4, boys=2, men=1)
    return world


def test_small_counts_and_their_neighbours_are_kept_back(twenty):
    grid = Counter(YEAR, PROTECTED, TODAY).grid(
        "survivorfact", ("child", "sex"), ("false", "true"), ("female", "male")
    )

    hidden = [place for place, value in grid.counts.items() if value == HIDDEN]

    assert grid.total == 20
    assert {("false", "male"), ("true", "male"), ("false", "female")} <= set(hidden)
    # 20 less what is shown leaves seven people in three cells: nobody can tell the one man.
    assert grid.counts["true", "female"] == 13


def test_no_other_number_of_the_page_opens_a_hidden_one(twenty):
    shown = overview(YEAR, PROTECTED, TODAY)

    children = next(tile for tile in shown.tiles if tile.code == "survivors_sex_age")

    assert children.value == HIDDEN  # 15 children less 13 girls would be two boys


def test_an_agency_sees_its_own_numbers_exactly(twenty):
    exact = Scale(exact=True, agency=twenty.unit.pk)

    grid = Counter(YEAR, exact, TODAY).grid(
        "survivorfact", ("child", "sex"), ("false", "true"), ("female", "male")
    )

    assert grid.counts == {
        ("false", "female"): 4, ("false", "male"): 1, ("true", "female"): 13, ("true", "male"): 2,
    }  # fmt: skip


def test_exact_numbers_stop_at_the_agencys_door(twenty):
    fill(twenty.shelter, girls=7, women=0, boys=0, men=0)

    assert Counter(YEAR, Scale(exact=True, agency=twenty.unit.pk), TODAY).total("survivorfact") == 20
    assert Counter(YEAR, PROTECTED, TODAY).total("survivorfact") == 27


@pytest.mark.parametrize("name", ["arif", "wulan", "rina", "maya"])
def test_only_a_right_to_all_cases_makes_numbers_exact(world, name):
    assert scale_for(world.viewer(name), own=True).exact is False


def test_the_supervisor_may_ask_for_exact_numbers(world):
    assert scale_for(world.viewer("yusuf"), own=True) == Scale(exact=True, agency=world.unit.pk)
    assert scale_for(world.viewer("yusuf"), own=False).exact is False


def test_protected_figures_come_by_year_so_that_halves_cannot_be_subtracted():
    assert offered(YEAR, PROTECTED)
    assert not offered(Period.parse("2024-S1"), PROTECTED)
    assert offered(Period.parse("2024-06"), Scale(exact=True))


def test_a_running_year_ends_with_the_last_full_month():
    assert end_of_publication(Period.parse("2025"), PROTECTED, TODAY) == date(2025, 6, 1)
    assert end_of_publication(Period.parse("2025"), Scale(exact=True), TODAY) == date(2026, 1, 1)


def test_a_share_of_kept_back_counts_is_kept_back(world):
    fill(world.unit, girls=6, women=1, boys=0, men=0)

    assert Counter(YEAR, PROTECTED, TODAY).share("survivorfact", "child") == (HIDDEN, HIDDEN)


def test_the_web_process_reads_no_fact(twenty):
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from statistics_survivorfact")
        assert cursor.fetchone() == (0,)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select * from statistics_count('survivorfact', array['id'], '2024-01-01', '2025-01-01', null, '')"
        )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select * from statistics_count('people_person', array['sex'], '2024-01-01', '2025-01-01', null, '')"
        )


def test_the_overview_asks_a_fixed_number_of_questions(world, django_assert_num_queries):
    with django_assert_num_queries(19):
        overview(YEAR, PROTECTED, TODAY)
    fill(world.unit, girls=13, women=4, boys=2, men=1)
    with django_assert_num_queries(19):
        overview(YEAR, PROTECTED, TODAY)
