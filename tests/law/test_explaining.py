"""The right reason appears, and only where it is true."""

from datetime import date

import pytest

from gugus.law.facts import Facts
from gugus.law.screening import proposal

WHOLE = {"acts": {"recruitment"}, "means": {"deception"}, "purposes": {"exploitation_intended"}}
WITHOUT_MEANS = {"acts": {"recruitment"}, "purposes": {"exploitation_intended"}}
OLD, NEW = date(2026, 1, 1), date(2026, 1, 2)


def reasons(**told) -> set[str]:
    return {one.code for one in proposal(Facts(**told)).reasons}


@pytest.mark.parametrize(
    ("day", "expected"), [(OLD, set()), (NEW, {"new_code"}), (None, {"date_unknown"})], ids=str
)
def test_the_change_of_the_criminal_code_is_explained_when_it_matters(day, expected):
    said = reasons(**WHOLE, age_at_act=30, date_of_act=day)

    assert said & {"new_code", "date_unknown"} == expected


def test_a_child_without_means_is_explained_and_a_child_with_means_is_not():
    assert "child_without_means" in reasons(**WITHOUT_MEANS, age_at_act=12)
    assert "child_without_means" not in reasons(**WHOLE, age_at_act=12)
    assert "child_without_means" not in reasons(**WITHOUT_MEANS, age_at_act=30)


def test_going_voluntarily_is_explained_only_when_exploitation_is_told():
    assert "smuggled_but_exploited" in reasons(**WHOLE, smuggled=True)
    assert "smuggled_but_exploited" not in reasons(acts={"transportation"}, smuggled=True)


def test_an_element_once_not_found_and_now_told_is_pointed_out():
    said = proposal(Facts(**WHOLE, ruled_out={"means"}, age_at_act=30))

    (clash,) = [one for one in said.reasons if one.code == "told_and_ruled_out"]
    assert "penipuan" in clash.words.id and "deception" in clash.words.en
    assert "told_and_ruled_out" not in reasons(**WITHOUT_MEANS, ruled_out={"means"})


def test_a_clash_about_the_purpose_names_the_form_of_exploitation():
    said = proposal(Facts(exploitation={"begging"}, ruled_out={"purpose"}))

    (clash,) = [one for one in said.reasons if one.code == "told_and_ruled_out"]
    assert "dipaksa mengemis" in clash.words.id


def test_an_excluded_child_still_has_special_protection():
    moved = {"acts": {"transfer"}, "ruled_out": {"purpose"}}

    assert {"not_trafficking", "special_protection"} <= reasons(**moved, age_at_act=3)
    assert "special_protection" in reasons(**moved)
    assert "special_protection" not in reasons(**moved, age_at_act=30)


def test_unfinished_proof_says_that_services_do_not_wait():
    assert "services_anyway" in reasons(**WITHOUT_MEANS, age_at_act=30)
    assert "services_anyway" not in reasons(age_at_act=30)
