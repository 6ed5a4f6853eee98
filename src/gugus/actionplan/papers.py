"""The matrix of a plan on paper: for the year about which agencies reported last, through the plan's own gate."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.policies import NO_RIGHT
from gugus.access.viewer import Viewer
from gugus.actionplan import queries
from gugus.actionplan.codes import Better, Source, Standing
from gugus.actionplan.forms import said_plainly
from gugus.actionplan.gate import plan_for
from gugus.actionplan.models import PeriodReport, Plan
from gugus.actionplan.queries import Matrix, Measure, Work
from gugus.base.refusals import Cannot, Reason
from gugus.documents.limits import Limits
from gugus.kernel.periods import Period
from gugus.kernel.rupiah import written

MOST_YEARS = 5  # columns of targets that a sheet on its long side holds
MOST_IN_PART = 400  # rows of one table: lists of a document hold 500 lines
MOST_ROWS = 1500  # larger plans leave as a spreadsheet
# A matrix of 1,500 rows: see docs/domain/actionplan.md.
LIMITS = Limits(seconds=40, patience=120, memory=3072 * 1024 * 1024, largest=20 * 1024 * 1024)
STANDS = {
    Standing.REACHED: "tercapai",
    Standing.PARTLY: "sebagian",
    Standing.SILENT: "belum dilaporkan",
    Standing.NO_TARGET: "tanpa target angka",
}


class NothingToPrint(Cannot):
    """The matrix is empty, or too long for paper."""


def gather_matrix(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The whole matrix. Raises NothingToPrint, Http404, PermissionDenied."""
    sight = plan_for(viewer, ref)
    if not sight.may_export:
        raise PermissionDenied(NO_RIGHT)
    plan = sight.plan
    year = year_told(plan, at)
    found = queries.matrix(plan, year)
    rows = sum(len(work.measures) for work in found.works)
    if not 0 < rows <= MOST_ROWS:
        words = _("The matrix is empty, or it has more than 1,500 rows: take it along as a spreadsheet.")
        raise NothingToPrint([Reason("nothing_to_print", words)])
    years = years_shown(plan, year)
    return {
        "subject": f"Matriks {plan.title}", "nature": "Terbatas", "year": year, "years": years,
        "task_force": plan.task_force.name, "basis": _basis(plan), "state": plan.get_state_display(),
        "parts": list(_parts(found, years)), "standings": _standings(found), "money": _money(found),
        "measures": rows,
    }  # fmt: skip


def year_told(plan: Plan, at: datetime) -> int:
    """The year about which agencies reported last; before that the year of the day, within the plan."""
    rows = PeriodReport.objects.unscoped(because="of a plan that came through the gate")
    told = rows.filter(plan=plan, state__in=queries.TOLD).values_list("period", flat=True)
    years = [Period.parse(one).year for one in told]
    return max(years, default=min(max(timezone.localdate(at).year, plan.first_year), plan.last_year))


def years_shown(plan: Plan, year: int) -> list[int]:
    """At most five years around one."""
    every = list(plan.years)
    first = max(0, min(every.index(year) - MOST_YEARS // 2, len(every) - MOST_YEARS))
    return every[first : first + MOST_YEARS]


def _basis(plan: Plan) -> str:
    """The document, or what was typed in its place."""
    return f"{plan.basis.number}: {plan.basis.title}" if plan.basis else plan.basis_words


def _parts(found: Matrix, years: list[int]) -> Iterable[dict]:
    """Tables of a field; the pieces after the first go on without a heading."""
    number = 0
    for _code, name, works in found.fields:
        rows = []
        for work in works:
            number += 1
            rows += _rows(work, number, years)
        for start in range(0, len(rows), MOST_IN_PART):
            yield {"field": name, "rows": rows[start : start + MOST_IN_PART], "more": start > 0}


def _rows(work: Work, number: int, years: list[int]) -> Iterable[dict]:
    """A row for each indicator; what belongs to the activity stands in the first one."""
    one, place, entry = work.activity, work.activity.programme, work.entry
    lead = {
        "number": str(number), "activity": one.name, "place": f"{place.strategy.name} › {place.name}",
        "agency": one.agency.name, "supporting": ", ".join(work.supporting),
        "planned": _amounts(work.planned(work.measures[0].year)) if work.measures else [],
        "spent": _amounts(work.spent) if entry else [],
        "obstacle": (entry.obstacle or "") if entry else "", "follow_up": (entry.follow_up or "") if entry else "",
    }  # fmt: skip
    for measure in work.measures:
        yield {"lead": lead, **_measured(measure, years)}
        lead = {}


def _measured(measure: Measure, years: list[int]) -> dict:
    one = measure.indicator
    targets = [measure.targets.get(year) for year in years]
    share = measure.share
    return {
        "indicator": one.name, "unit": one.unit, "less": one.better == Better.LESS,
        "baseline": said_plainly(one.baseline, one.baseline_words) or "–",
        "targets": [said_plainly(each.value, each.words) if each else "–" for each in targets],
        "reached": said_plainly(measure.reached.value, measure.reached.words) if measure.reached else "–",
        "share": f"{share} %" if share is not None else "", "standing": STANDS[measure.standing],
    }  # fmt: skip


def _amounts(amounts: dict[str, Decimal]) -> list[str]:
    return [f"{Source(one).label} {_rupiah(amount)}" for one, amount in amounts.items() if amount]


def _standings(found: Matrix) -> list[list[str]]:
    """A line for each field: how many of its indicators stand how."""
    return [[name, *(str(one) for one in counts)] for name, counts in queries.by_field(found)]


def _money(found: Matrix) -> list[list[str]]:
    """A line for each source that is planned or spent: planned, spent, per cent."""
    planned, spent = queries.money(found)
    return [
        [
            str(Source(one).label), _rupiah(planned[one]), _rupiah(spent[one]),
            f"{int(spent[one] * 100 / planned[one])} %" if planned[one] else "–",
        ]
        for one in Source.values
        if planned[one] or spent[one]
    ]  # fmt: skip


def _rupiah(amount: Decimal) -> str:
    return written(amount, "id")
