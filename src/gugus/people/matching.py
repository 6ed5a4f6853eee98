"""How alike two descriptions of a person are, field by field, and why. A likeness is a hint, never a decision."""

from dataclasses import dataclass

from gugus.kernel.documents import NIK_LENGTH
from gugus.kernel.names import explain
from gugus.people.codes import Certainty, Field, Sex, Verdict
from gugus.people.rules import REGENCY, IdentityFacts, document_key, full_year_key, phone_key
from gugus.people.terms import Sought

# What a field tells when it agrees, and what it takes away when it contradicts. Phones are shared and changed,
# people move: their difference takes nothing away. What is not known weighs little either way.
WEIGHT = {
    Field.DOCUMENT: 5.0, Field.NAME: 4.0, Field.PHONE: 3.0, Field.BIRTH_YEAR: 2.0, Field.SEX: 1.0, Field.HOME_AREA: 1.0,
}  # fmt: skip
AGAINST = {
    Field.DOCUMENT: 1.5, Field.NAME: 1.0, Field.PHONE: 0.0, Field.BIRTH_YEAR: 1.0, Field.SEX: 0.7, Field.HOME_AREA: 0.0,
}  # fmt: skip
STRONG_FROM = 0.85  # a birth year that is one off agrees, but proves little
SHARE_OF_UNKNOWN = 0.15


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a candidate."""

    facts: IdentityFacts
    sex: str = ""
    birth_certainty: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """One compared field: what it says, and how much of it fits, from 0 to 1."""

    field: Field
    verdict: Verdict
    fits: float = 0.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """The comparison as a whole. `score` runs from 0 to 1 and orders a list; `why` explains it."""

    score: float
    why: tuple[Why, ...]

    def says(self, field: Field) -> Verdict | None:
        """What one field says; None when it was not asked."""
        return next((one.verdict for one in self.why if one.field == field), None)

    @property
    def is_strong(self) -> bool:
        """Two things agree, or a document does. A single agreement is never strong for lack of rivals."""
        agreeing = {one.field for one in self.why if one.verdict == Verdict.AGREE and one.fits >= STRONG_FROM}
        agreeing -= {Field.SEX, Field.HOME_AREA}
        against = {one.field for one in self.why if one.verdict == Verdict.DIFFER} & {Field.NAME, Field.SEX}
        return Field.DOCUMENT in agreeing or (len(agreeing) > 1 and not against)

    @property
    def is_exact(self) -> bool:
        """A document or a phone is the same."""
        return Verdict.AGREE in {self.says(Field.DOCUMENT), self.says(Field.PHONE)}


def likeness(sought: Sought, known: Known) -> Likeness:
    """Compare what is looked for with a candidate. Only fields that were asked are compared."""
    why = []
    if sought.documents:
        document = _document(sought.documents, frozenset(map(document_key, known.facts.documents)))
        # A phone typed into the search box is tried as a document too; that it is none is no news.
        why += [document] if document.verdict != Verdict.UNKNOWN or not _maybe_phones(sought) else []
    if sought.phones:
        why.append(_phone(sought.phones, frozenset(map(phone_key, known.facts.phones)) - {""}))
    if sought.name:
        why.append(_name(sought.name, known.facts))
    if sought.birth_year:
        why.append(_birth_year(sought.birth_year, known))
    if sought.sex not in {"", Sex.UNKNOWN}:
        why.append(_equal(Field.SEX, sought.sex, "" if known.sex == Sex.UNKNOWN else known.sex))
    if sought.home_area:
        why.append(_equal(Field.HOME_AREA, sought.home_area[:REGENCY], known.facts.home_area[:REGENCY]))
    return Likeness(_score(why), tuple(why))


def is_same_name_and_year(sought: Sought, known: Known) -> bool:
    """The exact term of name and birth year, also by an alias."""
    asked = full_year_key(sought.name, sought.birth_year)
    names = (known.facts.full, *known.facts.aliases)
    return bool(asked) and any(asked == full_year_key(name, known.facts.birth_year) for name in names)


def _score(why: list[Why]) -> float:
    gained = lost = asked = 0.0
    for one in why:
        weight = WEIGHT[one.field]
        if one.verdict == Verdict.UNKNOWN and not one.fits:
            asked += weight * SHARE_OF_UNKNOWN
            continue
        gained += weight * one.fits
        lost += AGAINST[one.field] if one.verdict == Verdict.DIFFER else 0.0
        soft = one.verdict == Verdict.DIFFER and not AGAINST[one.field]
        asked += weight * (SHARE_OF_UNKNOWN if soft else 1.0)
    return round(max(0.0, min(1.0, (gained - lost) / asked)), 3) if asked else 0.0


def _name(name: str, facts: IdentityFacts) -> Why:
    compared = [explain(name, one) for one in (facts.full, *facts.aliases) if one]
    if not compared:
        return Why(Field.NAME, Verdict.UNKNOWN)
    best = max(compared, key=lambda one: one.score)
    return Why(Field.NAME, Verdict(best.verdict.value), best.score)


def _birth_year(year: int, known: Known) -> Why:
    if known.facts.birth_year is None:
        return Why(Field.BIRTH_YEAR, Verdict.UNKNOWN)
    apart = abs(year - known.facts.birth_year)
    allowed = 3 if known.birth_certainty == Certainty.ESTIMATED else 1
    if apart == 0:
        return Why(Field.BIRTH_YEAR, Verdict.AGREE, 1.0)
    return Why(Field.BIRTH_YEAR, Verdict.AGREE, 0.7) if apart <= allowed else Why(
        Field.BIRTH_YEAR, Verdict.DIFFER
    )  # fmt: skip


def _phone(asked: frozenset[str], known: frozenset[str]) -> Why:
    if not known:
        return Why(Field.PHONE, Verdict.UNKNOWN)
    return Why(Field.PHONE, Verdict.AGREE, 1.0) if asked & known else Why(Field.PHONE, Verdict.DIFFER)


def _document(asked: frozenset[str], known: frozenset[str]) -> Why:
    """Two different NIK contradict each other; a passport says nothing about a NIK."""
    if asked & known:
        return Why(Field.DOCUMENT, Verdict.AGREE, 1.0)
    contradicts = any(map(_is_nik, asked)) and any(map(_is_nik, known))
    return Why(Field.DOCUMENT, Verdict.DIFFER if contradicts else Verdict.UNKNOWN)


def _maybe_phones(sought: Sought) -> bool:
    return bool(sought.phones) and all(key.isdigit() and not _is_nik(key) for key in sought.documents)


def _is_nik(key: str) -> bool:
    return len(key) == NIK_LENGTH and key.isdigit()


def _equal(field: Field, asked: str, known: str) -> Why:
    if not known:
        return Why(field, Verdict.UNKNOWN)
    return Why(field, Verdict.AGREE, 1.0) if asked == known else Why(field, Verdict.DIFFER)
