"""The skeletons of reports and when they are due: files that ship with the product, copied into each report.

A copy belongs to its report: titles, order, writers and days are changed there, never here.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from gugus.reporting.codes import Kind

FOLDER = Path(__file__).parent / "skeleton_files"


@dataclass(frozen=True, slots=True)
class Planned:
    """One chapter of a skeleton. `figures`: codes of the figures that belong there. `words`: Indonesian, English."""

    code: str
    annex: bool
    field: str
    auto: str
    figures: tuple[str, ...]
    title: str
    title_en: str
    hint: str
    hint_en: str


@dataclass(frozen=True, slots=True)
class Duty:
    """Who receives a kind of report from a level, and how many days after the period. `confirmed`: read in a source."""

    kind: str
    level: str
    due_days: int
    recipient: str
    recipient_en: str
    basis: str
    confirmed: bool


@cache
def skeleton(kind: str) -> tuple[Planned, ...]:
    """The chapters of a kind of report in their order."""
    rows = _rows(f"{Kind(kind).value}.csv")
    return tuple(
        Planned(
            row["code"], row["annex"] == "yes", row["field"], row["auto"], tuple(row["figures"].split()), row["id"],
            row["en"], row["hint_id"], row["hint_en"],
        )
        for row in rows
    )  # fmt: skip


@cache
def duties() -> tuple[Duty, ...]:
    """Every kind of report at every level."""
    return tuple(
        Duty(
            row["kind"], row["level"], int(row["due_days"]), row["recipient_id"], row["recipient_en"], row["basis"],
            row["status"] == "confirmed",
        )
        for row in _rows("duties.csv")
    )  # fmt: skip


def duty_of(kind: str, level: str) -> Duty | None:
    """The duty of a level, or None where no line says one."""
    return next((one for one in duties() if (one.kind, one.level) == (kind, level)), None)


def usual_due(kind: str, level: str, last_on: date) -> date | None:
    """The day on which a report about a period is due by the data file; the secretariat may choose another."""
    found = duty_of(kind, level)
    return last_on + timedelta(days=found.due_days) if found else None


def expected_figures(kind: str, code: str) -> tuple[str, ...]:
    """Codes of the figures that a chapter of the skeleton is to show."""
    return next((one.figures for one in skeleton(kind) if one.code == code), ())


@cache
def method_text() -> str:
    """How figures are counted, in the plain form of chapters."""
    return (FOLDER.parent / "letters" / "metode.txt").read_text(encoding="utf-8")


@cache
def glossary() -> tuple[tuple[str, str], ...]:
    """Terms with their meaning, in Indonesian."""
    return tuple((row["id"], row["meaning"]) for row in _rows("glossary.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
