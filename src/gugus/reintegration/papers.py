"""On paper: the monitoring report (laporan pemantauan), always in Indonesian."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.access.viewer import Viewer
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
    """The report as plain values, through the gate and under the viewer's rights, for a document."""
    sight = sight_for(viewer, ref, at=at)
    with translation.override("id"):
        return _plain(facts(sight, at))


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    one = told["one"]
    placement = told.get("placement")
    return {
        "ref": one.ref, "case": one.case.ref, "person": one.person.ref, "state": str(one.get_state_display()),
        "reunited_on": _day(one.reunited_on), "minimum_until": _day(one.minimum_until),
        "place": str(placement.get_place_display()) if placement else "",
        "visits": [_visit(each) for each in told["visits"]],
        "supports": [
            {"kind": str(each.get_kind_display()), "state": str(each.get_state_display()),
             "amount": str(each.amount or ""), "paid": str(each.paid)}
            for each in told.get("supports", [])
        ],
        "outcomes": [
            {"label": line["label"], "levels": [cell["words"] for cell in line["cells"]]}
            for line in told.get("levels", [])
        ],
    }  # fmt: skip


def _visit(each) -> dict[str, Any]:
    found = each.found
    return {
        "number": each.number, "planned_on": _day(each.planned_on), "visited_on": _day(each.visited_on),
        "state": str(each.get_state_display()), "needs": [need["label"] for need in each.need_words],
        "safety": str(found.get_safety_display()) if found and found.safety else "",
        "means": str(found.get_means_display()) if found and found.means else "",
        "alone": str(found.get_alone_display()) if found and found.alone else "",
        "findings": [list(pair) for pair in each.told], "words": (found.words or "") if found else "",
    }  # fmt: skip


def _day(day) -> str:
    return day.isoformat() if day else ""
