"""On paper: the monitoring report (laporan pemantauan), always in Indonesian."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.access.viewer import Viewer
from gugus.documents.plain import day_words
from gugus.kernel.rupiah import number
from gugus.reintegration import schedule
from gugus.reintegration.actions.moving import written
from gugus.reintegration.gate import sight_for
from gugus.reintegration.views import facts


@staff_door(Section.REINTEGRATION)
@require_GET
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Visits, findings, support and outcomes as a letter, the name masked. A village office gets days and needs."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    written("reintegration.printed", sight.one, by=request.viewer.user, at=at)
    agency = request.viewer.user.agency
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    zone = schedule.zone_at(sight.one.area_code)
    with translation.override("id"), timezone.override(zone):
        context = facts(sight, at) | {"letterhead": {"name": agency.name, "address": contact}}
        return render(request, "reintegration/report.html", context)


def gather_report(viewer: Viewer, ref: str, at: datetime) -> dict[str, Any]:
    """The report as plain values, through the gate and under the viewer's rights. A village office: days and needs."""
    sight = sight_for(viewer, ref, at=at)
    with translation.override("id"):
        return _plain(facts(sight, at), own=sight.is_ours)


def _sum(amount: Decimal | None) -> str:
    return "" if amount is None else number(amount)


def _plain(told: dict[str, Any], *, own: bool) -> dict[str, Any]:
    one, placement = told["one"], told.get("placement")
    return {
        "subject": "Laporan pemantauan reintegrasi sosial",
        "ref": one.ref, "case": one.case.ref, "person": told["person"].ref if told["person"] else "",
        "state": str(one.get_state_display()),
        "reunited_on": one.reunited_on, "minimum_until": one.minimum_until,
        "place": str(placement.get_place_display()) if placement else "",
        "visits": [_visit(each) for each in told["visits"]],
        "supports": [
            [str(each.get_kind_display()), str(each.get_state_display()), _sum(each.amount), _sum(each.paid)]
            for each in told.get("supports", [])
        ],
        "outcomes": [
            [line["label"], *(cell["words"] for cell in line["cells"])] for line in told.get("levels", [])
        ],
        **({"_within": ("case", one.case_id)} if own else {}),
    }  # fmt: skip


def _visit(each) -> list[Any]:
    """One line of the table: which, when, what was found, what is needed."""
    found, lines = each.found, []
    if found is not None and found.missed:
        lines = [str(found.get_missed_display())]
    elif found is not None:
        lines = [
            str(found.get_safety_display()), str(found.get_means_display()), str(found.get_alone_display()),
            *(f"{what}: {answer}" for what, answer in each.told),
        ]  # fmt: skip
    if found is not None and found.words:
        lines.append(found.words)
    day = day_words(each.visited_on or each.planned_on)
    return [
        f"k{each.number}",
        [day, str(each.get_state_display())],
        lines,
        [one["label"] for one in each.need_words],
    ]
