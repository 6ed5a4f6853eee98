"""The year for SIMFONI on paper: one's own office, small counts hidden, for whoever sees all of its cases."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.conftest import NOON, voice_of
from tests.documents.conftest import asked, content, made, place, text_of, viewer  # noqa: F401 - place keeps files
from tests.statistics.test_counting import fill

from gugus.documents.gate import kind_for, subject_for
from gugus.statistics.papers import gather_recap

RECAP = "simfoni_recap"


@pytest.fixture
def twenty(world):
    fill(world.unit, girls=13, women=4, boys=2, men=1)
    fill(world.shelter, girls=31, women=0, boys=0, men=0)
    return world


def told(user, year="2024") -> dict:
    with voice_of(user):
        return gather_recap(viewer(user), year, NOON)


def test_the_office_prints_its_own_year_with_small_counts_hidden(twenty):
    document = made(asked(twenty.yusuf, RECAP, "2024"))

    assert (document.state, document.problem_code) == ("ready", "") and "/REKAP/" in document.number
    said = text_of(content(document))
    assert "REKAPITULASISIMFONIPPATAHUN2024" in said and "31Desember2024" in said
    assert "Anak(dibawah18tahun)13*" in said  # two boys are not printed
    assert (
        "31"
        not in said.replace("31Desember2024", "")
        .replace(document.digest, "")
        .split("Ringkasan")[1]
        .split("Saluran")[0]
    )  # the shelter's


def test_no_count_below_the_threshold_is_in_it(twenty):
    found = told(twenty.yusuf)

    numbers = [
        int(cell.replace(".", ""))
        for name in ("totals", "people", "forms", "services", "channels")
        for row in found[name]
        for cell in row[1:]
        if cell != "*"
    ]
    assert [number for number in numbers if 0 < number < 5] == []
    # The hidden cells of people hold seven: each could be any of them.
    assert sum(cell == "*" for row in found["people"] for cell in row[1:]) >= 3


@pytest.mark.parametrize("name", ["arif", "rina", "maya", "eka"])
def test_only_who_sees_all_cases_of_the_office_prints_it(twenty, name):
    user = getattr(twenty, name)
    with voice_of(user), pytest.raises((Http404, PermissionDenied)):
        subject_for(viewer(user), kind_for(viewer(user), RECAP), "2024", at=NOON)


@pytest.mark.parametrize("year", ["2014", "2027", "2024-S1", "2024-05", "x", ""])
def test_only_whole_years_that_have_begun(twenty, year):
    with pytest.raises(Http404):
        told(twenty.yusuf, year)


def test_the_page_of_figures_leads_to_it(signed_in, twenty):
    assert (
        "/dokumen/buat/simfoni_recap/2024/"
        in signed_in(twenty.yusuf).get("/data/?period=2024").content.decode()
    )
    assert "simfoni_recap" not in signed_in(twenty.arif).get("/data/?period=2024").content.decode()
    page = signed_in(twenty.yusuf).get("/dokumen/buat/simfoni_recap/2024/")
    assert page.status_code == 200
