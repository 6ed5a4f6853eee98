"""Words and numbers of plans as they are shown."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus.actionplan import rules
from gugus.actionplan.codes import Better, Source, Standing
from gugus.actionplan.models import PeriodReport
from gugus.actionplan.queries import Matrix, Measure, Work, by_agency, by_field, money
from gugus.base.pictures import StackedBar
from gugus.kernel.periods import Period
from gugus.kernel.rupiah import written

CHIPS = {
    Standing.REACHED: "safe",
    Standing.PARTLY: "soon",
    Standing.SILENT: "late",
    Standing.NO_TARGET: "info",
}


def figure(value: Decimal | None, words: str = "", unit: str = "") -> str:
    """A target or result with its unit, in the reader's way; a dash where there is none."""
    if value is None:
        return words or "–"
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    said = number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{said} {unit}".strip()


def rupiah(amount: Decimal) -> str:
    """An amount in the reader's way."""
    return written(amount, get_language())


def period_words(report: PeriodReport) -> str:
    """The period of a report in the reader's language."""
    return Period.parse(report.period).words.in_language(get_language())


def series() -> list[str]:
    """How indicators can stand, as the parts of a picture."""
    return [capfirst(str(one.label)) for one in Standing]


def field_bars(found: Matrix) -> list[StackedBar]:
    """Progress by field of work."""
    return [StackedBar(name, counts) for name, counts in by_field(found)]


def agency_bars(found: Matrix) -> list[StackedBar]:
    """Progress by agency, in the order of names."""
    return [StackedBar(name, counts) for name, counts in by_agency(found)]


def money_bars(found: Matrix) -> list[StackedBar]:
    """Planned and spent money by source, in millions of rupiah."""
    planned, spent = money(found)
    return [
        StackedBar(
            str(Source(source).label),
            [_millions(spent[source]), _millions(max(planned[source] - spent[source], Decimal(0)))],
        )
        for source in Source.values
        if planned[source] or spent[source]
    ]


def _millions(amount: Decimal) -> float:
    return float(round(amount / 1_000_000, 1))


def dress(works: Iterable[Work], year: int) -> list[Work]:
    """Put words on what the matrix shows."""
    found = list(works)
    for work in found:
        work.money = money_of(work, year)
        work.spent_words = rupiah(sum(work.spent.values(), Decimal(0))) if work.entry else ""
        for measure in work.measures:
            _dress(measure)
    return found


def money_of(work: Work, year: int) -> list[tuple[str, str]]:
    """Planned money of an activity in a year: source and amount in words, nothing for a source without money."""
    planned = work.planned(year).items()
    return [(str(Source(source).label), rupiah(amount)) for source, amount in planned if amount]


def _dress(measure: Measure) -> None:
    indicator, target, reached = measure.indicator, measure.target, measure.reached
    measure.baseline_words = figure(indicator.baseline, indicator.baseline_words, indicator.unit)
    measure.target_words = figure(target.value, target.words, indicator.unit) if target else "–"
    measure.reached_words = figure(reached.value, reached.words, indicator.unit) if reached else "–"
    measure.less = indicator.better == Better.LESS
    measure.chip = CHIPS[measure.standing]
    measure.standing_words = str(measure.standing.label)
    measure.revised = target is not None and target.edition > 1


def dress_report(report: PeriodReport, at: datetime) -> PeriodReport:
    """Put the words of the period, and whether it is late, on a report."""
    report.period_words = period_words(report)
    report.is_late = rules.is_late(report.state, report.due_at, report.submitted_at, at)
    return report


def lateness(report: PeriodReport, at: datetime) -> str:
    """In a word: late, or in time."""
    return _("late") if rules.is_late(report.state, report.due_at, report.submitted_at, at) else _("in time")
