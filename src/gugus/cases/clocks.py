"""The clocks of a case, as officials keep them: when somebody looks again, how long silence may last.

Each is a row of the table of clocks (`law/id/clocks.csv`, edited on its page, with its basis): no number stands here.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gugus.cases.codes import Safety
from gugus.law.clocks import zone, zone_of_area
from gugus.tasks.clocks import clock_on, runs_out
from gugus.tasks.models import Clock

CHECK_AGAIN = {
    Safety.DANGER: "safety_danger",
    Safety.UNKNOWN: "safety_unknown",
    Safety.WATCH: "safety_watch",
    Safety.SAFE: "safety_safe",
}
SILENCE = {"high": "no_contact_high", "medium": "no_contact_medium", "low": "no_contact_low"}
LEGAL_WATCH = "legal_watch"
AFTERCARE = "aftercare"
SPANS = {"hours": timedelta(hours=1), "days": timedelta(days=1), "working_days": timedelta(days=1)}
MONTH = timedelta(days=30)


def next_safety_check(safety: str, at: datetime, area_code: str = "") -> datetime:
    """When somebody must look again whether the person is safe, by what was found."""
    clock = clock_on(CHECK_AGAIN[Safety(safety)], timezone.localdate(at), area_code=area_code)
    return runs_out(clock, at, area_code=area_code)


def latest_safety_check(safety: str, at: datetime, area_code: str = "") -> datetime:
    """The last moment at which the next look may be planned: twice the usual time."""
    return at + 2 * (next_safety_check(safety, at, area_code) - at)


def silent_since(at: datetime) -> Mapping[str, datetime]:
    """Risk → a last contact before this moment is too long ago. One query; rows of areas do not count in lists."""
    rows = Clock.objects.valid_on(timezone.localdate(at)).filter(code__in=SILENCE.values(), area_code="")
    found = {row.code: at - row.amount * SPANS.get(row.unit, MONTH) for row in rows}
    return {risk: found[code] for risk, code in SILENCE.items() if code in found}


def end_of_day(day: date, area_code: str = "") -> datetime:
    """The last minute of a day where the office is, as an aware moment."""
    return datetime.combine(day, time(23, 59), zone(zone_of_area(area_code)))


def usual_aftercare(at: datetime, area_code: str = "") -> date:
    """The day on which somebody asks again how the person is, as the form proposes it."""
    clock = clock_on(AFTERCARE, timezone.localdate(at), area_code=area_code)
    return timezone.localdate(runs_out(clock, at, area_code=area_code))
