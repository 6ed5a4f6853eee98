"""Facts keep three answers apart, join hints in the person's favour, and know what stands behind them."""

from datetime import date

import pytest

from gugus.law.facts import Evidence, Facts


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, None),
        ({"age_at_act": 17}, True),
        ({"age_at_act": 18}, False),
        ({"is_child": False}, False),
        ({"is_child": False, "age_at_act": 16}, True),
        ({"is_child": True, "age_at_act": 30}, True),
        ({"circumstances": {"child"}}, True),
        ({"born_on": date(2010, 1, 1)}, None),
        ({"born_on": date(2010, 1, 1), "date_of_act": date(2026, 1, 1)}, True),
        ({"birth_year": 2007, "date_of_act": date(2025, 3, 10)}, None),
        ({"birth_year": 2000, "date_of_act": date(2025, 3, 10)}, False),
    ],
    ids=str,
)
def test_childhood_is_yes_no_or_not_known(told, expected):
    assert Facts(**told).child is expected


def test_what_was_told_is_not_ruled_out():
    facts = Facts(means={"deception"}, ruled_out={"means", "act"})

    assert not facts.without("means")
    assert facts.without("act")
    assert not facts.without("purpose")


def test_a_form_of_exploitation_tells_a_purpose():
    assert Facts(exploitation={"begging"}).has("purpose")
    assert not Facts(acts={"receipt"}).has("purpose")


def test_only_more_than_a_statement_supports_an_element():
    told = Evidence("act", "receipt", "survivor_statement", "claimed")
    shown = Evidence("exploitation", "begging", "officer_observation", "supported")

    facts = Facts(evidence=(told, shown))

    assert facts.has("act") and not facts.supported("act")
    assert facts.has("purpose") and facts.supported("purpose")
    assert not facts.supported("means")


def test_nothing_told_is_nothing_told():
    assert not Facts(consented=True, smuggled=True).anything_told
    assert Facts(exploitation={"kidney"}).anything_told
