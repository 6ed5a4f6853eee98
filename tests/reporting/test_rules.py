"""The plain form of chapters, which state follows which, numbers of annexes: no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.directory.codes import Level
from gugus.reporting import markup, rules, skeletons
from gugus.reporting.codes import Auto, ChapterState, Kind, State
from gugus.reporting.composition import lettered, period_words
from gugus.statistics.definitions import definitions


def test_the_closed_form_knows_headings_lists_paragraphs_and_figures():
    text = "# Rencana\nSatu.\nMasih satu.\n\nDua.\n- a\n- b\n\n1. x\n2) y\n\n## Anggaran\n[ab-7f3q-9m2x]\n"

    assert markup.blocks_of(text) == [
        {"kind": "heading", "level": 1, "text": "Rencana"},
        {"kind": "para", "text": "Satu. Masih satu."},
        {"kind": "para", "text": "Dua."},
        {"kind": "list", "items": ["a", "b"]},
        {"kind": "numbered", "items": ["x", "y"]},
        {"kind": "heading", "level": 2, "text": "Anggaran"},
        {"kind": "figure", "ref": "AB-7F3Q-9M2X"},
    ]


@pytest.mark.parametrize(
    "sign", ["<script>alert(1)</script>", "#tanpa spasi", "{{ 7*7 }}", "*tebal*", "[bukan angka]"]
)
def test_any_other_sign_is_the_sign_itself(sign):
    assert markup.blocks_of(sign) == [{"kind": "para", "text": sign}]


@given(st.text(max_size=300))
def test_reading_what_was_written_gives_the_same_blocks(text):
    blocks = markup.blocks_of(text)

    assert markup.blocks_of(markup.text_of(blocks)) == markup.blocks_of(
        markup.text_of(markup.blocks_of(text))
    )
    assert all(one["kind"] in {"heading", "para", "list", "numbered", "figure"} for one in blocks)


def test_what_paper_would_cut_off_is_too_big():
    assert markup.is_too_big({"kind": "para", "text": "x" * 15_001})
    assert markup.is_too_big({"kind": "list", "items": ["x"] * 401})
    assert not markup.is_too_big({"kind": "para", "text": "x" * 15_000})


def test_states_only_go_the_way_of_the_report():
    ways = {(now, then) for now in State for then in State if rules.may_follow(now, then)}

    assert ways == {
        ("draft", "writing"), ("writing", "review"), ("review", "writing"), ("review", "approved"),
        ("approved", "final"), ("final", "sent"),
    }  # fmt: skip


@pytest.mark.parametrize("kind, first, last, fits", [
    ("annual", date(2024, 1, 1), date(2024, 12, 31), True), ("annual", date(2024, 1, 1), date(2025, 12, 31), False),
    ("five_year", date(2027, 1, 1), date(2031, 12, 31), True),
    ("six_monthly", date(2024, 7, 1), date(2024, 12, 31), True),
    ("six_monthly", date(2024, 1, 1), date(2024, 12, 31), False),
    ("annual", date(2024, 12, 31), date(2024, 1, 1), False),
])  # fmt: skip
def test_days_fit_the_kind(kind, first, last, fits):
    assert rules.is_period(kind, first, last) is fits


def test_a_chapter_is_late_until_it_is_handed_in():
    due, today = date(2025, 2, 1), date(2025, 2, 2)

    assert rules.is_late(ChapterState.WRITING, due, today)
    assert not rules.is_late(ChapterState.SUBMITTED, due, today)
    assert not rules.is_late(ChapterState.WRITING, due, due)


@pytest.mark.parametrize("first, last, words", [
    (date(2024, 1, 1), date(2024, 12, 31), "2024"), (date(2020, 1, 1), date(2024, 12, 31), "2020–2024"),
    (date(2024, 1, 1), date(2024, 6, 30), "Semester I 2024"),
    (date(2024, 7, 1), date(2024, 12, 31), "Semester II 2024"),
    (date(2024, 2, 1), date(2025, 1, 31), "1 Februari 2024 – 31 Januari 2025"),
])  # fmt: skip
def test_periods_in_words(first, last, words):
    assert period_words(first, last) == words


def test_annexes_are_lettered():
    assert [lettered(one) for one in (1, 26, 27)] == ["A", "Z", "AA"]


@pytest.mark.parametrize("kind", list(Kind))
def test_skeletons_name_what_exists(kind):
    chapters = skeletons.skeleton(kind)

    assert len({one.code for one in chapters}) == len(chapters)
    assert all(one.title and one.title_en and one.hint and one.hint_en for one in chapters)
    assert {one.auto for one in chapters if one.auto} <= set(Auto.values)
    assert {code for one in chapters for code in one.figures} <= set(definitions())
    assert [one.annex for one in chapters] == sorted(one.annex for one in chapters)


def test_every_level_has_a_duty_and_only_what_was_read_counts_as_confirmed():
    for kind in Kind:
        for level in Level:
            assert skeletons.duty_of(kind, level), (kind, level)
    assert {one.basis for one in skeletons.duties() if one.confirmed} == {"Permensos 8/2023 Pasal 31"}
    assert "Gubernur" in skeletons.duty_of("six_monthly", "city").recipient
    assert "Menteri Sosial" in skeletons.duty_of("six_monthly", "province").recipient


def test_nobody_is_late_who_was_not_asked():
    day = date(2026, 2, 15)

    assert rules.is_late("open", day, date(2026, 3, 1))
    assert not rules.is_late("open", day, date(2026, 3, 1), asked=False)


@pytest.mark.parametrize(
    ("report", "today", "day"),
    [
        (date(2026, 3, 1), date(2026, 1, 10), date(2026, 2, 15)),
        (date(2026, 3, 1), date(2026, 11, 30), date(2026, 12, 14)),
        (None, date(2026, 11, 30), None),
    ],
)
def test_a_report_that_begins_late_gives_its_writers_two_weeks(report, today, day):
    assert rules.chapter_day(report, today) == day
