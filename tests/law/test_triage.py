"""Danger signs set the level; doubt keeps it up; only a reason brings it down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus import law
from gugus.law.triage import LEVELS, dangers, hurdles_to_level, risk_of

SIGNS = [one.code for one in dangers()]
answers = st.dictionaries(st.sampled_from(SIGNS), st.sampled_from([True, False, None]))
ALL_NO = dict.fromkeys(SIGNS, False)


@pytest.mark.parametrize(
    "sign", ["in_danger_now", "locked_in", "injured", "suicidal", "offender_near", "leaves_within_day"]
)
def test_one_grave_sign_is_enough_for_high(sign):
    found = risk_of(ALL_NO | {sign: True})

    assert found.level == "high"
    assert [one.code for one in found.reasons] == [sign]


@pytest.mark.parametrize("sign", ["threatened", "pregnant", "is_child", "still_exploited"])
def test_a_lesser_sign_is_medium(sign):
    assert risk_of(ALL_NO | {sign: True}).level == "medium"


@pytest.mark.parametrize("sign", ["threatened", "pregnant", "no_safe_place", "still_exploited"])
def test_the_same_sign_is_high_for_a_child(sign):
    found = risk_of(ALL_NO | {sign: True, "is_child": True})

    assert found.level == "high"
    assert [one.code for one in found.reasons] == [sign]


def test_nothing_dangerous_is_low_and_needs_no_reason():
    found = risk_of(ALL_NO)

    assert found.level == "low" and found.words.id == "rendah"
    assert not found.reasons and not found.doubts and not found.unasked


def test_as_long_as_nobody_asked_about_danger_the_level_stays_medium():
    found = risk_of({})

    assert found.level == "medium"
    assert not found.reasons
    assert [one.code for one in found.doubts] == ["in_danger_now"]
    assert len(found.unasked) == len(SIGNS)


@given(said=answers, sign=st.sampled_from(SIGNS))
def test_one_more_yes_never_lowers_the_level(said, sign):
    before, after = risk_of(said), risk_of(said | {sign: True})

    assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@given(said=answers)
def test_every_level_above_low_is_explained(said):
    found = risk_of(said)

    assert bool(found.reasons or found.doubts) is (found.level != "low")


@pytest.mark.parametrize(("proposed", "chosen"), [("low", "high"), ("medium", "high"), ("low", "low")])
def test_raising_or_keeping_needs_no_reason(proposed, chosen):
    assert hurdles_to_level(proposed=proposed, chosen=chosen) == ()


@pytest.mark.parametrize("reason", ["", "   ", "aman", "         x"])
def test_lowering_needs_a_written_reason(reason):
    assert hurdles_to_level(proposed="high", chosen="medium", reason=reason) == ("reason_needed",)


def test_lowering_with_a_reason_is_the_officers_right():
    said = "sudah berada di rumah aman bersama petugas"

    assert hurdles_to_level(proposed="high", chosen="low", reason=said) == ()


def test_an_unknown_sign_or_level_fails_loudly():
    with pytest.raises(law.UnknownCode, match="bad_weather"):
        risk_of({"bad_weather": True})
    assert hurdles_to_level(proposed="low", chosen="extreme") == ("unknown_level",)


def test_the_levels_are_those_of_the_code_list():
    assert set(LEVELS) == {one.code for one in law.codes("risk_levels")}
    for one in dangers():
        assert one.words.id.endswith("?") and one.words.en.endswith("?")
        assert LEVELS.index(one.if_child) >= LEVELS.index(one.risk)
