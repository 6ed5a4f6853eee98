"""Code lists of the legal pack: what the database stores, and what people read.

Each list is one file `id/lists/<name>.csv`. A stored code never changes; its wording may.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from gugus.kernel.words import Words
from gugus.law.tables import PACK, BrokenTable, Validity, table, validity


class UnknownList(LookupError):
    """There is no code list of that name."""


class UnknownCode(LookupError):
    """The list exists, the code does not."""


@dataclass(frozen=True)
class Code:
    """One value of a code list: `official` is the code of the law (A1), `parent` is in the same list."""

    code: str
    words: Words
    official: str = ""
    parent: str = ""
    status: str = "C"
    source: str = ""
    validity: Validity = Validity()

    @property
    def to_be_confirmed(self) -> bool:
        """Tell whether the row comes from memory and still needs a look at the gazette."""
        return self.status == "M"

    def __str__(self) -> str:
        return self.code


@cache
def list_names() -> tuple[str, ...]:
    """Name every code list of the pack, in alphabetical order."""
    found = files(PACK).joinpath("lists").iterdir()
    return tuple(sorted(entry.name[:-4] for entry in found if entry.name.endswith(".csv")))


def codes(list_name: str, *, on: date | None = None) -> tuple[Code, ...]:
    """Return a list in its official order; with `on` only what counts on that day. Raises UnknownList."""
    every = tuple(_by_code(list_name).values())
    return every if on is None else tuple(one for one in every if one.validity.covers(on))


def code(list_name: str, stored: str) -> Code:
    """Return one value, valid today or not, because old records must stay readable. Raises UnknownCode."""
    try:
        return _by_code(list_name)[stored]
    except KeyError:
        raise UnknownCode(f"{list_name} has no code {stored!r}") from None


def children(list_name: str, parent: str) -> tuple[Code, ...]:
    """Return the sub-forms of a value, in official order. Raises UnknownCode for an unknown parent."""
    code(list_name, parent)
    return tuple(one for one in codes(list_name) if one.parent == parent)


def root(list_name: str, stored: str) -> Code:
    """Return the value at the top of the branch: the official form behind a modern sub-form."""
    found = code(list_name, stored)
    return root(list_name, found.parent) if found.parent else found


@cache
def _by_code(list_name: str) -> dict[str, Code]:
    if list_name not in list_names():
        raise UnknownList(f"no code list {list_name!r}; there are: {', '.join(list_names())}")
    found: dict[str, Code] = {}
    for row in table(f"lists/{list_name}.csv"):
        if row["code"] in found:
            raise BrokenTable(f"{list_name}: the code {row['code']!r} stands there twice")
        found[row["code"]] = _code(row)
    for one in found.values():
        if one.parent and one.parent not in found:
            raise BrokenTable(f"{list_name}: {one.code!r} names an unknown parent {one.parent!r}")
    return found


def _code(row) -> Code:
    return Code(
        code=row["code"],
        words=Words(id=row["id"], en=row["en"]),
        official=row["official"],
        parent=row["parent"],
        status=row["status"],
        source=row["source"],
        validity=validity(row),
    )
