"""No cell runs, whichever separator the reader's spreadsheet uses."""

import csv
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.cells import cell, csv_lines, quiet

UNSEEN = " \t\r\n\x0b\x0c\u00a0\u2003\u3000\u200b\u200e\u2060\ufeff\"'"
BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "−")
ATTACKS = [
    "=1+1", "+62 0800", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "＠SUM(1)",
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"x\",\"y\")", "\u200b=1", "\ufeff@a", "−1", "\"=1", "'=1", "''=1",
    "x;=1", "x, =1", "x\n=1", "x\r\n+1", "x\t=1", "x|@1", "a,\"=1", "a;';=1", ";=1", ";;=1", "\t\t=1",
]  # fmt: skip
text = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@＝＋－＠,;|\"'\t\r\n a1\u200b\u3000"), st.characters())
)


def cells_read_with(separator: str, lines: str) -> list[str]:
    """All cells as a lenient reader finds them, quoted or not."""
    found = [one for row in csv.reader(StringIO(lines, newline=""), delimiter=separator) for one in row]
    naive = [one for line in lines.splitlines() for one in line.split(separator)]
    return found + naive


def runs(read: str) -> bool:
    """Would a spreadsheet that drops what is unseen take it for a formula? An apostrophe in front says no."""
    bare = read.lstrip(UNSEEN.replace("'", ""))
    return bare.startswith(BEGINS)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_known_attacks_do_not_run(attack, separator):
    lines = "".join(csv_lines([["K-1", attack, "end"]]))

    assert [one for one in cells_read_with(separator, lines) if runs(one)] == []


@given(text)
def test_nothing_typed_ever_runs(typed):
    lines = "".join(csv_lines([["K-1", typed, typed]]))

    for separator in ",;\t|":
        assert [one for one in cells_read_with(separator, lines) if runs(one)] == []


@given(text)
def test_quiet_text_stays_as_it_is(typed):
    assert quiet(quiet(typed)) == quiet(typed)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_nothing_but_apostrophes_is_added(typed):
    assert quiet(typed).replace("'", "") == typed.replace("'", "").replace("\ufffe", "\ufffd").replace(
        "\uffff", "\ufffd"
    )


@pytest.mark.parametrize(
    "plain", ["Mawar", "a-b", "rumah = aman", "o'clock", "1+1", "", "surel@contoh", "K-7F3Q"]
)
def test_ordinary_text_is_left_alone(plain):
    assert quiet(plain) == plain


@pytest.mark.parametrize(
    "typed",
    [None, True, 0, -5, 2.5, Decimal("-1.50"), date(2026, 6, 15), time(8), datetime(2026, 6, 15, tzinfo=UTC)],
)
def test_numbers_days_and_nothing_keep_their_type(typed):
    assert cell(typed) is typed


@pytest.mark.parametrize("odd", [float("nan"), float("-inf"), Decimal("NaN")])
def test_what_is_no_number_is_text(odd):
    assert isinstance(cell(odd), str)


def test_what_no_file_may_hold_is_marked():
    assert quiet("a\x00b\x1bc\ud800") == "a\ufffdb\ufffdc\ufffd"


def test_numbers_and_days_in_a_csv():
    lines = list(csv_lines([[-5, Decimal("1.50"), date(2026, 6, 15), None, "a,b"]], separator=";"))

    assert lines == ["-5;1.50;2026-06-15;;a,b\r\n"]
