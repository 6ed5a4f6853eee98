"""Quiet hours and digests: plain arithmetic of local clocks. Indonesia has three zones and no summer time."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = 40  # quiet stretches in a row that are followed; more would mean a person who is never told
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """When a person is left in peace.

    `start` and `end` are local; the same moment twice means no quiet hours. `days_off` are ISO weekdays (1 is Monday)
    and `holidays` dates that are quiet from midnight to midnight. `digest_hour` is the local hour of the digest.
    """

    start: time
    end: time
    zone: str
    days_off: frozenset[int] = frozenset()
    holidays: Collection[date] = field(default_factory=frozenset)
    digest_hour: int = 7

    def rests_on(self, day: date) -> bool:
        """Is the whole local day quiet?"""
        return day.isoweekday() in self.days_off or day in self.holidays

    def in_hours(self, moment: time) -> bool:
        """Does a local time of day lie within the quiet hours?"""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


def is_quiet(quiet: Quiet, at: datetime) -> bool:
    """Is the person to be left in peace at an aware moment?"""
    local = at.astimezone(ZoneInfo(quiet.zone))
    return quiet.rests_on(local.date()) or quiet.in_hours(local.time())


def leaves_at(quiet: Quiet, at: datetime) -> datetime:
    """When something that came at an aware moment may leave: then, or at the end of the quiet stretch around it."""
    moment = at
    for _round in range(LONGEST):
        if not is_quiet(quiet, moment):
            return moment
        moment = _next_edge(quiet, moment)
    return moment


def next_digest(quiet: Quiet, at: datetime) -> datetime:
    """The next local digest hour after an aware moment, not on a day off."""
    local = at.astimezone(ZoneInfo(quiet.zone))
    moment = local.replace(hour=quiet.digest_hour, minute=0, second=0, microsecond=0)
    if moment <= local:
        moment += ONE_DAY
    for _round in range(LONGEST):
        if not quiet.rests_on(moment.date()):
            break
        moment += ONE_DAY
    return moment.astimezone(at.tzinfo)


def _next_edge(quiet: Quiet, at: datetime) -> datetime:
    """The end of the quiet hours or the next local midnight, whichever comes first after a moment."""
    local = at.astimezone(ZoneInfo(quiet.zone))
    midnight = datetime.combine(local.date() + ONE_DAY, time.min, tzinfo=local.tzinfo)
    end = datetime.combine(local.date(), quiet.end, tzinfo=local.tzinfo)
    edge = end if local < end and quiet.in_hours(local.time()) else midnight
    return edge.astimezone(at.tzinfo)
