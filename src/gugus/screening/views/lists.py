"""What waits to be screened, and beginning a screening."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.cases.gate import case_for
from gugus.intake.gate import report_for
from gugus.people.gate import person_for
from gugus.places.queries import labels
from gugus.screening import queries
from gugus.screening.actions import start_screening
from gugus.screening.gate import assessment_for
from gugus.screening.starting import screen_again, start_in_case
from gugus.screening.wording import LISTS, person_words, tabs_of

ON_A_PAGE = 25


@staff_door(Section.SCREENING, Verb.SEE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Screenings in my reach: mine, running, decided; and reports that wait for one."""
    show = request.GET.get("tampil", "running")
    show = show if show in LISTS else "running"
    counts = queries.counts_of(request.viewer)
    page = Paginator(queries.list_of(request.viewer, show), ON_A_PAGE).get_page(request.GET.get("hal"))
    rows = [(one, person_words(one)) for one in page]
    waiting = list(queries.reports_to_screen(request.viewer)[:10]) if show != "decided" else []
    places = labels({report.area_code for report in waiting})
    context = {
        "tabs": tabs_of(show, counts), "show": show, "rows": rows, "page": page, "now": now(),
        "waiting": [(report, places.get(report.area_code, ""), url_of("report", report.ref)) for report in waiting],
        "may_start": request.viewer.has(Section.SCREENING, Verb.WRITE),
    }  # fmt: skip
    return render(request, "screening/index.html", context)


@staff_door(Section.SCREENING, Verb.WRITE)
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom of this report shall we screen? One screening for one person."""
    at = now()
    report = report_for(request.viewer, ref, at=at)
    people = queries.people_of(report)
    if request.method == "POST":
        chosen = request.POST.get("mention", "")
        mention = next((one for one in people if str(one.pk) == chosen), None)
        try:
            assessment = start_screening(report=report, mention=mention, by=request.viewer.user, at=at)
        except Cannot as refused:
            messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
        else:
            return redirect("screening:workbench", ref=assessment.ref)
    begun = queries.of_report(report)
    context = {
        "report": report, "report_url": url_of("report", report.ref),
        "begun": [(one, person_words(one)) for one in begun],
        "people": [(one, person_words(mention=one)) for one in people], "ended": report.state == "ended",
        "case": queries.case_of(report),
    }  # fmt: skip
    return render(request, "screening/start.html", context)


@staff_door(Section.SCREENING, Verb.WRITE)
@require_POST
def start_of_person(request: HttpRequest, case_ref: str, person_ref: str) -> HttpResponse:
    """Screen a survivor of a case who came without a screening."""
    at = now()
    case = case_for(request.viewer, case_ref, section=Section.SCREENING, verb=Verb.WRITE, at=at)
    person = person_for(request.viewer, person_ref, at=at)
    try:
        assessment = start_in_case(case=case, person=person, by=request.viewer.user, at=at)
    except Cannot as refused:
        messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
        return redirect(url_of("case", case.ref) or "screening:index")
    return redirect("screening:workbench", ref=assessment.ref)


@staff_door(Section.SCREENING, Verb.WRITE)
@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a decided screening up again; its decision stays."""
    at = now()
    assessment = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    try:
        fresh = screen_again(assessment=assessment, by=request.viewer.user, at=at)
    except Cannot as refused:
        messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
        return redirect("screening:workbench", ref=ref)
    messages.success(request, _("A new screening with the same facts and evidence has begun."))
    return redirect("screening:workbench", ref=fresh.ref)
