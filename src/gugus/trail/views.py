"""The trail of one's agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.trail.forms import TrailFilter
from gugus.trail.queries import colleagues, page_of


@staff_door(Section.TRAIL, Verb.SEE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Entries by filter, newest first. Reading the trail leaves a trace too."""
    at = now()
    form = TrailFilter(request.GET, colleagues=colleagues(request.viewer))
    asked = form.asked()
    page = page_of(request.viewer, asked, cursor=request.GET.get("before", ""))
    filters = {name: getattr(value, "username", value) for name, value in asked.items()}
    record("trail.seen", by=request.viewer.user, at=at, changes=filters)
    context = {"form": form, "asked": asked, "page": page, "now": at}
    return render(request, "trail/index.html", context)
