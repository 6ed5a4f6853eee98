"""The prompts and the rule that adds them up; they hint at elements and decide nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus import law
from gugus.law.indicators import dimension_is_positive, indicator, indicators, screening_aid

EVERY = indicators()
weights = st.lists(st.sampled_from(["strong", "medium", "weak"]), max_size=6)

RECRUITED = ["deceived_job", "deceived_pay"]
EXPLOITED = ["long_hours", "little_pay"]
HELD = ["documents_kept", "debt_tied"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("strong strong", True),
        ("strong medium", True),
        ("strong weak", True),
        ("strong", False),
        ("medium medium medium", True),
        ("medium medium weak", True),
        ("medium medium", False),
        ("medium weak weak weak", False),
        ("weak weak weak weak", False),
        ("", False),
    ],
)
def test_a_dimension_counts_by_the_combination_rule(said, expected):
    assert dimension_is_positive(said.split()) is expected


@given(said=weights, more=weights)
def test_more_indicators_never_make_a_dimension_negative(said, more):
    assert dimension_is_positive(said + more) >= dimension_is_positive(said)


def test_an_adult_needs_recruitment_exploitation_and_coercion():
    assert screening_aid(RECRUITED + EXPLOITED + HELD, child=False).pattern
    assert not screening_aid(EXPLOITED + HELD, child=False).pattern
    assert not screening_aid(RECRUITED + HELD, child=False).pattern
    assert not screening_aid(RECRUITED + EXPLOITED, child=False).pattern


def test_abuse_of_vulnerability_stands_in_for_deception_and_coercion():
    vulnerable = ["poverty", "family_trouble", "little_information"]
    dependent = ["depends_on_boss", "strange_place", "poverty_there"]

    assert screening_aid(vulnerable + EXPLOITED + HELD, child=False).pattern
    assert screening_aid(RECRUITED + EXPLOITED + dependent, child=False).pattern


def test_a_child_needs_only_the_exploitation():
    found = screening_aid(EXPLOITED, child=True)

    assert found.pattern and found.positive == ("exploitation",)


def test_weights_differ_between_child_and_adult():
    threats = ["recruited_threat", "recruited_debt"]

    assert "coercive_recruitment" in screening_aid(threats, child=True).positive
    assert "coercive_recruitment" not in screening_aid(threats, child=False).positive


def test_the_same_answer_twice_counts_once():
    assert not screening_aid(["long_hours", "long_hours"], child=False).positive


def test_a_local_sign_hints_but_never_counts():
    local = [one.code for one in indicators("local_signals")]

    found = screening_aid(local, child=True)

    assert not found.positive and not found.pattern
    assert len(found.hints) == len(local) >= 10


def test_a_hint_names_the_element_to_ask_about():
    (hint,) = screening_aid(["deceived_job"], child=False).hints

    assert (hint.element, hint.points_to) == ("means", ("deception",))
    assert hint.because.official == "D1-01"


def test_the_sexual_list_admits_its_gaps():
    assert not screening_aid(["forced_clients"], child=False, kind="sexual").weights_known
    assert screening_aid(["forced_clients"], child=False).weights_known
    with pytest.raises(ValueError, match="kind"):
        screening_aid([], child=False, kind="domestic")


def test_the_list_has_67_indicators_in_six_dimensions():
    sizes = [len(indicators(f"{name}")) for name in DIMENSIONS]

    assert sizes == [10, 10, 16, 9, 15, 7]


DIMENSIONS = (
    "deceptive_recruitment",
    "coercive_recruitment",
    "vulnerable_recruitment",
    "exploitation",
    "coercion",
    "vulnerable_destination",
)


@pytest.mark.parametrize("one", EVERY, ids=[one.code for one in EVERY])
def test_every_prompt_is_well_formed(one):
    assert one.words.id.endswith(".") and one.words.en.endswith(".")
    assert one.points_to
    assert set(one.weights.values()) <= {"strong", "medium", "weak", ""}
    assert bool(one.official) is (one.dimension != "local_signals")


def test_no_two_prompts_share_a_code_or_a_key():
    assert len({one.code for one in EVERY}) == len(EVERY)
    assert len({one.official for one in EVERY if one.official}) == 67


def test_an_unknown_prompt_fails_loudly():
    with pytest.raises(law.UnknownCode, match="tired"):
        indicator("tired")
    with pytest.raises(law.UnknownCode):
        indicators("weather")
