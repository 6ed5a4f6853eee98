import pytest
from django.utils.translation import override

from gugus.places import queries
from gugus.places.models import Area

pytestmark = pytest.mark.usefixtures("areas", "db")


def test_bps_3171_is_not_joined_to_what_kemendagri_calls_31_71():
    assert queries.area("3171") is None
    assert queries.area("31.71").name == "Jakarta Pusat"
    assert queries.area("31.74").name == "Jakarta Selatan"


def test_a_label_says_what_lies_above():
    assert queries.area_label("31.74.01.1003") == "Menteng Dalam, Tebet"
    assert queries.area_label("31.74.01") == "Tebet, Jakarta Selatan"
    assert queries.area_label("31.74.01", depth=9) == "Tebet, Jakarta Selatan, DKI Jakarta"
    assert queries.area_label("32.01") == "Kab. Bogor, Jawa Barat"
    assert queries.area_label("32.71") == "Kota Bogor, Jawa Barat"


def test_an_unknown_code_is_its_own_label():
    assert queries.labels(["99.99", "", None]) == {"99.99": "99.99"}


def test_labels_of_many_codes_need_two_queries(django_assert_num_queries):
    codes = list(Area.objects.filter(level=4).values_list("code", flat=True)[:300])

    with django_assert_num_queries(2):
        found = queries.labels(codes, depth=4)

    assert len(found) == 300


def test_a_path_leads_from_the_province_down(django_assert_num_queries):
    with django_assert_num_queries(2):
        steps = queries.path("31.74.01.1003")

    assert [step.name for step in steps] == ["DKI Jakarta", "Jakarta Selatan", "Tebet", "Menteng Dalam"]
    assert queries.path("99") == []


def test_children_are_those_of_today_by_name():
    assert [area.name for area in queries.children("31.74")][:3] == [
        "Cilandak",
        "Jagakarsa",
        "Kebayoran Baru",
    ]
    assert queries.children(None).count() == queries.provinces().count() == 38
    assert "91.01" not in [area.code for area in queries.children("91")]
    assert {"93.01"} == {area.parent_id for area in queries.children("93.01")}


def test_within_takes_lower_levels_along_and_nothing_beside(django_assert_num_queries):
    with django_assert_num_queries(2):
        codes = set(Area.objects.filter(queries.within("31.74.01")).values_list("code", flat=True))

    assert len(codes) == 8 and all(code.startswith("31.74.01") for code in codes)


def test_old_codes_count_for_the_province_they_lie_in_today():
    south = Area.objects.filter(queries.within("93"), level=3)
    rest = Area.objects.filter(queries.within("91"), level=3)

    assert south.filter(code="91.01.11").exists()
    assert not rest.filter(code="91.01.11").exists()
    assert rest.filter(code__startswith="91.03").exists()


def test_a_record_on_an_old_regency_leads_to_the_one_of_today():
    assert queries.present(["91.01", "31.74"]) == {"91.01": "93.01", "31.74": "31.74"}


def test_countries_speak_the_readers_language():
    with override("en"):
        assert queries.country_name("SA") == "Saudi Arabia"
    with override("id"):
        assert queries.country_name("SA") == "Arab Saudi"
        assert queries.Country("MY", "Malaysia") in queries.countries()


def test_without_loaded_boundaries_there_is_no_shape():
    assert queries.shapes_for(["31.74"]) == {}
