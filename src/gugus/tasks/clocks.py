"""When a clock runs out: the table's row of the day, the law's arithmetic, the holidays of the office."""

from datetime import date, datetime, timedelta

from gugus.law.clocks import due_at, zone
from gugus.tasks import rules
from gugus.tasks.models import Clock, Holiday

LOOK_AHEAD = timedelta(days=800)  # longer than any clock needs to find its working days


class NoClock(LookupError):
    """No clock of that code is in force on the day."""


def clock_on(code: str, day: date, *, area_code: str = "") -> Clock:
    """The row in force on a local day, the nearest area's own before the general one. Raises NoClock."""
    areas = rules.areas_above(area_code)
    rows = list(Clock.objects.valid_on(day).filter(code=code, area_code__in=areas))
    if not rows:
        raise NoClock(f"No clock '{code}' is in force on {day}.")
    return min(rows, key=lambda row: areas.index(row.area_code))


def runs_out(clock: Clock, started_at: datetime, *, risk: str = "", area_code: str = "") -> datetime:
    """The aware UTC moment at which a clock that started then runs out, in the zone of the area."""
    law_clock = rules.at_risk(clock.of_law(), risk)
    holidays: set[date] = set()
    if law_clock.in_office_hours or law_clock.unit == "working_days":
        day = started_at.date()
        rows = Holiday.objects.filter(day__range=(day - timedelta(days=1), day + LOOK_AHEAD), closed=True)
        holidays = set(rows.values_list("day", flat=True))
    return due_at(law_clock, started_at, holidays, zone(rules.zone_of_area(area_code)))
