"""Which change gives somebody away, when two figures are the same topic, what a contradiction is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.figures import rules
from gugus.figures.codes import Verdict
from gugus.figures.rules import Change
from gugus.kernel.periods import Period


def row(code, *values):
    return {"code": code, "values": list(values)}


def test_nothing_differs_between_the_same_rows():
    assert rules.changes([row("a", 1, "*")], [row("a", 1, "*")]) == []


def test_a_row_in_another_place_is_the_same_row():
    then, now = [row("a", 9), row("b", 7)], [row("b", 12), row("a", 9)]

    assert rules.changes(then, now) == [Change((1, 0), 7, 12)]


def test_a_row_that_is_gone_or_new_counts_from_nothing():
    assert rules.changes([row("a", 9)], [row("b", 6)]) == [Change((0, 0), 9, 0), Change((1, 0), 0, 6)]


def test_new_words_alone_change_no_number():
    assert rules.changes([row("Children", 9)], [row("Minors", 9)]) == []


@pytest.mark.parametrize(
    ("then", "now", "little"),
    [(20, 19, True), (20, 24, True), (20, 25, False), (20, 20, False), ("*", 7, False), (None, 7, False)],
)  # fmt: skip
def test_a_change_below_the_threshold_is_a_small_count_itself(then, now, little):
    assert rules.is_little(Change((0, 0), then, now)) is little


def test_only_tables_about_people_give_somebody_away():
    found = [Change((0, 0), 20, 19)]

    assert rules.gives_away("survivors_sex_age", found)
    assert not rules.gives_away("survivors", found)
    assert not rules.gives_away("referrals", found)


def test_tables_about_people_wait_for_the_end_of_the_year():
    year = Period.parse("2026")

    assert not rules.may_freeze("forms", year, date(2026, 12, 31))
    assert rules.may_freeze("forms", year, date(2027, 1, 1))
    assert rules.may_freeze("survivors", year, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("figure", "found", "same", "verdict"),
    [
        ("forms", [], True, Verdict.EQUAL),
        ("forms", [], False, Verdict.WORDED),
        ("forms", [Change((0, 0), 20, 13)], False, Verdict.REVISED),
        ("forms", [Change((0, 0), 20, 13), Change((1, 0), 9, 8)], False, Verdict.LITTLE),
        ("survivors", [Change((0, 0), 20, 19)], False, Verdict.REVISED),
    ],
)
def test_a_second_count_is_judged(figure, found, same, verdict):
    assert rules.verdict_of(figure, found, same_bytes=same) is verdict


def test_a_topic_is_known_by_its_words():
    assert rules.key_of("Korban TPPO, 2019–2022 ", most=80) == rules.key_of("korban  tppo 2019-2022", most=80)


def test_the_same_value_written_twice_is_no_contradiction():
    assert not rules.contradicts([(Decimal("683"), "", "korban"), (Decimal("683.0000"), "", "Korban")])
    assert rules.contradicts([(Decimal("683"), "", "korban"), (Decimal("678"), "", "korban")])
    assert rules.contradicts([(Decimal("77"), "", "%"), (Decimal("1761"), "", "kasus")])
    assert rules.contradicts([(None, "perempuan dan anak", ""), (None, "perempuan yang masih anak-anak", "")])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=8), st.lists(st.integers(-8, 8), min_size=8, max_size=8)
)
def test_whatever_may_stand_beside_shows_no_small_change(then, by):
    now = [max(0, one + other) for one, other in zip(then, by, strict=False)]
    rows = [[row(str(n), one) for n, one in enumerate(numbers)] for numbers in (then, now)]

    found = rules.changes(*rows)

    if not rules.gives_away("forms", found):
        assert not any(0 < abs(one - other) < 5 for one, other in zip(then, now, strict=True))
