"""Signs that a text meant for everybody says too much: numbers of people, ways to reach them, counts too small.

Nothing here proves that a text is safe. What is certain is refused; what may be harmless is shown to the person who
answers for the text. Patterns are for Indonesian and English texts; what already the task force may not write stands in
`telltale`, and a text for everybody is judged more strictly. Design of this project; the duty is that of UU 21/2007
art. 24 and 44.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from gugus.kernel.counts import THRESHOLD
from gugus.kernel.telltale import MAIL, NAMED, NIK, PASSPORT

AROUND = 30  # characters shown on each side of a finding
_WORDS_OF_NUMBERS = ("satu", "dua", "tiga", "empat", "seorang", "one", "two", "three", "four")
_PEOPLE = (
    "korban", "penyintas", "anak", "perempuan", "laki-laki", "orang", "kasus", "survivor", "survivors", "victim",
    "victims", "child", "children", "girl", "girls", "boy", "boys", "woman", "women", "man", "men", "people",
    "person", "case", "cases",
)  # fmt: skip
_SMALL = "|".join([*(str(number) for number in range(1, THRESHOLD)), *_WORDS_OF_NUMBERS])


class Sign(StrEnum):
    """What was found. The first six are refused, the others must be looked at."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    RECORD = "record"
    PASSPORT = "passport"
    NAMED = "named"
    SMALL_COUNT = "small_count"
    AGE = "age"
    INITIALS = "initials"
    ADDRESS = "address"


REFUSED = frozenset({Sign.IDENTITY_NUMBER, Sign.PHONE, Sign.EMAIL, Sign.RECORD, Sign.PASSPORT, Sign.NAMED})

_PATTERNS: tuple[tuple[Sign, re.Pattern], ...] = (
    (Sign.IDENTITY_NUMBER, NIK),
    # Wider than what the task force may not write: also behind a stroke or a dash, and too long for a telephone.
    (Sign.PHONE, re.compile(r"(?<![\d.])(?:\+?62|0)[ -]?8(?:[ .-]?\d){7,14}(?!\d)")),
    (Sign.EMAIL, MAIL),
    (Sign.RECORD, re.compile(r"(?<![\w-])[A-Z]{1,2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![\w-])")),
    (Sign.PASSPORT, PASSPORT),
    (Sign.NAMED, NAMED),
    (
        Sign.SMALL_COUNT,
        re.compile(rf"(?<![\w.,/-])(?:{_SMALL})(?![\w.,/-]*\d)\s+(?:[\w-]+\s+)?(?:{'|'.join(_PEOPLE)})\b", re.I),
    ),
    (Sign.AGE, re.compile(r"\b(?:berumur|umur|berusia|usia|aged)\s+\d{1,2}\b|\b\d{1,2}[ -]years?[ -]old\b", re.I)),
    (Sign.INITIALS, re.compile(r"(?<![\w.])(?:[A-Z]{2,3}|[A-Z]\.[A-Z]\.?)\s*\(\s*\d{1,2}\s*(?:th|tahun)?\s*\)")),
    (Sign.ADDRESS, re.compile(r"\b(?:Jl\.?|Jalan|Gang|Gg\.)\s+[A-Z]\w+|\bRT\s*\d+\s*/\s*(?:RW\s*)?\d+", re.I)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign in a text, with the words around it."""

    sign: Sign
    excerpt: str

    @property
    def is_refused(self) -> bool:
        """Must it go before the text is published?"""
        return self.sign in REFUSED


def findings_in(*texts: str) -> list[Finding]:
    """Every sign in the texts, refused ones first, each place once. Empty texts find nothing."""
    found: dict[Finding, None] = {}
    for text in texts:
        for sign, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                found[Finding(sign, _around(text, *match.span()))] = None
    return sorted(found, key=lambda one: not one.is_refused)


def _around(text: str, begins: int, ends: int) -> str:
    before = "…" if begins > AROUND else ""
    after = "…" if ends + AROUND < len(text) else ""
    return before + " ".join(text[max(0, begins - AROUND) : ends + AROUND].split()) + after
