"""Instruments of assessment: domains of a person's situation, each score with the sentence that anchors it.

Editable data, without standing in the law: an official adds a version (new rows), older ones stay readable.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gugus.kernel.words import Words
from gugus.law.lists import UnknownCode
from gugus.law.tables import BrokenTable, Validity, table, validity

SCORES = (1, 2, 3, 4, 5)  # from urgent need to standing on one's own feet


@dataclass(frozen=True)
class Domain:
    """One side of a person's situation. `section` is the part of the file that decides who reads it."""

    code: str
    section: str
    words: Words
    anchors: tuple[tuple[int, Words], ...]
    validity: Validity = Validity()

    def anchor(self, score: int) -> Words:
        """The sentence of a score. Raises UnknownCode."""
        return _named(dict(self.anchors), score)


@dataclass(frozen=True)
class Instrument:
    """All domains of one version, in the order of the sheet."""

    code: str
    version: int
    domains: tuple[Domain, ...]

    def domain(self, code: str) -> Domain:
        """One domain. Raises UnknownCode."""
        return _named({one.code: one for one in self.domains}, code)


def instrument(code: str, version: int) -> Instrument:
    """A version as it was written, valid today or not. Raises UnknownCode."""
    return _named(_instruments(), (code, version))


def instrument_on(day: date) -> Instrument:
    """The newest version that counts on a day. Raises UnknownCode."""
    fitting = [one for one in _instruments().values() if all(d.validity.covers(day) for d in one.domains)]
    if not fitting:
        raise UnknownCode(f"no instrument of assessment counts on {day.isoformat()}")
    return max(fitting, key=lambda one: one.version)


def _named(known: dict, asked):
    try:
        return known[asked]
    except KeyError:
        raise UnknownCode(f"the instruments of assessment do not have {asked!r}") from None


@cache
def _instruments() -> dict[tuple[str, int], Instrument]:
    anchors: dict[tuple[str, str, str], dict[int, Words]] = {}
    for row in table("assessment_anchors.csv"):
        place = anchors.setdefault((row["instrument"], row["version"], row["domain"]), {})
        place[int(row["score"])] = Words(id=row["id"], en=row["en"])
    found: dict[tuple[str, int], list[Domain]] = {}
    for row in table("assessment_domains.csv"):
        said = anchors.pop((row["instrument"], row["version"], row["code"]), {})
        if tuple(sorted(said)) != SCORES:
            raise BrokenTable(
                f"assessment_anchors.csv: {row['code']} needs one sentence for each score 1 to 5"
            )
        domain = Domain(
            code=row["code"], section=row["section"], words=Words(id=row["id"], en=row["en"]),
            anchors=tuple(sorted(said.items())), validity=validity(row),
        )  # fmt: skip
        found.setdefault((row["instrument"], int(row["version"])), []).append(domain)
    if anchors:
        raise BrokenTable(f"assessment_anchors.csv: no such domain: {sorted(anchors)}")
    return {key: Instrument(*key, tuple(domains)) for key, domains in found.items()}
