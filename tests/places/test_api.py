import pytest
from ninja.testing import TestClient

from gugus.places.api import router

pytestmark = pytest.mark.usefixtures("areas", "db")


@pytest.fixture(scope="module")
def api():
    return TestClient(router)


def test_one_area_comes_with_its_path(api):
    answer = api.get("/areas/31.74.01")

    assert answer.status_code == 200
    assert answer.json()["path"] == ["DKI Jakarta", "Jakarta Selatan", "Tebet"]
    assert answer.json()["regency"] == "31.74" and answer.json()["valid_to"] is None


def test_a_former_area_says_who_came_after_it(api):
    assert api.get("/areas/91.01").json()["successor"] == "93.01"


def test_areas_are_listed_level_by_level(api):
    assert len(api.get("/areas").json()) == 38
    assert len(api.get("/areas?parent=31.74").json()) == 10


def test_a_typed_name_is_searched(api):
    assert api.get("/areas/search?q=tebt&under=31").json()[0]["code"] == "31.74.01"
    assert len(api.get("/areas/search?q=menteng&limit=2").json()) == 2
    assert {found["kind"] for found in api.get("/areas/search?q=menteng&level=3").json()} == {"Kecamatan"}


@pytest.mark.parametrize(
    "path", ["/areas/3171", "/areas?parent=3171", "/areas/search?q=3171", "/areas/search?q=tebet&under=3171"]
)
def test_bps_numbers_are_refused_with_the_reason(api, path):
    answer = api.get(path)

    assert answer.status_code == 422 and "BPS" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/areas/99.99", "/areas?parent=99.99"])
def test_unknown_codes_are_not_found(api, path):
    assert api.get(path).status_code == 404


def test_countries_come_in_both_languages(api):
    assert {"code": "KH", "name": "Kamboja"} in api.get("/countries").json()
    assert {"code": "KH", "name": "Cambodia"} in api.get("/countries?language=en").json()
    assert api.get("/countries?language=fr").status_code == 422


def test_a_list_needs_two_queries(api, django_assert_num_queries):
    with django_assert_num_queries(2):
        api.get("/areas?parent=31.74")
