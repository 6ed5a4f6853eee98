"""Deadlines: the table of clocks, and the one function that says when each falls.

Holidays and the time zone of the office are brought by the caller. Calendar days and months end with the
local day and are never moved past a holiday: a survivor's seven days do not stop for a weekend.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from gugus.kernel.words import Words
from gugus.law.lists import UnknownCode
from gugus.law.lists import code as listed
from gugus.law.provisions import Provision, provision
from gugus.law.tables import BrokenTable, Validity, table, validity

UNITS = ("hours", "days", "working_days", "months")
HOURS = ("round_the_clock", "office_hours")
KINDS = ("deadline", "minimum")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
END_OF_DAY = time(23, 59, 59)
ONE_DAY = timedelta(days=1)


class NoOfficeDay(ValueError):
    """The office hours or holidays leave no working day, so that no deadline can be found."""


@dataclass(frozen=True)
class Clock:
    """A span that the law, a standard or an agreement gives for a step; editable data."""

    code: str
    step: str
    amount: int
    unit: str
    hours: str = "round_the_clock"
    risk: str = ""
    kind: str = "deadline"
    words: Words = Words(id="", en="")
    provision_code: str = ""
    status: str = "D"
    validity: Validity = Validity()

    def __post_init__(self) -> None:
        known = self.unit in UNITS and self.hours in HOURS and self.kind in KINDS
        if not known or self.amount < 0:
            raise ValueError(f"clock {self.code!r}: unit, hours, kind or amount is wrong")

    @property
    def legal_basis(self) -> Provision:
        """Return the provision that the clock rests on."""
        return provision(self.provision_code)

    @property
    def in_office_hours(self) -> bool:
        """Tell whether only office hours count."""
        return self.hours == "office_hours"


@dataclass(frozen=True)
class Office:
    """When an office works: weekday (Monday is 0) to its opening and closing time, local."""

    hours: Mapping[int, tuple[time, time]]

    def works_on(self, day: date, holidays: Collection[date]) -> bool:
        """Say whether the office opens on that day."""
        return day.weekday() in self.hours and day not in holidays


def clocks(*, on: date | None = None) -> tuple[Clock, ...]:
    """Return the clocks that count on a day, or all of them."""
    return tuple(one for one in _clocks() if on is None or one.validity.covers(on))


def clock(code: str) -> Clock:
    """Return one clock by its code. Raises UnknownCode."""
    return _first([one for one in _clocks() if one.code == code], code)


def clock_for(step: str, *, risk: str = "", on: date | None = None) -> Clock:
    """Return the clock of a step at a risk level; a step without levels has one clock for all."""
    return _first([one for one in clocks(on=on) if one.step == step and one.risk in ("", risk)], step)


def zone(code: str) -> ZoneInfo:
    """Return the time zone behind "wib", "wita" or "wit". Raises UnknownCode."""
    return ZoneInfo(listed("zones", code).official)


# Provinces by the first two digits of their Kemendagri code; all others are in western time.
WITA = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
WIT = frozenset(["81", "82", "91", "92", "93", "94", "95", "96", "97"])


def zone_of_area(area_code: str) -> str:
    """The time zone of an area: "wib", "wita" or "wit"; western where no area is given."""
    province = area_code[:2]
    return "wita" if province in WITA else "wit" if province in WIT else "wib"


@cache
def office() -> Office:
    """Return the usual office hours of the pack."""
    return Office(
        MappingProxyType(
            {
                WEEKDAYS.index(row["weekday"]): (
                    time.fromisoformat(row["opens"]),
                    time.fromisoformat(row["closes"]),
                )
                for row in table("office_hours.csv")
            }
        )
    )


def due_at(
    clock: Clock,
    started_at: datetime,
    holidays: Collection[date],
    zone: ZoneInfo,
    at_work: Office | None = None,
) -> datetime:
    """Say when the clock runs out, as an aware UTC moment.

    `started_at` is aware; `holidays` are local days; `zone` is where the office is. Raises ValueError for
    a naive moment and NoOfficeDay when no working day can be found within two years.
    """
    if started_at.tzinfo is None:
        raise ValueError("started_at must know its time zone")
    at_work = at_work or office()
    local = started_at.astimezone(zone)
    if clock.unit == "hours":
        if not clock.in_office_hours:
            return (started_at + timedelta(hours=clock.amount)).astimezone(UTC)
        return _after_office_hours(timedelta(hours=clock.amount), local, holidays, at_work).astimezone(UTC)
    if clock.unit == "working_days":
        last = _working_day(local.date(), clock.amount, holidays, at_work)
    elif clock.unit == "months":
        last = months_later(local.date(), clock.amount)
    else:
        last = local.date() + timedelta(days=clock.amount)
    return _close_of(last, clock, holidays, at_work, local).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _close_of(last: date, clock: Clock, holidays, at_work: Office, local: datetime) -> datetime:
    """End the day: just before midnight, or at the closing time of an office clock's last working day."""
    if not clock.in_office_hours:
        return datetime.combine(last, END_OF_DAY, local.tzinfo)
    while last > local.date() and not at_work.works_on(last, holidays):
        last -= ONE_DAY
    _, closes = at_work.hours.get(last.weekday(), (None, END_OF_DAY))
    return max(local, datetime.combine(last, closes, local.tzinfo))


def _working_day(start: date, amount: int, holidays, at_work: Office) -> date:
    """Count working days after the first day, which itself never counts."""
    day = start
    for _ in range(amount):
        day = _next_office_day(day + ONE_DAY, holidays, at_work)
    return day


def _next_office_day(day: date, holidays, at_work: Office) -> date:
    for _ in range(2 * 366):
        if at_work.works_on(day, holidays):
            return day
        day += ONE_DAY
    raise NoOfficeDay(f"no working day in the two years before {day.isoformat()}")


def _after_office_hours(left: timedelta, moment: datetime, holidays, at_work: Office) -> datetime:
    """Spend the time only while the office is open."""
    if not left:
        return moment
    while True:
        day = _next_office_day(moment.date(), holidays, at_work)
        opens, closes = (datetime.combine(day, at, moment.tzinfo) for at in at_work.hours[day.weekday()])
        begin = max(moment, opens)
        if begin + left <= closes:
            return begin + left
        left -= max(closes - begin, timedelta())
        moment = datetime.combine(day + ONE_DAY, time.min, moment.tzinfo)


def _first(found: list[Clock], asked: str) -> Clock:
    if not found:
        raise UnknownCode(f"there is no clock for {asked!r}")
    return found[0]


@cache
def _clocks() -> tuple[Clock, ...]:
    found = tuple(_clock(row) for row in table("clocks.csv"))
    if len({one.code for one in found}) != len(found):
        raise BrokenTable("clocks.csv: a code stands there twice")
    return found


def _clock(row) -> Clock:
    return Clock(
        code=row["code"],
        step=row["step"],
        risk=row["risk"],
        kind=row["kind"],
        amount=int(row["amount"]),
        unit=row["unit"],
        hours=row["hours"],
        words=Words(id=row["id"], en=row["en"]),
        provision_code=provision(row["provision"]).code,
        status=row["status"],
        validity=validity(row),
    )
