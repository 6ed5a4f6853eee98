"""A broken table stops the program, naming the file."""

from datetime import date

import pytest

from gugus.law import tables
from gugus.law.tables import BrokenTable, Validity, many, table


@pytest.fixture
def pack(tmp_path, monkeypatch):
    table.cache_clear()
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    yield tmp_path
    table.cache_clear()


@pytest.mark.parametrize("line", ["a,b", "a,b,C,d"])
def test_a_row_with_too_few_or_too_many_columns_is_refused(pack, line):
    (pack / "x.csv").write_text(f"code,id,status\n{line}\n", encoding="utf-8")

    with pytest.raises(BrokenTable, match=r"x\.csv, line 2"):
        table("x.csv")


def test_a_row_without_a_known_status_is_refused(pack):
    (pack / "x.csv").write_text("code,status\na,perhaps\n", encoding="utf-8")

    with pytest.raises(BrokenTable, match="status"):
        table("x.csv")


def test_a_row_cannot_be_changed_by_its_reader(pack):
    (pack / "x.csv").write_text("code,status\n a ,C\n", encoding="utf-8")

    (row,) = table("x.csv")

    assert row["code"] == "a"
    with pytest.raises(TypeError):
        row["code"] = "b"


def test_both_ends_of_a_validity_count():
    january = Validity(date(2026, 1, 1), date(2026, 1, 31))

    assert january.covers(date(2026, 1, 1)) and january.covers(date(2026, 1, 31))
    assert not january.covers(date(2025, 12, 31)) and not january.covers(date(2026, 2, 1))
    assert Validity().covers(date(1945, 8, 17))


def test_a_cell_may_hold_many_codes_or_none():
    assert many(" a  b ") == ("a", "b")
    assert many("") == ()
