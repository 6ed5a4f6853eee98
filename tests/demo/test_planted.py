"""The list of planted phrases: complete, and free of words that a dump holds for other reasons."""

import csv
from importlib.resources import files

import pytest

from gugus.demo.areas import DISTRICTS, KECAMATAN, KELURAHAN, PROVINCES
from gugus.demo.cast import USERS
from gugus.demo.hero import LAILA, NARRATIVE
from gugus.demo.planted import planted, sentences


@pytest.fixture(scope="module")
def phrases(world):
    return planted(world)


@pytest.fixture(scope="module")
def area_names():
    with files("wilayah_indonesia").joinpath("csv", "base.csv").open(encoding="utf-8", newline="") as lines:
        return {row[0]: row[1] for row in csv.reader(lines)}


def test_it_holds_everything_about_the_hero(phrases):
    assert LAILA.full_name in phrases.names
    assert set(LAILA.phones) <= phrases.phones and LAILA.nik in phrases.documents
    assert LAILA.address in phrases.addresses
    assert sentences(NARRATIVE)[0] in phrases.narratives


def test_it_holds_names_phones_and_documents_of_everybody(world, phrases):
    for report in world:
        for person in report.persons():
            assert set(person.phones) <= phrases.phones
            assert {number for number in (person.nik, person.passport) if number} <= phrases.documents


def test_every_narrative_can_be_found(world, phrases):
    for report in world:
        if report.case or report.joins:
            assert any(one in phrases.narratives for one in sentences(report.narrative))


def test_no_phrase_stands_in_a_dump_for_another_reason(phrases, area_names):
    staff = {user.full_name for user in USERS}

    assert not phrases.names & staff
    assert not {name.lower() for name in phrases.names} & {name.lower() for name in area_names.values()}
    assert all(len(one) >= 8 for one in phrases.phrases() - phrases.names)


def test_areas_of_the_demo_exist_under_their_codes(area_names):
    assert set(PROVINCES) | set(DISTRICTS) | set(KECAMATAN) | set(KELURAHAN) <= set(area_names)
    assert all(area_names[code].lower() == name.lower() for code, name in KELURAHAN.items())


def test_without_reports_a_day_is_needed():
    with pytest.raises(ValueError, match="which day"):
        planted()
