"""The glossary speaks of the code as it is: one English word for one Indonesian term, one name in the code."""

import csv
from collections import Counter
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from gugus import law

GLOSSARY = Path(__file__).parents[2] / "docs" / "domain" / "glossary.csv"
with GLOSSARY.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def named(identifier: str) -> object:
    """What `gugus.cases.codes.PartyRole.WITNESS`, `law:acts` or `law:acts.sending` names. Raises when nothing does."""
    if identifier.startswith("law:"):
        name, _, code = identifier.removeprefix("law:").partition(".")
        return law.code(name, code) if code else law.codes(name)
    parts = identifier.split(".")
    first = next(place for place, part in enumerate(parts) if part[0].isupper())
    return reduce(getattr, parts[first:], import_module(".".join(parts[:first])))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["indonesian"])
def test_the_code_knows_every_term(row):
    assert named(row["identifier"])


@pytest.mark.parametrize("identifier", ["gugus.cases.models.Dossier", "law:acts.stealing", "law:nothing"])
def test_a_name_that_the_code_lacks_is_found_out(identifier):
    with pytest.raises((AttributeError, LookupError)):
        named(identifier)


@pytest.mark.parametrize("column", ["indonesian", "english", "identifier"])
def test_no_word_stands_for_two_things(column):
    twice = [word for word, times in Counter(row[column].casefold() for row in ROWS).items() if times > 1]

    assert twice == []


def test_every_row_is_whole():
    assert ROWS
    assert [row for row in ROWS if None in row or not (row["indonesian"] and row["english"])] == []
