"""The product's own activities as records an officer can take over and edit."""

from collections.abc import Mapping
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from gugus.privacy import inventory
from gugus.privacy.codes import Whose

WORDED = ("title", "purpose", "basis", "recipients", "retention", "measures", "function")
NAMES = {"basis": "basis_words"}  # column of the table → field of the record


@dataclass(frozen=True, slots=True)
class Activity:
    """One shipped activity: words in both languages, bases, and what the tables of its contexts really hold."""

    key: str
    words_id: Mapping[str, str]
    words_en: Mapping[str, str]
    bases: tuple[str, ...]
    persons: tuple[str, ...]
    data: tuple[str, ...]

    def facts(self) -> dict:
        """The fields of a first version, in Indonesian as the register is kept."""
        return {
            **self.words_id,
            "bases": list(self.bases),
            "persons": list(self.persons),
            "data": list(self.data),
        }


@cache
def activities() -> Mapping[str, Activity]:
    """Every shipped activity by key. Persons and data come from the tables, so that they cannot be forgotten."""
    with (files("gugus.privacy") / "activities.csv").open(encoding="utf-8") as lines:
        found = [_activity(row) for row in DictReader(lines)]
    return MappingProxyType({one.key: one for one in found})


def worded(key: str, field: str, text: str, language: str | None) -> str:
    """The English twin of a shipped text that nobody edited; everything else as it was written."""
    one = activities().get(key)
    if one and (language or "").startswith("en") and one.words_id.get(field) == text:
        return one.words_en[field]
    return text


def _activity(row: Mapping[str, str]) -> Activity:
    held = [one for one in inventory.tables().values() if one.activity == row["key"]]
    return Activity(
        key=row["key"],
        words_id=_words(row, "id"),
        words_en=_words(row, "en"),
        bases=tuple(row["bases"].split()),
        persons=_together(one.whose for one in held),
        data=_together(one.data for one in held),
    )


def _words(row: Mapping[str, str], language: str) -> Mapping[str, str]:
    return MappingProxyType({NAMES.get(name, name): row[f"{name}_{language}"] for name in WORDED})


def _together(groups) -> tuple[str, ...]:
    found = list(dict.fromkeys(code for group in groups for code in group))
    return tuple(code for code in found if code != Whose.NOBODY or len(found) == 1)
