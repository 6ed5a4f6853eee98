"""How many rows, how long, how many at once; what may filter a list."""

import re
from collections.abc import Collection, Mapping

from gugus.kernel.ids import parse_ref

MOST_ROWS = 5_000
KEPT_DAYS = 7
MOST_A_DAY = 20
MOST_IDENTIFIED_ROWS = 500
REFERENCES = {"q", "ref"}  # fields that people type into; whoever types a name there must not have it kept
_CODE = re.compile(r"(?!0\d\d|.*\d{9})[a-z0-9][A-Za-z0-9_.:-]{0,39}")


def unfit_filters(filters: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Name the filters that the list does not have, or whose value is neither a code nor a reference."""
    return [
        name
        for name, value in filters.items()
        if name not in known or not (parse_ref(value) if name in REFERENCES else _CODE.fullmatch(value))
    ]
