"""Sums of restitution by year: exact about one's own agency for whoever reads all its claims, protected about all.

No identity, no claim: the protected sums come from one function of the database that answers nothing below five claims.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
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
from gugus.restitution.wording import rupiah

HIDDEN = "<5"
RECEIVED = "received"
MEASURES = (
    (Kind.CLAIMED, _("Claimed")), (Kind.ASSESSED, _("Assessed by LPSK")), (Kind.DEMANDED, _("Demanded")),
    (Kind.GRANTED, _("Granted")), (RECEIVED, pgettext_lazy("figures", "Received")),
    (Kind.FUND, _("From the Victim Assistance Fund")),
)  # fmt: skip
COUNTED = (Kind.CLAIMED, Kind.ASSESSED, Kind.DEMANDED, Kind.GRANTED, Kind.HANDED, Kind.DIRECT, Kind.FUND)

Sums = Mapping[tuple[int, str], tuple[int | None, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Year:
    """A year in a table: the sum and the number of claims of each measure, as they may be shown."""

    year: int
    told: list[dict[str, str]]


def own_sums(viewer: Viewer) -> Sums:
    """Exact sums of the cases of one's own agency, by year and measure. One query."""
    rows = LedgerLine.objects.unscoped(because="sums of one's own agency; the right was asked")
    rows = rows.filter(claim__case__agency_id=viewer.agency_id, kind__in=COUNTED)
    amounts: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    claims: dict[tuple[int, str], set] = defaultdict(set)
    for on, kind, amount, claim, counter in rows.values_list("on", "kind", "amount", "claim", "reverses"):
        key = (on.year, RECEIVED if kind in {Kind.HANDED, Kind.DIRECT} else kind)
        amounts[key] += -amount if counter else amount
        claims[key].add(claim)
    return {key: (len(claims[key]), amount) for key, amount in amounts.items()}


def all_sums() -> Sums:
    """Protected sums of everybody: None where fewer than five claims are behind a number, or one of them rules it."""
    with connection.cursor() as cursor:
        cursor.execute("select year, kind, claims, total from restitution_figures()")
        return {(year, kind): (claims, total) for year, kind, claims, total in cursor.fetchall()}


def may_count_own(viewer: Viewer) -> bool:
    """Does the viewer read every claim of the own agency anyway?"""
    return viewer.reach(Section.JUSTICE, Verb.SEE, FieldClass.SENSITIVE) >= Scope.AGENCY


def table(sums: Sums) -> list[Year]:
    """Years, the last first, each with all measures."""
    years = sorted({year for year, _kind in sums}, reverse=True)
    return [
        Year(year, [_cell(label, *sums.get((year, kind), (0, Decimal(0)))) for kind, label in MEASURES])
        for year in years
    ]


def _cell(label, claims: int | None, total: Decimal | None) -> dict[str, str]:
    return {
        "label": str(label),
        "total": HIDDEN if total is None else rupiah(total),
        "claims": HIDDEN if claims is None else str(claims),
    }


def bars(sums: Sums) -> list[Bar]:
    """All years together, as far as they may be shown."""
    found = []
    for kind, label in MEASURES:
        cells = [total for (_year, one), (_claims, total) in sums.items() if one == kind]
        known = [total for total in cells if total is not None]
        value = HIDDEN if cells and not known else int(sum(known, Decimal(0)))
        found.append(Bar(str(label), value, "safe" if kind == RECEIVED else ""))
    return found


@staff_door(Section.FIGURES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Sums by year for the task force; of one's own agency exactly, for whoever reads all its claims."""
    return render(request, "restitution/figures.html", _context(request.viewer, now()))


def _context(viewer: Viewer, at: datetime) -> dict:
    everybody = all_sums()
    own = own_sums(viewer) if may_count_own(viewer) else None
    return {
        "measures": [label for _kind, label in MEASURES], "years": table(everybody), "bars": bars(everybody),
        "own_years": table(own) if own else [], "own_bars": bars(own) if own else [], "counts_own": own is not None,
        "now": at,
    }  # fmt: skip
