"""Letter numbers by an office's pattern: never two alike in a year, never more than the pattern says."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gugus.documents import kinds, rules

PARTS = [
    "{seq}",
    "{seq:03}",
    "{seq:06}",
    "{code}",
    "{unit}",
    "{month}",
    "{month_roman}",
    "{year}",
    "B",
    "1",
    "{day}",
    "#",
]
SIGNS = ["/", "-", ".", " ", "", "{", "}", "%s"]
LOOSE = st.lists(st.sampled_from(PARTS + SIGNS), max_size=9).map("".join)


@st.composite
def sound(draw) -> str:
    """A pattern without faults, of any parts in any order."""
    more = draw(
        st.lists(st.sampled_from(["{code}", "{unit}", "{month}", "{month_roman}", "B", "1"]), max_size=4)
    )
    parts = draw(st.permutations([draw(st.sampled_from(PARTS[:3])), "{year}", *more]))
    return draw(st.sampled_from("/-. ")).join(parts)


CODES = st.text("ABCabc0123456789.-", min_size=1, max_size=20)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def number(pattern: str, seq: int, on: date = date(2026, 6, 15), code="463", unit="UPT-PPPA") -> str:
    return rules.number_of(pattern, seq=seq, code=code, unit=unit, on=on)


def test_the_usual_pattern():
    assert rules.faults(rules.USUAL) == []
    assert number(rules.USUAL, 7) == "007/463/UPT-PPPA/VI/2026"
    assert number("{unit}-{seq}.{month}.{year}", 1234) == "UPT-PPPA-1234.06.2026"


@pytest.mark.parametrize(("pattern", "fault"), [
    ("{seq}", "no_year"), ("{year}", "no_seq"), ("{seq}/{seq}/{year}", "no_seq"),
    ("{day}/{seq}/{year}", "unknown_part"),
    ("{seq}{year}", "runs_together"), ("1{seq}/{year}", "runs_together"), ("{seq}/{year}#", "bad_character"),
    ("{seq}/{year:03}", "unknown_part"), ("{seq.__class__}/{year}", "bad_character"), ("", "no_seq"),
    ("{seq}/{year}/" + "A" * 90, "too_long"), ("{seq}/{year}/<b>", "bad_character"),
    ("{seq}/{year}\n", "bad_character"),
])  # fmt: skip
def test_what_is_wrong_with_a_pattern_is_named(pattern, fault):
    assert fault in rules.faults(pattern)


@given(pattern=sound(), first=st.integers(1, 99_999), second=st.integers(1, 99_999), on=DAYS, code=CODES)
def test_two_letters_of_a_year_never_share_a_number(pattern, first, second, on, code):
    assume(first != second)

    assert rules.faults(pattern) == []
    assert number(pattern, first, on, code) != number(pattern, second, on, code)


@given(pattern=sound(), seq=st.integers(1, 99_999), on=DAYS, code=CODES)
def test_a_sound_pattern_gives_a_printable_number_that_names_its_year(pattern, seq, on, code):
    said = number(pattern, seq, on, code)

    assert str(on.year) in said and str(seq) in said and "{" not in said and len(said) <= rules.LONGEST


@given(pattern=LOOSE, first=st.integers(1, 999), second=st.integers(1, 999))
def test_whatever_is_let_through_keeps_letters_apart(pattern, first, second):
    if not rules.faults(pattern) and first != second:
        assert number(pattern, first) != number(pattern, second)


@given(pattern=st.text(max_size=90))
def test_any_text_is_judged_and_a_sound_one_can_be_written(pattern):
    if not rules.faults(pattern):
        assert number(pattern, 1)


def test_codes_of_the_office_come_before_those_of_the_kind():
    assert rules.code_of("a", {"a": "463"}, "SR") == "463"
    assert rules.code_of("b", {"a": "463"}, "SR") == "SR"
    assert rules.unfit_codes({"a": "463", "b": "x y", "c": "1"}, ["a", "b"]) == ["b", "c"]


def test_the_page_calls_secret_what_may_name_somebody():
    told = {kind.code: kind.names_nobody for kind in kinds.all_kinds()}

    assert told["taskforce_annex"] and told["plan_matrix"]
    assert not any(told[code] for code in ("referral_letter", "handover_minutes", "conference_minutes"))
