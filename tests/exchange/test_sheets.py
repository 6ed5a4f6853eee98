"""No column of any list writes a cell that runs."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.test_cells import ATTACKS, cells_read_with, runs

from gugus.exchange.sheets import written

HEADS = ["Kode", "Kode", "=Isi"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_csv_runs_in_no_column_heading_or_note(attack):
    raw = written("csv", [attack, "b"], [[attack, 1], [2, attack]], [("Filter", attack)]).decode("utf-8-sig")

    for separator in ",;\t|":
        assert [one for one in cells_read_with(separator, raw) if runs(one)] == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_an_excel_file_holds_no_formula_and_can_be_read(typed):
    raw = written("xlsx", HEADS, [[typed, -1, typed]], [("a", typed)])

    with zipfile.ZipFile(BytesIO(raw)) as book:
        assert book.testzip() is None
        assert all(
            b"<f"
            not in book.read(name).replace(b"<font", b"").replace(b"<fill", b"").replace(b"<family", b"")
            for name in book.namelist()
            if "sheet" in name
        )


def test_numbers_and_days_keep_their_type():
    at = datetime(2026, 6, 15, 12, tzinfo=UTC)
    raw = written("xlsx", ["a", "b", "c", "d"], [[1, Decimal("2.5"), date(2026, 6, 15), at]], [])

    with zipfile.ZipFile(BytesIO(raw)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>1.0</v>" in sheet and "<v>2.5</v>" in sheet and "<v>46188.0</v>" in sheet


def test_an_empty_list_is_a_file_too():
    assert written("csv", ["a"], [], []).decode("utf-8-sig") == "a\r\n"
    assert written("xlsx", ["a"], [], [])
