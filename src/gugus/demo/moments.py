"""When things happen in Jakarta (WIB, UTC+7): office days, evening messages, calls at night.

Every moment returned is aware and in UTC. Public holidays are not modelled; weekends are.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from gugus.demo.narratives import way_of

WIB = timezone(timedelta(hours=7), "WIB")
OPENS, CLOSES = time(7, 30), time(16, 0)
HOURS_OF_CALLS = [2, 1, 1, 1, 1, 2, 3, 4, 6, 7, 7, 6, 5, 6, 6, 6, 6, 6, 7, 9, 10, 9, 7, 4]
HOURS_OF_MESSAGES = [3, 2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 5, 5, 5, 5, 6, 7, 9, 11, 12, 9, 5]


def at_wib(day: date, hour: int, minute: int = 0) -> datetime:
    """Return that time of day in Jakarta, as UTC."""
    return datetime.combine(day, time(hour, minute), WIB).astimezone(UTC)


def moment_on(chance: Random, day: date, channel: str) -> datetime:
    """Draw the moment of a report: paper and visits in office hours, calls and messages by their own clock."""
    way = way_of(channel)
    if way in ("face", "paper"):
        return office_moment(chance, day)
    hours = HOURS_OF_CALLS if way == "call" else HOURS_OF_MESSAGES
    return at_wib(day, chance.choices(range(24), hours)[0], chance.randrange(60))


def office_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= 5 else 0)


def office_moment(chance: Random, day: date) -> datetime:
    """Draw a moment in office hours of that day or the next office day."""
    return at_wib(office_day(day), chance.randrange(8, 16), chance.randrange(60))


def office_after(chance: Random, moment: datetime, days: int = 0) -> datetime:
    """Draw an office moment `days` after another moment, never before it."""
    local = moment.astimezone(WIB) + timedelta(days=days)
    if days == 0 and office_day(local.date()) == local.date() and local.time() < CLOSES:
        start = max(local.time(), OPENS)
        left = (CLOSES.hour * 60 + CLOSES.minute) - (start.hour * 60 + start.minute)
        if left > 5:
            begin = datetime.combine(local.date(), start, WIB)
            return (begin + timedelta(minutes=chance.randrange(5, left + 1))).astimezone(UTC)
    day = local.date() + timedelta(days=0 if days else 1)
    return max(office_moment(chance, day), moment + timedelta(minutes=5))


def day_of(moment: datetime) -> date:
    """Return the Jakarta day of a moment."""
    return moment.astimezone(WIB).date()


def clock_of(moment: datetime) -> str:
    """Write the Jakarta time of day as 22.40."""
    return f"{moment.astimezone(WIB):%H.%M}"


def after_minutes(chance: Random, moment: datetime, low: int, high: int) -> datetime:
    """Return a moment some minutes later, round the clock."""
    return moment + timedelta(minutes=chance.randrange(low, high))
