"""Numbers on identity papers: what a NIK hints at, and one writing for passports and SPLP.

A number read here never proves anything. A NIK stays for life, also after a birth date is corrected or a
person moves; its area is a Kemendagri code of the time of issue; it has no check digit and no century.
Many survivors have none, and nothing here asks for one.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

NIK_LENGTH = 16
OLDEST_AGE = 120
_WOMEN_ADD = 40
_TEST_PROVINCE = "00"
_BETWEEN_DIGITS = re.compile(r"[\s.\-_/\u2010-\u2015]+")
_NOT_IN_NUMBERS = re.compile(r"[^A-Z0-9]+")
_LABEL = re.compile(
    r"^\s*(?:no(?:mor)?\b[\s.:]*)?(?:(?:passport|paspor|splp)\b[\s.:]*)?(?:no(?:mor)?\b[\s.:]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK as typed and what its digits hint at.

    `problems` says why it cannot be one: "length", "letters", "day", "month", "date". Area codes are
    Kemendagri codes of the time of issue ("31", "31.74", "31.74.01") and may since have gone.
    """

    digits: str
    problems: tuple[str, ...] = ()
    province: str | None = None
    regency: str | None = None
    district: str | None = None
    sex: str | None = None
    day: int | None = None
    month: int | None = None
    year_of_century: int | None = None

    @property
    def is_possible(self) -> bool:
        """Tell whether such a number can exist; it may still belong to somebody else or to nobody."""
        return not self.problems

    def birth_dates(self, latest: date) -> tuple[date, ...]:
        """Return every birth date the digits allow up to `latest`, newest first: the century is not in them."""
        if self.problems or self.day is None or self.month is None or self.year_of_century is None:
            return ()
        this_century = latest.year - latest.year % 100
        found = []
        for century in (this_century, this_century - 100):
            born_on = _day(century + self.year_of_century, self.month, self.day)
            if born_on and born_on <= latest and latest.year - born_on.year <= OLDEST_AGE:
                found.append(born_on)
        return tuple(found)

    def born_near(self, year: int) -> date | None:
        """Return the birth date whose year lies nearest to a year known from elsewhere, or None."""
        near = [
            born_on for born_on in self.birth_dates(date(year + 50, 12, 31)) if abs(born_on.year - year) <= 50
        ]
        return min(near, key=lambda born_on: abs(born_on.year - year), default=None)


def read_nik(text: str) -> Nik:
    """Read a typed NIK. Spaces, dots and dashes are dropped, nothing else is changed or guessed."""
    digits = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not (digits.isascii() and digits.isdigit()):
        return Nik(digits, ("letters",))
    if len(digits) != NIK_LENGTH:
        return Nik(digits, ("length",))
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    is_woman = day > _WOMEN_ADD
    day -= _WOMEN_ADD if is_woman else 0
    if problems := _date_problems(day, month, year):
        return Nik(digits, problems)
    return Nik(
        digits,
        province=digits[:2],
        regency=f"{digits[:2]}.{digits[2:4]}",
        district=f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}",
        sex="female" if is_woman else "male",
        day=day,
        month=month,
        year_of_century=year,
    )


def is_test_nik(text: str) -> bool:
    """Tell whether a NIK is made up for tests and demonstrations: no province has the prefix 00."""
    digits = read_nik(text).digits
    return len(digits) == NIK_LENGTH and digits.isdigit() and digits.startswith(_TEST_PROVINCE)


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """The number of a passport or travel document as typed, and in the one writing that is compared."""

    typed: str
    number: str
    looks_usual: bool


def read_passport(text: str) -> PaperNumber:
    """Read a passport number of any country; `looks_usual` is a hint about length and digits, no more."""
    return _paper_number(text, r"(?=.*\d)[A-Z0-9]{6,9}")


def read_splp(text: str) -> PaperNumber:
    """Read the number of an SPLP (Surat Perjalanan Laksana Paspor); `looks_usual` is a hint, no more."""
    return _paper_number(text, r"[A-Z]{1,3}\d{5,8}")


def _paper_number(text: str, usual: str) -> PaperNumber:
    bare = _LABEL.sub("", unicodedata.normalize("NFKC", text))
    number = _NOT_IN_NUMBERS.sub("", bare.upper())
    return PaperNumber(typed=text, number=number, looks_usual=bool(re.fullmatch(usual, number)))


def _date_problems(day: int, month: int, year_of_century: int) -> tuple[str, ...]:
    problems = []
    if not 1 <= day <= 31:
        problems.append("day")
    if not 1 <= month <= 12:
        problems.append("month")
    # 29 February needs a leap year; of 1900 and 2000 the second is one, so the last two digits decide.
    if not problems and _day(2000 + year_of_century, month, day) is None:
        problems.append("date")
    return tuple(problems)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
