"""Reads the tables of a legal pack. A broken row stops the program at once, naming file and line."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

PACK = "gugus.law.id"
STATUSES = {"C": "confirmed", "M": "memory", "D": "design"}


class BrokenTable(ValueError):
    """A table of the legal pack cannot be read as it stands."""


@dataclass(frozen=True)
class Validity:
    """Days on which a row counts, both included; None means open."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the row counts on that day (a calendar day, no time zone)."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@cache
def table(name: str) -> tuple[MappingProxyType, ...]:
    """Return the rows of a table such as "lists/acts.csv", texts stripped, in file order."""
    source = files(PACK).joinpath(name)
    with source.open(encoding="utf-8") as lines:
        reader = csv.DictReader(lines, strict=True)
        return tuple(_row(name, reader.line_num, raw) for raw in reader)


def _row(name: str, line: int, raw: dict) -> MappingProxyType:
    if None in raw or None in raw.values():
        raise BrokenTable(f"{name}, line {line}: the number of columns is wrong")
    row = {column: text.strip() for column, text in raw.items()}
    if row.get("status", "C") not in STATUSES:
        raise BrokenTable(f"{name}, line {line}: status must be C, M or D")
    return MappingProxyType(row)


def validity(row: MappingProxyType) -> Validity:
    """Read valid_from and valid_to (ISO days, empty means open)."""
    return Validity(_day(row["valid_from"]), _day(row["valid_to"]))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def many(cell: str) -> tuple[str, ...]:
    """Split a cell that holds several codes with spaces between them."""
    return tuple(cell.split())
