"""Provisions of the law with the days on which they count: offences, penalties, rights, duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from gugus.kernel.words import Words
from gugus.law.lists import UnknownCode
from gugus.law.lists import code as listed
from gugus.law.tables import BrokenTable, Validity, table, validity

NOT_CONFIRMED = Words(id=" (perlu dikonfirmasi)", en=" (to be confirmed)")


@dataclass(frozen=True)
class LegalBasis:
    """Where a rule stands: law (code of the list `laws`), article, paragraph, and when it counts."""

    law: str
    article: str = ""
    paragraph: str = ""
    validity: Validity = Validity()


@dataclass(frozen=True)
class Penalty:
    """Prison in years, fines in rupiah; None means that the law, or our knowledge of it, names no figure."""

    prison_min: int | None = None
    prison_max: int | None = None
    life: bool = False
    fine_min: int | None = None
    fine_max: int | None = None
    increase: str = ""


@dataclass(frozen=True)
class Provision:
    """One provision, paraphrased in both languages; never the wording of the gazette."""

    code: str
    basis: LegalBasis
    kind: str
    words: Words
    penalty: Penalty
    status: str
    source: str
    replaced_by: str = ""

    @property
    def to_be_confirmed(self) -> bool:
        """Tell whether the row comes from memory and still needs a look at the gazette."""
        return self.status == "M"

    def counts_on(self, day: date | None) -> bool:
        """Say whether the provision counts on a day; an unknown day rules nothing out."""
        return day is None or self.basis.validity.covers(day)

    @property
    def citation(self) -> Words:
        """Cite the provision; one from memory says so in both languages."""
        law = listed("laws", self.basis.law).words
        article, paragraph = self.basis.article, self.basis.paragraph
        id, en = law.id, law.en
        if article:
            id += f" Pasal {article}"
            en += f" Art. {article}"
        if paragraph.isalpha():
            id, en = f"{id} huruf {paragraph}", f"{en}({paragraph})"
        elif paragraph and article == "1":
            id, en = f"{id} angka {paragraph}", f"{en} no {paragraph}"
        elif paragraph:
            id, en = f"{id} ayat ({paragraph})", f"{en}({paragraph})"
        if self.to_be_confirmed:
            id, en = id + NOT_CONFIRMED.id, en + NOT_CONFIRMED.en
        return Words(id=id, en=en)


def provisions(*, on: date | None = None, kind: str = "") -> tuple[Provision, ...]:
    """Return the provisions that count on the day of the act, in the order of the table.

    `on` is the day of the act, not today: the new Criminal Code counts for acts since 2 January 2026.
    Without a day every version is returned, because the right one cannot be known yet.
    """
    return tuple(one for one in _by_code().values() if one.counts_on(on) and kind in ("", one.kind))


def provision(code: str) -> Provision:
    """Return one provision, whatever its validity. Raises UnknownCode."""
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownCode(f"there is no provision {code!r}") from None


def in_force(codes: Iterable[str], on: date | None) -> tuple[Provision, ...]:
    """Return the named provisions as they count on the day, each replaced one by its successor."""
    found: dict[str, Provision] = {}
    for code in codes:
        one = provision(code)
        if one.counts_on(on):
            found[code] = one
        if one.replaced_by and provision(one.replaced_by).counts_on(on):
            found[one.replaced_by] = provision(one.replaced_by)
    return tuple(found.values())


@cache
def _by_code() -> dict[str, Provision]:
    found: dict[str, Provision] = {}
    for row in table("provisions.csv"):
        if row["code"] in found:
            raise BrokenTable(f"provisions.csv: the code {row['code']!r} stands there twice")
        found[row["code"]] = _provision(row)
    return found


def _provision(row) -> Provision:
    law = listed("laws", row["law"]).code
    return Provision(
        code=row["code"],
        basis=LegalBasis(law, row["article"], row["paragraph"], validity(row)),
        kind=row["kind"],
        words=Words(id=row["id"], en=row["en"]),
        penalty=Penalty(
            prison_min=_number(row["prison_min_years"]),
            prison_max=_number(row["prison_max_years"]),
            life=row["life"] == "yes",
            fine_min=_number(row["fine_min"]),
            fine_max=_number(row["fine_max"]),
            increase=row["increase"],
        ),
        status=row["status"],
        source=row["source"],
        replaced_by=row["replaced_by"],
    )


def _number(text: str) -> int | None:
    return int(text) if text else None
