"""The numbers behind the demo: complete, sourced, and as published."""

import pytest

from gugus.demo import distributions as known
from gugus.demo.areas import DISTRICTS, KECAMATAN, KELURAHAN, PROVINCES, districts_of
from gugus.law import codes


@pytest.mark.parametrize("distribution", known.every(), ids=lambda one: one.name)
def test_the_shares_of_a_distribution_sum_to_one_and_it_names_its_source(distribution):
    assert sum(distribution.shares().values()) == pytest.approx(1)
    assert all(weight > 0 for weight in distribution.weights.values())
    assert distribution.basis


@pytest.mark.parametrize("n", [1, 7, 20, 65_536])
def test_a_quota_gives_out_exactly_as_many_places_as_there_are(n):
    for distribution in known.every():
        assert sum(distribution.quota(n).values()) == n


def test_published_totals_are_those_of_the_sources():
    assert sum(known.HOME_PROVINCE_RETURNEES.weights.values()) == 390
    assert sum(known.DESTINATION_SCAM.weights.values()) == 3703
    assert sum(known.WHO_IN_POLICE_DATA.weights.values()) == 1572
    assert sum(known.MODUS.weights.values()) == 812
    assert sum(known.LP_STAGE.weights.values()) == 456
    assert known.REPORTED_TO_POLICE.shares()[True] == pytest.approx(0.35, abs=0.005)


def test_children_and_women_keep_the_shares_of_simfoni():
    shares = known.WHO_IN_CITY.shares()

    assert shares["girl"] + shares["boy"] == pytest.approx(0.51, abs=0.07)
    assert shares["man"] == pytest.approx(0.029, abs=0.005)


def test_codes_are_those_of_the_law_lists():
    assert set(known.MODUS.weights) <= {one.code for one in codes("modus")}
    assert set(known.PLACE_OF_EVENT.weights) <= {one.code for one in codes("places")}
    assert set(known.SERVICES_WOMEN.weights) <= {one.code for one in codes("services")}
    assert set(known.SERVICES_WOMEN.weights) == set(known.SERVICES_CHILDREN.weights)
    for reasons in (known.DECLINE_REASON_SHELTER, known.DECLINE_REASON_OTHER):
        assert set(reasons.weights) <= {one.code for one in codes("referral_decline_reasons")}


def test_every_home_province_has_districts_and_every_kecamatan_its_kelurahan():
    homes = set(known.HOME_PROVINCE_CITY.weights) | set(known.HOME_PROVINCE_RETURNEES.weights)

    assert homes <= set(PROVINCES)
    assert all(districts_of(province) for province in homes)
    assert set(known.KECAMATAN.weights) == set(KECAMATAN)
    assert len(KELURAHAN) == 65 and {code[:8] for code in KELURAHAN} == set(KECAMATAN)
    assert {code[:2] for code in DISTRICTS} == set(PROVINCES)
