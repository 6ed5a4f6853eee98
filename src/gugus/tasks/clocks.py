"""When a clock runs out: the table's row of the day, the law's arithmetic, the holidays of the office."""

from datetime import date, datetime, timedelta

from gugus.law.clocks import due_at, zone
from gugus.tasks.models import Clock, Holiday

LOOK_AHEAD = timedelta(days=400)
ZONE = "wib"


class NoClock(LookupError):
    """No clock of that code is in force on the day."""


def clock_on(code: str, day: date, *, area_code: str = "") -> Clock:
    """The row in force on a day, an area's own before the general one. Raises NoClock."""
    areas = ["", area_code] if area_code else [""]
    row = Clock.objects.valid_on(day).filter(code=code, area_code__in=areas).order_by("-area_code").first()
    if row is None:
        raise NoClock(f"No clock '{code}' is in force on {day}.")
    return row


def runs_out(clock: Clock, started_at: datetime) -> datetime:
    """The aware UTC moment at which a clock that started then runs out."""
    holidays: set[date] = set()
    if clock.hours == "office_hours" or clock.unit == "working_days":
        day = started_at.date()
        span = (day - timedelta(days=1), day + LOOK_AHEAD)
        holidays = set(Holiday.objects.filter(day__range=span).values_list("day", flat=True))
    return due_at(clock.of_law(), started_at, holidays, zone(ZONE))
