"""The trail of one's agency: lines by filter, the same as a file, and the anchors that prove it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.audit.anchoring import bundle
from gugus.audit.models import Anchor, SigningKey
from gugus.kernel.cells import csv_lines
from gugus.trail.export import MOST, rows_of
from gugus.trail.forms import TrailFilter
from gugus.trail.queries import colleagues, lines_of, page_of
from gugus.trail.square import square

ANCHORS_SHOWN = 90


@staff_door(Section.TRAIL, Verb.SEE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Entries by filter, newest first. Reading the trail leaves a trace too."""
    at = now()
    form = TrailFilter(request.GET, colleagues=colleagues(request.viewer))
    asked = form.asked()
    page = page_of(request.viewer, asked, cursor=request.GET.get("before", ""))
    record("trail.seen", by=request.viewer.user, at=at, changes=form.said())
    context = {
        "form": form, "asked": asked, "page": page, "now": at,
        "may_export": request.viewer.has(Section.TRAIL, Verb.EXPORT),
    }  # fmt: skip
    return render(request, "trail/index.html", context)


@staff_door(Section.TRAIL, Verb.EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered lines as a file; that it left is written down before it leaves."""
    form = TrailFilter(request.POST, colleagues=colleagues(request.viewer))
    lines = lines_of(request.viewer, form.asked(), most=MOST)
    record("trail.exported", by=request.viewer.user, at=now(), changes={**form.said(), "entries": len(lines)})
    answer = HttpResponse(
        "\ufeff" + "".join(csv_lines(rows_of(lines))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="jejak.csv"'
    return answer


@staff_door(Section.TRAIL, Verb.SEE)
@require_GET
def anchors(request: HttpRequest) -> HttpResponse:
    """The signed anchors, the newest first, and the public keys they are checked with."""
    context = {
        "anchors": Anchor.objects.order_by("-day")[:ANCHORS_SHOWN], "keys": SigningKey.objects.order_by("-since")
    }  # fmt: skip
    return render(request, "trail/anchors.html", context)


@staff_door(Section.TRAIL, Verb.SEE)
@require_GET
def anchor(request: HttpRequest, day: str) -> HttpResponse:
    """One anchor on paper, with a square that a telephone reads."""
    one = _anchor_of(day)
    context = {"one": one, "square": square(" ".join(one.text.split())), "now": now()}
    return render(request, "trail/anchor_print.html", context)


@staff_door(Section.TRAIL, Verb.SEE)
@require_GET
def anchor_file(request: HttpRequest, day: str = "") -> HttpResponse:
    """One anchor, or all with their keys, as a text file to hand over. It says nothing about anybody."""
    text = _anchor_of(day).text if day else bundle()
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="jangkar{"-" + day if day else ""}.txt"'
    record("trail.anchor_handed_out", by=request.viewer.user, at=now(), changes={"day": day})
    return answer


def _anchor_of(day: str) -> Anchor:
    try:
        found = Anchor.objects.filter(day=parse_date(day)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
