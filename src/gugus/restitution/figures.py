"""Sums of restitution by quarter, half-year and year, exact about the own agency, protected about all agencies.

The exact ones are for whoever reads all claims of the agency. The protected ones come from one function of the database
that answers nothing below five claims; no identity and no claim leaves it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.gate import staff_door
from gugus.access.viewer import Viewer
from gugus.base.pictures import Bar
from gugus.restitution.codes import Kind
from gugus.restitution.models import LedgerLine
from gugus.restitution.wording import number

HIDDEN = "<5"
RECEIVED = "received"
MEASURES = (
    (Kind.CLAIMED, _("Claimed")), (Kind.ASSESSED, _("Assessed by LPSK")), (Kind.DEMANDED, _("Demanded")),
    (Kind.GRANTED, _("Granted")), (RECEIVED, pgettext_lazy("figures", "Received")),
    (Kind.FUND, _("From the Victim Assistance Fund")),
)  # fmt: skip
DRAWN, MOST = (
    ((Kind.GRANTED, _("Granted"), "info"), (RECEIVED, pgettext_lazy("figures", "Received"), "safe")),
    12,
)
COUNTED = (Kind.CLAIMED, Kind.ASSESSED, Kind.DEMANDED, Kind.GRANTED, Kind.HANDED, Kind.DIRECT, Kind.FUND)

# Period → measure → how many claims and how much; both None where they may not be shown.
Sums = Mapping[tuple[str, str], tuple[int | None, Decimal | None]]


class Per(TextChoices):
    """How long a period of the table is."""

    QUARTER = "Q", pgettext_lazy("figures", "Quarter")
    HALF = "S", pgettext_lazy("figures", "Half-year")
    YEAR = "Y", pgettext_lazy("figures", "Year")


@dataclass(frozen=True, slots=True)
class Told:
    """A period in a table: the sum and the number of claims of each measure, as they may be shown."""

    period: str
    told: list[dict[str, str]]


def periods_of(day: date) -> tuple[str, str, str]:
    """The year, the half-year and the quarter of a day: 2026, 2026-S2, 2026-Q3."""
    return str(day.year), f"{day.year}-S{1 + (day.month > 6)}", f"{day.year}-Q{(day.month + 2) // 3}"


def is_per(period: str, per: str) -> bool:
    """Is a period as long as asked for?"""
    return period[4:6] == ("" if per == Per.YEAR else f"-{per}")


def own_sums(viewer: Viewer) -> Sums:
    """Exact sums of the cases of one's own agency, by period and measure. One query."""
    rows = LedgerLine.objects.unscoped(because="sums of one's own agency; the right was asked")
    rows = rows.filter(claim__case__agency_id=viewer.agency_id, kind__in=COUNTED)
    amounts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    claims: dict[tuple[str, str], set] = defaultdict(set)
    for on, kind, amount, claim, counter in rows.values_list("on", "kind", "amount", "claim", "reverses"):
        for period in periods_of(on):
            key = (period, RECEIVED if kind in {Kind.HANDED, Kind.DIRECT} else kind)
            amounts[key] += -amount if counter else amount
            claims[key].add(claim)
    return {key: (len(claims[key]), amount) for key, amount in amounts.items()}


def all_sums() -> Sums:
    """Protected sums of everybody: None where fewer than five claims are behind a number, or one of them rules it."""
    with connection.cursor() as cursor:
        cursor.execute("select period, kind, claims, total from restitution_figures()")
        return {(period, kind): (claims, total) for period, kind, claims, total in cursor.fetchall()}


def may_count_own(viewer: Viewer) -> bool:
    """Does the viewer read every claim of the own agency anyway?"""
    return viewer.reach(Section.JUSTICE, Verb.SEE, FieldClass.SENSITIVE) >= Scope.AGENCY


def table(sums: Sums, per: str) -> list[Told]:
    """Periods of one length, the last first, each with all measures."""
    periods = sorted({period for period, _kind in sums if is_per(period, per)}, reverse=True)
    return [
        Told(period, [_cell(label, *sums.get((period, kind), (0, Decimal(0)))) for kind, label in MEASURES])
        for period in periods
    ]


def _cell(label, claims: int | None, total: Decimal | None) -> dict[str, str]:
    return {
        "label": str(label),
        "total": HIDDEN if total is None else number(total),
        "claims": HIDDEN if claims is None else str(claims),
    }


def bars(sums: Sums, per: str) -> list[Bar]:
    """All periods of one length together, as far as they may be shown."""
    found = []
    for kind, label in MEASURES:
        cells = [total for (one, what), (_, total) in sums.items() if what == kind and is_per(one, per)]
        known = [total for total in cells if total is not None]
        value = HIDDEN if cells and not known else int(sum(known, Decimal(0)))
        found.append(Bar(str(label), value, "safe" if kind == RECEIVED else ""))
    return found


def course(sums: Sums, per: str) -> list[Bar]:
    """Period by period, the first first: what was granted and what reached the survivors, where it may be shown."""
    periods = sorted({period for period, _kind in sums if is_per(period, per)})[-MOST:]
    return [
        Bar(f"{period} · {label}", _drawn(sums.get((period, kind), (0, Decimal(0)))[1]), tone)
        for period in periods
        for kind, label, tone in DRAWN
    ]


def _drawn(total: Decimal | None) -> int | str:
    return HIDDEN if total is None else max(0, int(total))


@staff_door(Section.FIGURES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Sums by period for the task force; of one's own agency exactly, for whoever reads all its claims."""
    per = request.GET.get("per", Per.HALF)
    return render(
        request,
        "restitution/figures.html",
        _context(request.viewer, per if per in Per.values else Per.HALF, now()),
    )


def _context(viewer: Viewer, per: str, at: datetime) -> dict:
    everybody = all_sums()
    own = own_sums(viewer) if may_count_own(viewer) else None
    return {
        "measures": [label for _kind, label in MEASURES],
        "periods": table(everybody, per), "bars": bars(everybody, per), "course": course(everybody, per),
        "own_periods": table(own, per) if own else [], "own_bars": bars(own, per) if own else [],
        "own_course": course(own, per) if own else [], "counts_own": own is not None, "now": at,
        "tabs": [{"label": label, "url": f"?per={value}", "current": value == per} for value, label in Per.choices],
    }  # fmt: skip
