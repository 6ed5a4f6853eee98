"""What Indonesian statutes make of the facts."""

from datetime import date

import pytest

from gugus.law.facts import Facts
from gugus.law.id.national import aggravations, may_be_unpunished, national_result, related_offences
from gugus.law.screening import proposal

WHOLE = {"acts": {"recruitment"}, "means": {"deception"}, "purposes": {"exploitation_intended"}}
DAY = date(2025, 3, 10)


def offences(**told) -> set[str]:
    return {
        one.code for one in proposal(Facts(**WHOLE, date_of_act=DAY, age_at_act=30, **told)).possible_offences
    }


def test_article_4_protects_indonesian_citizens_only():
    assert offences(direction="out_of_indonesia") == {"uu21_4"}
    assert offences(direction="out_of_indonesia", indonesian_citizen=False) == {"uu21_2_1"}
    assert offences(crossed_border=True, indonesian_citizen=False) == {"uu21_2_1", "uu21_3"}


def test_without_a_border_there_is_no_cross_border_offence():
    assert offences() == offences(crossed_border=False) == {"uu21_2_1"}


def test_smuggling_needs_a_border_that_nobody_excluded():
    assert [one.code for one in related_offences(Facts(smuggled=True))] == ["uu6_120"]
    assert not related_offences(Facts(smuggled=True, crossed_border=False))
    assert not related_offences(Facts(smuggled=False, crossed_border=True))


def test_child_protection_law_is_named_for_children_only():
    told = {"acts": {"recruitment"}, "exploitation": {"begging"}}

    assert {one.code for one in related_offences(Facts(**told, age_at_act=9))} == {"uu35_76f", "uu35_76i"}
    assert not related_offences(Facts(**told, age_at_act=30))
    assert not related_offences(Facts(**told))


def test_a_special_offence_is_an_alternative_for_a_child_without_means_only():
    sent = {"acts": {"sending"}, "purposes": {"exploitation_happened"}}

    assert national_result(Facts(**sent, age_at_act=9)).provisions == ("uu21_6",)
    assert national_result(Facts(**sent, age_at_act=30)).result == "incomplete"
    assert national_result(Facts(**sent)).result == "incomplete"
    assert national_result(Facts(**sent, means={"deception"}, age_at_act=9)).provisions == ()


@pytest.mark.parametrize("circumstance", ["organised_group", "official", "injury", "death", "corporation"])
def test_every_aggravation_rests_on_a_provision(circumstance):
    (found,) = aggravations(Facts(circumstances={circumstance}))

    assert found.code.code == circumstance
    assert all(one.kind == "aggravation" for one in found.provisions)


def test_a_child_victim_aggravates_without_being_ticked():
    assert [one.code.code for one in aggravations(Facts(age_at_act=9))] == ["child"]
    assert not aggravations(Facts())


@pytest.mark.parametrize(
    ("offended", "forced", "form", "expected"),
    [
        (True, None, "forced_labour", True),
        (True, True, "forced_labour", True),
        (True, False, "forced_labour", False),
        (None, True, "forced_labour", True),
        (None, None, "drug_courier", True),
        (None, False, "drug_courier", False),
        (False, None, "drug_courier", False),
        (None, None, "forced_labour", False),
    ],
)
def test_article_18_is_raised_when_nobody_excluded_force(offended, forced, form, expected):
    told = Facts(exploitation={form}, committed_offence=offended, forced_to_offend=forced)

    assert may_be_unpunished(told) is expected
