"""Cells of a table that leaves for a spreadsheet. A spreadsheet runs what looks like a formula; a cell here never does.

Text that a reporter typed may begin with "=" and would be computed, or call another program, on the desk of the officer
who opens the list. Numbers and days keep their type; a text that could run gets an apostrophe in front, which
spreadsheets take as "this is text".
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from math import isfinite

Cell = str | int | float | Decimal | bool | date | datetime | time | None

# What begins a formula or a command, also in the wide forms that spreadsheets in East Asia accept.
STARTERS = "=+\\-@\t\r\n＝＋－＠﹢﹣﹦﹫−"
# What stands before it unseen: blanks of every kind, marks without width, quotes.
_UNSEEN = r"[\s\"'’‘“”`\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]*?"
# A file is also opened with another separator than it was written with: every later piece is a cell of its own then.
_RUNS = re.compile(rf"(^|[,;|\t\r\n])(?=(?!'){_UNSEEN}[{STARTERS}])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def cell(value: object) -> Cell:
    """Return the value as a spreadsheet may have it: numbers, days and nothing as they are, all else as quiet text."""
    if value is None or isinstance(value, bool | int | date | time):
        return value
    if isinstance(value, float | Decimal) and isfinite(value):
        return value
    return quiet(str(value))


def quiet(text: str) -> str:
    """Return the text so that no part of it begins a formula; characters that no file may hold become "\ufffd"."""
    return _RUNS.sub(r"\1'", _CONTROL.sub("\ufffd", text))


def row(values: Iterable[object]) -> list[Cell]:
    """Return a whole row of cells."""
    return [cell(value) for value in values]


def csv_lines(rows: Iterable[Sequence[object]], *, separator: str = ",") -> Iterator[str]:
    """Give the lines of a CSV file, each with its line end; moments and days in ISO form, points in decimals."""
    written = StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="\r\n")
    for values in rows:
        writer.writerow([_in_csv(one) for one in row(values)])
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def _in_csv(value: Cell) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else value
