"""Which periods a plan has, when a report is due, which states follow, how an indicator stands. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from gugus.actionplan.codes import Better, PlanState, ReportState, Source, Standing
from gugus.kernel.periods import WIB, Kind, Period

MOST_YEARS = 25
MOST_ROWS = 5000  # of a plan
MOST_IN_FILE = 2000  # one request reads them, another one writes them: about two seconds of computing each
PLAN_MOVES = {
    PlanState.DRAFT: {PlanState.APPROVED},
    PlanState.APPROVED: {PlanState.DRAFT, PlanState.IN_FORCE},
    PlanState.IN_FORCE: {PlanState.CLOSED},
    PlanState.CLOSED: set(),
}
REPORT_MOVES = {
    ReportState.OPEN: {ReportState.SUBMITTED},
    ReportState.RETURNED: {ReportState.SUBMITTED},
    ReportState.SUBMITTED: {ReportState.RETURNED, ReportState.ACCEPTED},
    ReportState.ACCEPTED: set(),
    ReportState.COVERED: set(),  # by the worker alone
}
# The matrix of an approved plan goes on only by revisions that keep what was; a draft is written freely.
WRITABLE = frozenset({PlanState.DRAFT})
REVISABLE = frozenset({PlanState.APPROVED, PlanState.IN_FORCE})
MINE = frozenset({ReportState.OPEN, ReportState.RETURNED})  # the agency writes


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator in a year: the target that counts, what was reported last, which way is better."""

    target: Decimal | None
    reached: Decimal | None
    better: str = Better.MORE


def may_move(moves: Mapping, before: str, after: str) -> bool:
    """Does the table of moves lead from one state to the other?"""
    return after in moves.get(before, set())


def periods_of(first_year: int, last_year: int, every: str) -> list[Period]:
    """Every period of a plan, the earliest first."""
    kind = Kind(every)
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    return list(Period.between(kind, first, last))


def period_over(first_year: int, last_year: int, every: str, today: date) -> list[Period]:
    """The periods about which agencies owe a report on a day: those that have ended."""
    return [one for one in periods_of(first_year, last_year, every) if one.end_day <= today]


def due_at(period: Period, report_days: int) -> datetime:
    """When the report of a period is late: the end of that many days after the period, in Jakarta."""
    day = period.end_day + timedelta(days=report_days)
    return datetime.combine(day, time.min, ZoneInfo(WIB))


def is_late(state: str, due: datetime, submitted_at: datetime | None, at: datetime) -> bool:
    """Was it handed in late, or is it still missing past its day?"""
    if state == ReportState.COVERED:
        return False
    if submitted_at is not None and state in {ReportState.SUBMITTED, ReportState.ACCEPTED}:
        return submitted_at > due
    return at > due


def standing(one: Measured) -> Standing:
    """How an indicator stands against its target; a target in words is not judged."""
    if one.target is None:
        return Standing.NO_TARGET
    if one.reached is None:
        return Standing.SILENT
    kept = one.reached <= one.target if one.better == Better.LESS else one.reached >= one.target
    return Standing.REACHED if kept else Standing.PARTLY


def share(one: Measured) -> int | None:
    """Per cent of the target, 0 to 999; None where it cannot be said.

    Where less is better, what lies above the target is taken off and what lies below it is added: (2 × target –
    reached) / target, as performance reports of Indonesian offices usually have it.
    """
    if one.target is None or one.reached is None or one.target <= 0:
        return None
    gained = 2 * one.target - one.reached if one.better == Better.LESS else one.reached
    return min(999, max(0, int(gained * 100 / one.target)))


def counted(standings: Iterable[Standing]) -> list[int]:
    """How many indicators stand how, in the order of `Standing`."""
    found = list(standings)
    return [found.count(one) for one in Standing]


def in_force(targets: Sequence) -> dict[int, object]:
    """The target that counts for each year: that of the highest edition."""
    newest: dict[int, object] = {}
    for one in sorted(targets, key=lambda target: target.edition):
        newest[one.year] = one
    return newest


def sums(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Money by source; every source is named."""
    found = dict.fromkeys(Source.values, Decimal(0))
    for source, amount in amounts:
        found[source] += amount
    return found


def years_fit(first: int, last: int) -> bool:
    """Can a plan run over these years?"""
    return 1990 <= first <= last <= 2100 and last - first < MOST_YEARS
