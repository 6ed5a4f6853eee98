"""Schedules of visits and the stop rule, as data that an official can read and a maintainer changes by a row."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def intervals() -> Mapping[str, tuple[int, ...]]:
    """Risk → days after the reunion on which somebody visits."""
    return {row["risk"]: tuple(int(day) for day in row["days"].split()) for row in _rows("schedules.csv")}


@cache
def stopping() -> Mapping[str, int]:
    """Name of a condition of the stop rule → its amount."""
    return {row["rule"]: int(row["amount"]) for row in _rows("stopping.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with files(__name__).joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, strict=True))
