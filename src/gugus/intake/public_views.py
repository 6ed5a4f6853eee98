"""The public pages: tell something without signing in, come back with a code.

They are exempt from the CSRF check on purpose: nobody is signed in here, there is no power to borrow, and an
expired cookie must never cost somebody the words it took courage to write. Forms carry a signed stamp instead.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gugus.access.gate import public_door
from gugus.base import limits
from gugus.intake import queries, returning
from gugus.intake.actions import add_fact, receive_report
from gugus.intake.codes import AdditionKind
from gugus.intake.emergency import emergency_lines
from gugus.intake.models import Report
from gugus.intake.public_forms import MoreFacts, PublicReport, ReturnCode, told_by
from gugus.intake.returning import Stamp

TOO_QUICK = timedelta(seconds=3)  # no person fills in the form faster
REPORTS_AN_HOUR, WRONG_CODES_AN_HOUR = 30, 10


@public_door(because="people in danger must be able to tell without an account")
@csrf_exempt
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """The public form; sending it twice keeps it once and shows the same code again."""
    at = now()
    if request.method == "GET":
        return _form_page(request, PublicReport(initial={"stamp": returning.fresh_stamp(at).signed()}))
    form = PublicReport(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    stamp = returning.read_stamp(form.cleaned_data["stamp"])
    if hurdle := _hurdle(request, form, stamp, at):
        return _again(request, form, hurdle, stamp, at)
    limits.count("report", request, at=at)
    return _received(request, form, stamp, at)


def _hurdle(request: HttpRequest, form: PublicReport, stamp: Stamp | None, at: datetime) -> str:
    """Why the form is shown once more, with everything that was typed."""
    if limits.used_up("report", request, most=REPORTS_AN_HOUR, at=at):
        return _(
            "Many forms came from this network within an hour. Please wait a little, or call one of the numbers."
        )
    if queries.public_desk() is None:
        return _("The form cannot be received at the moment. Please call one of the numbers.")
    if stamp is None or form.cleaned_data["website"] or at - stamp.drawn_at < TOO_QUICK:
        return _("Your words are still here. Please press “Send” once more.")
    return ""


def _again(
    request: HttpRequest, form: PublicReport, hurdle: str, stamp: Stamp | None, at: datetime
) -> HttpResponse:
    """Everything typed stays. A stamp that was drawn before keeps its age, so the next press passes."""
    kept = form.data.copy()
    drawn_at = stamp.drawn_at if stamp else at - TOO_QUICK
    key = stamp.key if stamp else returning.fresh_stamp(at).key
    kept["stamp"], kept["website"] = Stamp(key, drawn_at).signed(), ""
    return _form_page(request, PublicReport(kept), note=hurdle, status=422)


def _received(request: HttpRequest, form: PublicReport, stamp: Stamp, at: datetime) -> HttpResponse:
    told, code = told_by(form.cleaned_data), returning.code_for(stamp.key, stamp.drawn_at)
    digest = returning.digest_of_typed(code)
    with returning.reporter_at(digest) as earlier:
        if earlier is not None:
            _keep_what_is_new(earlier, told.narrative, at)
    report = earlier or receive_report(
        told=told, agency=queries.public_desk(), by=None, at=at, return_code=code, key=stamp.key
    )
    shown = at - report.received_at <= returning.SHOWN_AGAIN_FOR
    return render(request, "intake/public_code.html", {"code": code if shown else "", "lines": _lines()})


def _keep_what_is_new(earlier: Report, narrative: str, at: datetime) -> None:
    """Somebody went back, changed the words and sent again: the first telling stays, the new one is added."""
    known = {earlier.narrative, *(one.text for one in earlier.additions.all())}
    if narrative not in known:
        add_fact(report=earlier, text=narrative, kind=AdditionKind.REPORTER, by=None, at=at)


@public_door(because="who told something may come back with the code, without an account")
@csrf_exempt
@require_http_methods(["GET", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Enter the code; read answers and add facts. Wrong codes are slowed down."""
    at = now()
    if request.method == "GET":
        return render(request, "intake/public_return.html", {"form": ReturnCode()})
    if "pass" in request.POST:
        return _told_more(request, at)
    form = ReturnCode(request.POST)
    if limits.used_up("code", request, most=WRONG_CODES_AN_HOUR, at=at):
        form.add_error("code", _("Too many wrong codes from this network. Please try again in an hour."))
        return render(request, "intake/public_return.html", {"form": form}, status=429)
    if form.is_valid():
        digest = returning.digest_of_typed(form.cleaned_data["code"])
        with returning.reporter_at(digest) as report:
            if report is not None:
                return _told_page(request, report, MoreFacts(), at)
        limits.count("code", request, at=at)
        form.add_error("code", _("This code is not known. Check each letter and number."))
    return render(request, "intake/public_return.html", {"form": form}, status=422)


def _told_more(request: HttpRequest, at: datetime) -> HttpResponse:
    form = MoreFacts(request.POST)
    with returning.reporter_at(returning.digest_of_pass(request.POST["pass"], at)) as report:
        if report is None:
            context = {"form": ReturnCode(), "kept": request.POST.get("text", "")}
            return render(request, "intake/public_return.html", context, status=422)
        if not form.is_valid():
            return _told_page(request, report, form, at, status=422)
        stamp = returning.read_stamp(form.cleaned_data["stamp"])
        key = stamp.key if stamp else None
        add_fact(
            report=report, text=form.cleaned_data["text"], kind=AdditionKind.REPORTER, by=None, at=at, key=key
        )
        return _told_page(request, report, MoreFacts(), at, added=True)


def _told_page(
    request: HttpRequest,
    report: Report,
    form: MoreFacts,
    at: datetime,
    *,
    added: bool = False,
    status: int = 200,
) -> HttpResponse:
    form.initial["stamp"] = returning.fresh_stamp(at).signed()
    context = {
        "form": form,
        "told": queries.told_to_and_by_reporter(report),
        "stage": queries.stage_for_reporter(report),
        "added": added,
        "received_at": report.received_at,
        "pass": returning.pass_for(report.return_digest, at),
        "lines": _lines(),
    }
    return render(request, "intake/public_told.html", context, status=status)


def _form_page(
    request: HttpRequest, form: PublicReport, *, note: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "lines": _lines(), "note": note}
    return render(request, "intake/public_report.html", context, status=status)


def _lines() -> list[dict]:
    language = get_language()
    return [
        {"number": line.number, "link": line.link, "text": line.words.in_language(language)}
        for line in emergency_lines()
    ]
