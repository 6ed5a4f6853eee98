import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.places.test_geometry import SQUARE, collection, feature, two_neighbours

from gugus.places import queries
from gugus.places.models import Boundary


def load(tmp_path, document, *more, name="map.json"):
    path = tmp_path / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    out = StringIO()
    words = ["--property", "code", "--source", "Made up", "--licence", "CC0", *more]
    call_command("load_boundaries", path, *words, stdout=out)
    return out.getvalue()


def test_geojson_becomes_a_shape_with_its_origin(operator, tmp_path, django_assert_num_queries):
    assert "1 outlines loaded" in load(tmp_path, collection(feature(SQUARE, code="31.74")))

    with django_assert_num_queries(1):
        shapes = queries.shapes_for(["31.74", "31.75"])

    assert list(shapes) == ["31.74"] and shapes["31.74"].name == "Jakarta Selatan"
    assert queries.view_box(shapes.values()) == "1068000 62000 1000 1000"
    row = Boundary.objects.get()
    assert (row.source, row.licence) == ("Made up", "CC0") and row.loaded_at is not None


def test_topojson_is_read_as_well_and_a_second_load_replaces_the_first(operator, tmp_path):
    load(tmp_path, two_neighbours())
    load(tmp_path, two_neighbours())

    shapes = queries.shapes_for(["31.74.01", "31.74.02"])
    assert queries.view_box(shapes.values()) == "1068000 62000 1000 1000"
    assert Boundary.objects.count() == 2


def test_a_latitude_first_file_lands_in_the_same_place(operator, tmp_path):
    load(tmp_path, feature([[y, x] for x, y in SQUARE], code="31.74"))

    assert queries.shapes_for(["31.74"])["31.74"].box == (1068000, 62000, 1069000, 63000)


def test_codes_without_dots_are_refused(operator, tmp_path):
    with pytest.raises(CommandError, match="3171"):
        load(tmp_path, feature(SQUARE, code="3171"))


def test_codes_without_dots_need_names_beside_them(operator, tmp_path):
    with pytest.raises(CommandError, match="BPS"):
        load(tmp_path, feature(SQUARE, code="3171"), "--without-dots")


def test_names_betray_bps_numbers(operator, tmp_path):
    bps = feature(SQUARE, code="3171", name="Jakarta Selatan")

    with pytest.raises(CommandError, match="31.71 is Jakarta Pusat, the file says Jakarta Selatan"):
        load(tmp_path, bps, "--without-dots", "--name-property", "name")

    assert not Boundary.objects.exists()


def test_codes_without_dots_are_taken_when_the_names_agree(operator, tmp_path):
    load(
        tmp_path,
        feature(SQUARE, code=3174, name="KOTA JAKARTA SELATAN"),
        "--without-dots",
        "--name-property",
        "name",
    )

    assert Boundary.objects.get().area_id == "31.74"


def test_two_provinces_under_one_code_are_told_apart_by_name(operator, tmp_path):
    far = [[x + 30, y] for x, y in SQUARE]
    both = collection(
        feature(SQUARE, code="92", name="Papua Barat"), feature(far, code="92", name="Papua Barat Daya")
    )

    with pytest.raises(CommandError, match="Several features carry the code 92"):
        load(tmp_path, both)
    said = load(tmp_path, both, "--name-property", "name")

    assert "92 is Papua Barat, the file says Papua Barat Daya" in said
    assert Boundary.objects.get().east == 1069000


def test_parts_of_one_area_become_one_shape(operator, tmp_path):
    far = [[x + 1, y] for x, y in SQUARE]
    load(
        tmp_path,
        collection(
            feature(SQUARE, code="31.01", name="Kepulauan Seribu"),
            feature(far, code="31.01", name="KAB. ADM. KEP. SERIBU"),
        ),
        "--name-property",
        "name",
    )

    assert Boundary.objects.get().path.count("M") == 2


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("not json", "is not JSON"),
        (feature(SQUARE, kode="31.74"), "no property 'code', but: kode"),
        (feature(SQUARE, code="99.99"), "None of the 1 codes"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(operator, tmp_path, document, says):
    with pytest.raises(CommandError, match=says):
        load(tmp_path, document)


def test_codes_that_are_not_in_the_list_are_named(operator, tmp_path):
    said = load(tmp_path, collection(feature(SQUARE, code="31.74"), feature(SQUARE, code="99.99")))

    assert "99.99 is not in the list of areas" in said and "1 outlines" in said


def test_a_missing_file_is_one_sentence(operator, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_boundaries", tmp_path / "no.json", property="code", source="x", licence="y")
