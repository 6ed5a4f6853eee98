"""Certificates: the list, the paper, the file to keep elsewhere."""

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.retention.certificates import is_sound
from gugus.retention.codes import RecordClass, RecordKind, RunKind, Skipped, Standing, Start, Unit
from gugus.retention.gate import certificate_for
from gugus.retention.models import Certificate
from gugus.retention.views import tabs

PER_PAGE = 50


@staff_door(Section.PRIVACY)
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """All certificates of the agency, the newest first, each checked against its digest."""
    rows = Certificate.objects.visible_to(request.viewer).select_related("run")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"certificate": one, "sound": is_sound(one), "body": json.loads(one.text)} for one in page]
    return render(
        request, "retention/certificates.html", {"page": page, "lines": lines, "tabs": tabs("certificates")}
    )


@staff_door(Section.PRIVACY)
@require_GET
def certificate(request: HttpRequest, ref: str) -> HttpResponse:
    """The certificate on paper. Printing is written to the trail."""
    found, at = certificate_for(request.viewer, ref), now()
    record("retention.printed", about=found.run, by=request.viewer.user, at=at)
    body = json.loads(found.text)
    context = {
        "certificate": found, "body": body, "sound": is_sound(found), "now": at, "by": request.viewer.user,
        "kind": RunKind(body["kind"]).label, "as_of": parse_date(body["as_of"]), "rules": _rules(body),
        "moments": {
            name: parse_datetime(body[f"{name}_at"]) if body[f"{name}_at"] else None
            for name in ("asked", "approved", "started", "ended")
        },
        "done": [(_kind(kind), record_ref) for kind, record_ref, _code in body["done"]],
        "left_alone": [
            (_kind(kind), record_ref, Skipped(why).label) for kind, record_ref, why in body["left_alone"]
        ],
        "letterhead": {"over": [], "name": found.agency.name, "address": ""},
    }  # fmt: skip
    return render(request, "retention/certificate.html", context)


def _rules(body: dict) -> list[dict]:
    """The rules of a certificate in the reader's words."""
    return [
        {
            "label": RecordClass(one["class"]).label if one["class"] else "",
            "count": one["count"],
            "period": f"{one['amount']} {Unit(one['unit']).label}" if one["unit"] else "",
            "starts": Start(one["starts"]).label if one["starts"] else "",
            "basis": one["basis"],
            "status": Standing(one["status"]).label if one["status"] else "",
        }
        for one in body["rules"]
    ]


def _kind(kind: str) -> str:
    return RecordKind(kind).label if kind in RecordKind.values else kind


@staff_door(Section.PRIVACY)
@require_GET
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The text whose digest the next certificate names: keep it elsewhere, `gugus retention repeat` reads it."""
    found = certificate_for(request.viewer, ref)
    record("retention.printed", about=found.run, by=request.viewer.user, at=now(), reason="file")
    answer = HttpResponse(found.text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.seq:06d}-{found.ref}.json"'
    return answer
