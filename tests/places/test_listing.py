import csv
from collections import Counter

import pytest

from gugus.places import listing
from gugus.places.codes import AreaKind


@pytest.fixture(scope="module")
def packaged():
    path, version = listing.packaged()
    return listing.read_list([path], source=listing.PACKAGE, version=version)


def own_list(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return listing.read_list([path], source="own", version="1")


def test_every_code_of_the_packaged_file_is_in_the_list(packaged):
    with listing.packaged()[0].open(encoding="utf-8") as file:
        codes = {row[0] for row in csv.reader(file)}

    assert codes <= {line.code for line in packaged.lines}


def test_levels_count_what_the_file_counts_and_papua_as_it_is_today(packaged):
    with listing.packaged()[0].open(encoding="utf-8") as file:
        in_file = Counter(row[0].count(".") + 1 for row in csv.reader(file))
    today = Counter(line.level for line in packaged.lines if line.valid_to is None)

    assert in_file == {1: 34, 2: 514, 3: 7230, 4: 83441}
    assert today == in_file + Counter({1: 4})


def test_a_regency_that_moved_ends_and_names_its_successor(packaged):
    lines = {line.code: line for line in packaged.lines}

    assert lines["91.01"].successor == "93.01" and lines["91.01"].valid_to.isoformat() == "2022-07-25"
    assert lines["93.01"].name == "Merauke" and lines["93.01"].valid_from == lines["91.01"].valid_to


def test_districts_of_a_moved_regency_keep_their_code_and_hang_where_they_lie_today(packaged):
    lines = {line.code: line for line in packaged.lines}

    district, village = lines["91.01.11"], lines["91.01.11.2006"]

    assert (district.parent, district.regency, district.province) == ("93.01", "93.01", "93")
    assert (village.parent, village.regency, village.province) == ("91.01.11", "93.01", "93")


def test_a_parent_comes_before_its_children(packaged):
    seen = set()
    for line in packaged.lines:
        assert line.parent is None or line.parent in seen
        seen.add(line.code)


def test_cities_and_regencies_are_told_apart_as_the_list_writes_them(packaged):
    with listing.packaged()[0].open(encoding="utf-8") as file:
        written = {row[0]: row[1] for row in csv.reader(file) if row[0].count(".") == 1}
    cities = {AreaKind.CITY, AreaKind.ADMINISTRATIVE_CITY}
    kinds = {line.code: line.kind for line in packaged.lines}

    assert {code for code, name in written.items() if name.startswith("KOTA")} == {
        code for code in written if kinds[code] in cities
    }


def test_a_newer_list_brings_papua_itself_and_nothing_is_moved(tmp_path):
    listed = own_list(tmp_path, "kode,nama\n93,Papua Selatan\n93.01,Kabupaten Merauke\n93.01.01,Merauke\n")

    assert [line.code for line in listed.lines if line.code.startswith("9")][-3:] == [
        "96",
        "93.01",
        "93.01.01",
    ]
    assert all(line.valid_to is None for line in listed.lines)
    assert [change.old for change in listed.changes] == ["91.01"]


def test_columns_are_found_by_their_heads(tmp_path):
    listed = own_list(tmp_path, "level,name,code\n1,Aceh,11\n2,Kabupaten Aceh Selatan,11.01\n")

    assert {line.code: line.name for line in listed.lines}["11.01"] == "Aceh Selatan"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1101,KAB. SIMEULUE\n", "line 1: 1101"),
        ("11,ACEH\n11.01\n", "line 2"),
        ("11,ACEH\n12.01.01,Bakongan\n", "12.01.01"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_refused_with_its_line(tmp_path, text, says):
    with pytest.raises(listing.ListUnreadable, match=says):
        own_list(tmp_path, text)


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(listing, "PACKAGE", "no-such-package-of-areas")

    with pytest.raises(listing.ListUnreadable, match="no-such-package-of-areas"):
        listing.packaged()
