"""The figures page, its definitions, its table and its API say the same."""

import pytest
from tests.statistics.test_counting import fill

from gugus.statistics.definitions import definitions


@pytest.fixture
def twenty(world):
    fill(world.unit, girls=13, women=4, boys=2, men=1)
    return world


def test_the_chair_sees_the_year_without_small_counts(signed_in, twenty):
    page = signed_in(twenty.arif).get("/data/?period=2024").content.decode()

    assert "Angka 2024" in page and "Korban" in page
    assert "Angka pasti instansi saya" not in page


def test_a_month_becomes_its_year_for_the_chair(signed_in, twenty):
    answer = signed_in(twenty.arif).get("/data/?period=2024-05")

    assert str(answer.context["figures"].period) == "2024" and answer.context["widened"]


def test_asking_for_exact_numbers_without_the_right_changes_nothing(signed_in, twenty):
    assert signed_in(twenty.arif).get("/data/?period=2024&own=on").context["scale"].exact is False
    assert signed_in(twenty.yusuf).get("/data/?period=2024-05&own=on").context["scale"].exact is True


def test_an_unreadable_period_is_told_at_its_field(signed_in, world):
    answer = signed_in(world.arif).get("/data/?period=kemarin")

    assert answer.status_code == 422 and "Tulis tahun" in answer.content.decode()


def test_the_table_and_the_api_show_what_the_page_shows(signed_in, twenty):
    client = signed_in(twenty.yusuf)

    rows = client.get("/data/unduh.csv?period=2024").content.decode("utf-8-sig").splitlines()
    api = client.get("/api/v1/figures?period=2024").json()

    assert len(rows) - 1 == len(api["rows"])
    assert api["exact"] is False and any(row["text"] == "*" and row["number"] is None for row in api["rows"])


def test_the_api_refuses_protected_months(signed_in, world):
    answer = signed_in(world.arif).get("/api/v1/figures?period=2024-05")

    assert answer.status_code == 409 and answer.json()["errors"][0]["code"] == "years_only"


@pytest.mark.parametrize("code", list(definitions()))
def test_every_figure_opens_its_definition(signed_in, world, code):
    answer = signed_in(world.arif).get(f"/data/definisi/{code}/")

    assert answer.status_code == 200 and definitions()[code].title.id in answer.content.decode()


def test_an_unknown_figure_is_not_there(signed_in, world):
    assert signed_in(world.arif).get("/data/definisi/rahasia/").status_code == 404
