"""On which days visits fall. Days are local where the person lives (WIB, WITA, WIT; there is no summer time)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gugus.law.clocks import Clock, due_at, zone, zone_of_area

NEAR = 7  # a last visit that lies less than this before the shortest end moves there


def zone_at(area_code: str) -> ZoneInfo:
    """The time zone of an area by its Kemendagri code; western where none is known."""
    return zone(zone_of_area(area_code))


def day_at(moment: datetime, area_code: str) -> date:
    """The local day of an aware moment."""
    return moment.astimezone(zone_at(area_code)).date()


def morning_of(day: date, area_code: str) -> datetime:
    """The first moment of a local day, aware, in UTC."""
    return datetime.combine(day, time(0), zone_at(area_code)).astimezone(UTC)


def shortest_end(reunited_on: date, clock: Clock, area_code: str) -> date:
    """The last local day of the shortest time of monitoring."""
    until = due_at(clock, morning_of(reunited_on, area_code), (), zone_at(area_code))
    return day_at(until, area_code)


def visit_days(reunited_on: date, intervals: Sequence[int], until: date) -> list[date]:
    """The days of k1 … kn: by the schedule, and on until the shortest end; the last one lies there or after it."""
    steps = sorted({one for one in intervals if one > 0}) or [30]
    days = [reunited_on + timedelta(days=one) for one in steps]
    gap = timedelta(days=max(steps[-1] - (steps[-2] if len(steps) > 1 else 0), NEAR))
    while days[-1] < until:
        if len(days) > 1 and until - days[-1] < timedelta(days=NEAR):
            days[-1] = until
        else:
            days.append(min(days[-1] + gap, until))
    return days
