"""Where money for a survivor comes from, and whether it makes the debt of the convict smaller: editable data."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gugus.kernel.words import Words
from gugus.law.lists import UnknownCode
from gugus.law.provisions import provision
from gugus.law.tables import BrokenTable, Validity, table, validity

ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Source:
    """One source of money. `reduces`: what it pays is no longer owed by the convict."""

    code: str
    words: Words
    reduces: bool
    provision_code: str = ""
    status: str = "C"
    validity: Validity = Validity()


def money_sources() -> tuple[Source, ...]:
    """Every row of the table, in its order."""
    return _sources()


def money_source(code: str, *, on: date) -> Source:
    """What counts for a source on a day. Raises UnknownCode where the table has no row for it."""
    found = [one for one in _sources() if one.code == code and one.validity.covers(on)]
    if not found:
        raise UnknownCode(f"there is no source of money {code!r} on {on}")
    return found[-1]


@cache
def _sources() -> tuple[Source, ...]:
    return tuple(_source(row) for row in table("restitution_sources.csv"))


def _source(row) -> Source:
    if row["reduces"] not in ANSWERS:
        raise BrokenTable(f"restitution_sources.csv, {row['code']}: reduces must be yes or no")
    return Source(
        code=row["code"],
        words=Words(id=row["id"], en=row["en"]),
        reduces=ANSWERS[row["reduces"]],
        provision_code=provision(row["provision"]).code if row["provision"] else "",
        status=row["status"],
        validity=validity(row),
    )
