"""Schedules of visits and the stop rule as they ship: version 1. Officials keep later versions on their page."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

BASIS = "Permensos 8/2023 Pasal 20, Perda DIY 6/2025 Pasal 29; usulan gugus"


@cache
def intervals() -> Mapping[str, tuple[int, ...]]:
    """Risk → days after the reunion on which somebody visits."""
    return {row["risk"]: tuple(int(day) for day in row["days"].split()) for row in _rows("schedules.csv")}


@cache
def stopping() -> Mapping[str, int]:
    """Name of a condition of the stop rule → its amount."""
    return {row["rule"]: int(row["amount"]) for row in _rows("stopping.csv")}


def shipped() -> dict[str, Any]:
    """Version 1, ready to become a row; it counts from the day of UU 21/2007 on."""
    stops = dict(stopping())
    del stops["alarms_open"]  # no version lets anybody end over an open alarm
    stops["safe_at_last"] = bool(stops["safe_at_last"])
    days = {risk: list(each) for risk, each in intervals().items()}
    return {"number": 1, **days, **stops, "basis": BASIS, "status": "D", "valid_from": date(2007, 4, 19)}


def _rows(name: str) -> list[dict[str, str]]:
    with files(__name__).joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, strict=True))
