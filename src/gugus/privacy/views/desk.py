"""The first page of the data protection officer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.pictures import StackedBar
from gugus.privacy import desk, gate, queries


@staff_door(Section.PRIVACY)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is late, which clocks run, what waits, and the last twelve months."""
    at = now()
    months = queries.by_month(request.viewer, timezone.localdate(at))
    bars = [StackedBar(date_format(month, "M Y"), [held, asked]) for month, held, asked in months]
    context = {
        **desk.clocks(request.viewer, at),
        "lines": desk.lines(request.viewer, at),
        "now": at,
        "series": [_("Breaches"), _("Requests")],
        "bars": bars,
        "reads_sealed": gate.reads_sealed(request.viewer),
        "may_write": gate.may(request.viewer, Verb.WRITE),
    }
    return render(request, "privacy/desk.html", context)
