"""The fields of another context's form, read for the duplicate hint. The form says which of its fields is which."""

import re
from collections.abc import Mapping
from typing import Any

from gugus.people.rules import LONGEST_NAME, birth_year_from_age

FIELDS = ("name", "birth_year", "age", "sex", "home_area", "phone", "document")
_YEAR = re.compile(r"(?:19|20)\d\d")


def typed_so_far(posted: Mapping[str, str], this_year: int) -> dict[str, Any]:
    """Arguments of `hints` from a posted form in which `hint_name` names the field of the name, and so on."""
    typed = {field: _value(posted, field) for field in FIELDS}
    return {
        "name": typed["name"][:LONGEST_NAME],
        "birth_year": _birth_year(typed["birth_year"], typed["age"], this_year),
        "sex": typed["sex"][:10],
        "home_area": typed["home_area"][:13],
        "phones": re.split(r"[\n,;]", typed["phone"][:300]),
        "documents": re.split(r"[\n,;]", typed["document"][:300]),
    }


def _value(posted: Mapping[str, str], field: str) -> str:
    """Of a place only the chosen code counts, of a day in three parts only the year."""
    name = posted.get(f"hint_{field}", "")[:100]
    if not name:
        return ""
    if field == "home_area":
        return posted.get(f"{name}-code", "").strip()
    if field == "birth_year":
        return (posted.get(name) or posted.get(f"{name}_year") or "").strip()
    return posted.get(name, "").strip()


def _birth_year(year: str, age: str, this_year: int) -> int | None:
    if found := _YEAR.match(year[:10]):
        return int(found[0])
    return birth_year_from_age(int(age), this_year) if age.isdecimal() and len(age) < 4 else None
