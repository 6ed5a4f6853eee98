"""The tables that ship with the product: proposals that officials edit; each says how sure its source is."""

import tomllib
from collections.abc import Iterator
from csv import DictReader
from datetime import date
from importlib.resources import files

SINCE = date(2022, 10, 17)  # the day UU 27/2022 came into force
TABLES = {"Purpose": "purposes.csv", "LegalDuty": "duties.csv", "Number": "numbers.csv"}
YES_NO = {"gives", "keeps", "consent_only"}
MANY = {"also_by", "agency_kinds"}
WHOLE = {"amount", "position"}


def shipped(model: str) -> Iterator[dict]:
    """The rows of one table, ready to become rows of a model."""
    with (files("gugus.consent") / "tables" / TABLES[model]).open(encoding="utf-8") as lines:
        for row in DictReader(lines):
            yield {name: _read(name, value) for name, value in row.items()} | {"valid_from": SINCE}


def texts() -> Iterator[dict]:
    """The texts that are read to the person."""
    raw = (files("gugus.consent") / "tables" / "texts.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(raw)["text"]:
        yield {
            "number": one["number"], "text_id": one["id"].strip(), "text_en": one["en"].strip(), "valid_from": SINCE,
        }  # fmt: skip


def _read(name: str, value: str):
    if name in YES_NO:
        return value == "yes"
    if name in MANY:
        return value.split()
    return int(value) if name in WHOLE else value
