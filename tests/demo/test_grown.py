"""Rows of a grown database: the same for a seed, in the published shares, with numbers that cannot exist."""

from collections import Counter
from itertools import islice

import phonenumbers
import pytest

from gugus.demo import grown
from gugus.demo.areas import DISTRICTS, KECAMATAN
from gugus.demo.distributions import HOME_PROVINCE_RETURNEES, MODUS, WHO_IN_POLICE_DATA
from gugus.law import code

MANY = 40_000


@pytest.fixture(scope="module")
def persons():
    return list(grown.persons(MANY))


@pytest.fixture(scope="module")
def cases():
    return list(grown.cases(MANY))


def test_person_n_is_the_same_whatever_the_number_asked_for(persons):
    assert list(grown.persons(10_000)) == persons[:10_000]
    assert list(islice(grown.persons(100, seed=2), 100)) != persons[:100]
    assert [one.n for one in persons] == list(range(MANY))


def test_persons_keep_the_published_shares(persons):
    women = sum(one.sex == "female" for one in persons) / MANY
    homes = Counter(one.home_area[:2] for one in persons)
    shares = WHO_IN_POLICE_DATA.shares()

    assert women == pytest.approx(shares["woman"] + shares["girl"], abs=0.01)
    assert homes["52"] / MANY == pytest.approx(HOME_PROVINCE_RETURNEES.shares()["52"], abs=0.01)
    assert {one.home_area for one in persons} <= set(DISTRICTS)


def test_numbers_are_unique_and_cannot_exist(persons):
    assert len({one.nik for one in persons}) == len({one.phone for one in persons}) == MANY
    assert all(one.nik.startswith("00") and len(one.nik) == 16 for one in persons)
    assert all(not phonenumbers.is_valid_number(phonenumbers.parse(one.phone, "ID")) for one in persons[:500])


def test_cases_keep_the_published_modus_and_close_after_they_open(cases):
    modus = Counter(one.modus for one in cases)

    assert modus["illegal_placement"] / MANY == pytest.approx(MODUS.shares()["illegal_placement"], abs=0.01)
    assert {one.area for one in cases} == set(KECAMATAN)
    assert all(one.closed_on is None or one.closed_on > one.opened_on for one in cases)
    assert all(bool(one.closing_reason) == bool(one.closed_on) for one in cases)
    assert any(one.closed_on is None for one in cases)


def test_codes_of_the_cases_stand_in_the_law_lists(cases):
    for one in cases[:2_000]:
        assert code("modus", one.modus) and code("exploitation_forms", one.form)
        assert not one.closing_reason or code("case_closing_reasons", one.closing_reason)


def test_every_case_has_a_survivor_and_nobody_stands_in_it_twice():
    found = list(grown.parties(1_000, 5_000))

    assert sum(one.role == "survivor" for one in found) == 1_000
    assert len({(one.case, one.person) for one in found}) == len(found)


def test_too_few_persons_are_refused():
    with pytest.raises(ValueError, match="too few"):
        list(grown.parties(10, 2))
