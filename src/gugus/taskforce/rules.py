"""Levels and areas of task forces. Pure."""

import re
from datetime import timedelta

RUNS_OUT = timedelta(days=60)  # so long before its end a legal basis becomes a task (our design)
ORDER = ("central", "province", "city")
SHAPES = {
    "central": re.compile(r""),
    "province": re.compile(r"\d{2}"),
    "city": re.compile(r"\d{2}\.\d{2}"),
}


def area_fits(level: str, area_code: str) -> bool:
    """Is the code one of the level: none for the centre, a province's, a city's or regency's?"""
    return level in SHAPES and SHAPES[level].fullmatch(area_code) is not None


def is_above(level: str, area_code: str, below: str, below_area: str) -> bool:
    """Does a task force of one level and area stand above one of another: higher, and its area contains the other?"""
    if level not in ORDER or below not in ORDER or ORDER.index(level) >= ORDER.index(below):
        return False
    return not area_code or below_area.startswith(f"{area_code}.")
