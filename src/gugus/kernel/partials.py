"""Days that are only partly known: a year, a month of a year, or a whole day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from gugus.kernel.words import Words

ADULT_AT = 18

# The bands of SIMFONI PPA recaps: first age, last age, stored code.
_BANDS = (
    (0, 5, "age_0_5"),
    (6, 12, "age_6_12"),
    (13, 17, "age_13_17"),
    (18, 24, "age_18_24"),
    (25, 44, "age_25_44"),
    (45, 59, "age_45_59"),
    (60, 999, "age_60_up"),
)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MONTHS = (
    Words(id="Januari", en="January"),
    Words(id="Februari", en="February"),
    Words(id="Maret", en="March"),
    Words(id="April", en="April"),
    Words(id="Mei", en="May"),
    Words(id="Juni", en="June"),
    Words(id="Juli", en="July"),
    Words(id="Agustus", en="August"),
    Words(id="September", en="September"),
    Words(id="Oktober", en="October"),
    Words(id="November", en="November"),
    Words(id="Desember", en="December"),
)


@dataclass(frozen=True, slots=True)
class Partial:
    """A day of which at least the year is known. A day without its month is refused."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> "Partial":
        """Read "2004", "2004-05" or "2004-05-17". Raises ValueError."""
        match = _WRITTEN.fullmatch(text.strip())
        if not match:
            raise ValueError("a partial date is written 2004, 2004-05 or 2004-05-17")
        return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]

    @classmethod
    def of(cls, day: date) -> "Partial":
        """Take a whole day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def words(self) -> Words:
        """Return it for people: "17 Mei 2004", "Mei 2004", "2004"."""
        if self.month is None:
            return Words(id=str(self.year), en=str(self.year))
        day = "" if self.day is None else f"{self.day} "
        month = MONTHS[self.month - 1]
        return Words(id=f"{day}{month.id} {self.year}", en=f"{day}{month.en} {self.year}")

    @property
    def is_whole(self) -> bool:
        """Tell whether the day itself is known."""
        return self.day is not None

    @property
    def earliest(self) -> date:
        """Return the first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """Return the last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def overlaps(self, other: "Partial") -> bool:
        """Tell whether both can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def ages_at(self, day: date) -> tuple[int, int]:
        """Return the lowest and highest completed years of someone born then; below zero: not yet born."""
        return _age(self.latest, day), _age(self.earliest, day)

    def age_band_at(self, day: date) -> str | None:
        """Return the SIMFONI band such as "age_13_17", or None when it stays open. The unborn are youngest."""
        lowest, highest = (age_band(age) for age in self.ages_at(day))
        return lowest if lowest == highest else None

    def is_child_at(self, day: date) -> bool | None:
        """Say whether someone born then is under 18 on a day, the unborn included; None when it is open."""
        lowest, highest = self.ages_at(day)
        if highest < ADULT_AT:
            return True
        return None if lowest < ADULT_AT else False


def age_band(age: int) -> str:
    """Return the SIMFONI band of an age in completed years; the unborn count with the youngest."""
    return next(code for _, last, code in _BANDS if age <= last)


def _age(born_on: date, day: date) -> int:
    """Count completed years. A birthday on 29 February falls on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
