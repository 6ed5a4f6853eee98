"""Two reports of one event: find the other one, compare them side by side, choose which goes on."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.intake import queries
from gugus.intake.forms import MergeForm, law_word
from gugus.intake.gate import report_for
from gugus.intake.merging import merge as merge_reports
from gugus.intake.merging import unmerge
from gugus.intake.models import Report
from gugus.intake.outcome_views import Sheet, press, sheet_page
from gugus.intake.views import happened_words
from gugus.kernel.ids import parse_ref
from gugus.places.queries import labels


@staff_door(Section.REPORT, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose the other report, then compare and join. `dengan` in the address names the one that goes on."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    typed = request.GET.get("dengan", "")
    if not typed:
        return _choose(request, report)
    wanted = parse_ref(typed)
    rows = Report.objects.visible_to(request.viewer).filter(agency_id=report.agency_id)
    into = rows.filter(ref=wanted).exclude(pk=report.pk).first() if wanted else None
    if into is None:
        return _choose(request, report, typed=typed, error=_("No report of your agency has this code."))
    return _compare(request, report, into, at)


def _choose(request: HttpRequest, report: Report, *, typed: str = "", error: str = "") -> HttpResponse:
    found = queries.alike(request.viewer, report)
    words = labels(one.area_code for one in found)
    context = {
        "report": report,
        "alike": [{"report": one, "place": words.get(one.area_code, "")} for one in found],
        "typed": typed,
        "error": error,
        "now": now(),
    }
    return render(request, "intake/merge_choose.html", context, status=422 if error else 200)


def _compare(request: HttpRequest, report: Report, into: Report, at: datetime) -> HttpResponse:
    people = [
        (str(one.mention.pk), f"{one.role} {one.name}".strip())
        for one in queries.mentioned(report, opened=False)
    ]
    posted = request.method == "POST"
    seen = {"version": report.version}
    form = MergeForm(request.POST, people=people) if posted else MergeForm(initial=seen, people=people)
    sheet = Sheet(
        title=_("Merge two reports of one event"),
        text=_("The first report ends as merged and stays readable; the second goes on."),
        button=_("Merge"),
        done=_("The reports are merged."),
    )
    if not posted:
        record("report.read", about=into, within=into, by=request.viewer.user, at=at)
        sides = [_side(report), _side(into)]
        context = {"report": report, "into": into, "form": form, "sheet": sheet, "sides": sides}
        return render(request, "intake/merge.html", context)

    def act(given: dict) -> Report:
        return merge_reports(
            report=report,
            into=into,
            carry=given["carry"],
            by=request.viewer.user,
            at=at,
            seen=given["version"],
        )

    return sheet_page(request, report, form, sheet, act=act)


def _side(report: Report) -> dict:
    return {
        "report": report,
        "people": queries.mentioned(report, opened=False),
        "channel": law_word("report_channels", report.channel),
        "happened": happened_words(report.happened_on),
        "place": labels([report.area_code]).get(report.area_code, ""),
    }


@staff_door(Section.REPORT, Verb.DECIDE)
@require_POST
def part(request: HttpRequest, ref: str) -> HttpResponse:
    """Undo a merge."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    done = _("The merge is undone.")
    return press(
        request,
        report,
        at,
        lambda seen: unmerge(report=report, by=request.viewer.user, at=at, seen=seen),
        done=done,
    )
