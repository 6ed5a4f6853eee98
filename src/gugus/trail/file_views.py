"""Who looked at this file: a page for the case manager, and a letter for the survivor."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, now
from django.utils.translation import override
from django.views.decorators.http import require_GET

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.audit.actions import record
from gugus.trail.files import lanes, marks, visits


@staff_door(Section.CASE, Verb.SEE_TRAIL)
@require_GET
def of_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """By person: which agency, what, when, on what basis. Looking here is written down too."""
    at = now()
    found = _admitted(request, ref, kind, at)
    record("trail.file_seen", about=found, within=found, by=request.viewer.user, at=at)
    shown = visits(found, at=at)
    context = {
        "record": found, "kind": kind, "visits": shown, "now": at, "today": localdate(at),
        "lanes": lanes(shown), "marks": marks(shown), "back": f"/{kind}/{found.ref}/",
    }  # fmt: skip
    return render(request, "trail/file.html", context)


@staff_door(Section.CASE, Verb.SEE_TRAIL)
@require_GET
def letter(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The same for the survivor, in plain Indonesian; colleagues stay unnamed unless somebody decides otherwise."""
    at = now()
    found = _admitted(request, ref, kind, at)
    with_names = request.GET.get("nama") == "1"
    record(
        "trail.file_printed",
        about=found,
        within=found,
        by=request.viewer.user,
        at=at,
        changes={"names": with_names},
    )
    with override("id"):  # it is for the survivor, whatever language the colleague reads
        shown = visits(found, at=at)
        context = {
            "record": found, "kind": kind, "with_names": with_names, "now": at, "given_by": request.viewer.user,
            "ours": [one for one in shown if one.is_ours], "others": [one for one in shown if not one.is_ours],
            "letterhead": {"over": [], "name": found.agency.name, "address": ""},
        }  # fmt: skip
        return render(request, "trail/file_print.html", context)


def _admitted(request: HttpRequest, ref: str, kind: str, at: datetime) -> Any:
    """The record through its own gate, if this agency answers for it."""
    gate = import_string(settings.TRAIL_GATES[kind])
    found = gate(request.viewer, ref, at=at)
    if found.agency_id != request.viewer.agency_id:
        raise PermissionDenied(OUT_OF_REACH)
    return found
