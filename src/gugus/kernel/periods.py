"""Half-open stretches of local days for figures: years, half-years, quarters, months and weeks.

A period runs from its first day up to, not including, the first day of the next one. Moments are stored
in UTC; `bounds` says which moments belong to a period in a time zone, WIB unless told otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gugus.kernel.partials import MONTHS, Partial
from gugus.kernel.words import Words

__all__ = ["WIB", "WIT", "WITA", "ZONES", "Kind", "Partial", "Period", "local_day"]

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ZONES = {"wib": WIB, "wita": WITA, "wit": WIT}
_ROMAN = ("I", "II", "III", "IV")
_WRITTEN = re.compile(r"(\d{4})(?:-(?:(S)([12])|(Q)([1-4])|(W)(\d{2})|()(\d{2})))?")
_ONE_WEEK = timedelta(weeks=1)


class Kind(StrEnum):
    """How long a period is. A week is an ISO week, Monday to Sunday, and may reach into another year."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


_MONTHS_IN = {Kind.YEAR: 12, Kind.HALF: 6, Kind.QUARTER: 3, Kind.MONTH: 1}
_KIND_OF_LETTER = {None: Kind.YEAR, "S": Kind.HALF, "Q": Kind.QUARTER, "": Kind.MONTH, "W": Kind.WEEK}


@dataclass(frozen=True, slots=True)
class Period:
    """One year, half-year, quarter, month or week; `number` counts within the year from 1."""

    kind: Kind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.year < 9999 or not 1 <= self.number <= _how_many(self.kind, self.year):
            raise ValueError(f"there is no {self.kind} {self.number} in {self.year}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "2024", "2024-S1" (half-year), "2024-Q3", "2024-06" or "2024-W05". Raises ValueError."""
        match = _WRITTEN.fullmatch(text.strip().upper())
        if not match:
            raise ValueError("a period is written 2024, 2024-S1, 2024-Q3, 2024-06 or 2024-W05")
        letter, number = next(
            ((match[group], match[group + 1]) for group in (2, 4, 6, 8) if match[group] is not None),
            (None, "1"),
        )
        return cls(_KIND_OF_LETTER[letter], int(match[1]), int(number))

    @classmethod
    def containing(cls, kind: Kind, day: date) -> "Period":
        """Return the period of that kind in which a local day lies."""
        if kind is Kind.WEEK:
            year, week, _ = day.isocalendar()
            return cls(kind, year, week)
        return cls(kind, day.year, (day.month - 1) // _MONTHS_IN[kind] + 1)

    @property
    def code(self) -> str:
        """Return what `parse` reads."""
        endings = {
            Kind.YEAR: "",
            Kind.HALF: f"-S{self.number}",
            Kind.QUARTER: f"-Q{self.number}",
            Kind.MONTH: f"-{self.number:02}",
            Kind.WEEK: f"-W{self.number:02}",
        }
        return f"{self.year:04}{endings[self.kind]}"

    def __str__(self) -> str:
        return self.code

    @property
    def words(self) -> Words:
        """Return the label of the period."""
        if self.kind is Kind.YEAR:
            return Words(id=str(self.year), en=str(self.year))
        if self.kind is Kind.HALF:
            nth = ("First", "Second")[self.number - 1]
            return Words(
                id=f"Semester {_ROMAN[self.number - 1]} {self.year}", en=f"{nth} half of {self.year}"
            )
        if self.kind is Kind.QUARTER:
            return Words(
                id=f"Triwulan {_ROMAN[self.number - 1]} {self.year}",
                en=f"Quarter {self.number} of {self.year}",
            )
        if self.kind is Kind.MONTH:
            month = MONTHS[self.number - 1]
            return Words(id=f"{month.id} {self.year}", en=f"{month.en} {self.year}")
        return Words(id=f"Minggu ke-{self.number} {self.year}", en=f"Week {self.number} of {self.year}")

    @property
    def first_day(self) -> date:
        """Return the local day on which the period begins."""
        if self.kind is Kind.WEEK:
            return date.fromisocalendar(self.year, self.number, 1)
        return date(self.year, (self.number - 1) * _MONTHS_IN[self.kind] + 1, 1)

    @property
    def end_day(self) -> date:
        """Return the first local day that no longer belongs to the period."""
        return self.next.first_day

    @property
    def last_day(self) -> date:
        """Return the last local day of the period."""
        return self.end_day - timedelta(days=1)

    @property
    def next(self) -> "Period":
        """Return the period that follows without a gap."""
        if self.kind is Kind.WEEK:
            return Period.containing(Kind.WEEK, self.first_day + _ONE_WEEK)
        if self.number == _how_many(self.kind, self.year):
            return Period(self.kind, self.year + 1)
        return Period(self.kind, self.year, self.number + 1)

    @property
    def previous(self) -> "Period":
        """Return the period before, of the same kind."""
        return Period.containing(self.kind, self.first_day - timedelta(days=1))

    @property
    def year_before(self) -> "Period":
        """Return the same part of the year before; week 53 is compared with week 52 where there is no 53."""
        number = min(self.number, _how_many(self.kind, self.year - 1))
        return Period(self.kind, self.year - 1, number)

    def contains(self, day: date) -> bool:
        """Tell whether a local day lies in the period."""
        return self.first_day <= day < self.end_day

    def bounds(self, zone: str = WIB) -> tuple[datetime, datetime]:
        """Return the first moment and the first moment after, both in UTC, for local days of `zone`."""
        return _midnight(self.first_day, zone), _midnight(self.end_day, zone)

    def holds(self, moment: datetime, zone: str = WIB) -> bool:
        """Tell whether an aware moment lies in the period, by the local day in `zone`."""
        return self.contains(local_day(moment, zone))

    def parts(self, kind: Kind) -> tuple["Period", ...]:
        """Cut the period into shorter ones. Weeks are refused: they fit neither months nor years."""
        if kind is self.kind:
            return (self,)
        if Kind.WEEK in (kind, self.kind) or _MONTHS_IN[kind] > _MONTHS_IN[self.kind]:
            raise ValueError(f"a {self.kind} is not made of whole {kind} periods")
        return tuple(Period.between(kind, self.first_day, self.last_day))

    def latest(self, count: int) -> tuple["Period", ...]:
        """Return the last `count` periods up to and with this one, oldest first."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous)
        return tuple(reversed(found[:count]))

    @classmethod
    def between(cls, kind: Kind, first: date, last: date) -> Iterator["Period"]:
        """Walk through every period of a kind that touches the days from `first` to `last`, both included."""
        period = cls.containing(kind, first)
        while period.first_day <= last:
            yield period
            period = period.next


def local_day(moment: datetime, zone: str = WIB) -> date:
    """Return the calendar day of an aware moment in a zone. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no day")
    return moment.astimezone(ZoneInfo(zone)).date()


def _how_many(kind: Kind, year: int) -> int:
    """Count the periods of a kind in a year; 28 December always lies in the last ISO week."""
    if kind is Kind.WEEK:
        return date(year, 12, 28).isocalendar().week
    return 12 // _MONTHS_IN[kind]


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
