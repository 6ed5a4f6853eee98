"""What each figure counts, in words that a chair and a journalist can read."""

from csv import DictReader
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from gugus.kernel.words import Words

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's title, its unit (report, case, person, service, referral, clock) and what is counted."""

    code: str
    unit: str
    title: Words
    what: Words


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """All figures by code, in the order of the page."""
    with (files("gugus.statistics") / "definitions.csv").open(encoding="utf-8") as lines:
        return {
            row["code"]: Definition(
                row["code"],
                row["unit"],
                Words(id=row["id"], en=row["en"]),
                Words(id=row["what_id"], en=row["what_en"]),
            )
            for row in DictReader(lines)
        }
