"""What staff do with one report: judge, add, answer, decline, send on, take over, give back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.intake import actions, passing
from gugus.intake.codes import AdditionKind
from gugus.intake.forms import AnswerForm, DeclineForm, FactForm, NoCaseForm, ReturnForm, SendForm, TriageForm
from gugus.intake.gate import report_for
from gugus.intake.models import Report
from gugus.intake.views import page_of

GET_OR_POST = ["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with one form about one report: what it says and what happens when it is sent."""

    title: Any
    text: Any
    button: Any
    done: Any
    danger: bool = False


def add_reasons(form: Form, refused: Cannot) -> None:
    """Put each reason at its field, or at the top where the form has no such field."""
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, str(reason.words))


def attempt(form: Form, act: Callable[[], Any]) -> int:
    """Do it; the HTTP status of the answer: 200 done, 409 somebody was quicker, 422 refused with reasons."""
    try:
        with transaction.atomic():
            act()
    except Stale:
        form.data = form.data.copy()
        return 409
    except Cannot as refused:
        add_reasons(form, refused)
        return 422
    return 200


def sheet_page(
    request: HttpRequest, report: Report, form: Form, sheet: Sheet, *, act: Callable[[dict], Any]
) -> HttpResponse:
    """Show the form, or act on it and go back to the report."""
    status, meanwhile = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid() and (status := attempt(form, lambda: act(form.cleaned_data))) == 200:
            messages.success(request, sheet.done)
            return redirect("intake:report", ref=report.ref)
        if status == 409:
            meanwhile = fresh(report)
            form.data["version"] = meanwhile.version
    context = {"report": report, "form": form, "sheet": sheet, "meanwhile": meanwhile}
    return render(request, "intake/sheet.html", context, status=status)


def fresh(report: Report) -> Report:
    """The report as it is now, to be shown beside what somebody typed."""
    rows = Report.objects.unscoped(because="came through the gate").select_related("triaged_by", "data_key")
    return rows.get(pk=report.pk)


@staff_door(Section.REPORT, Verb.DECIDE)
@require_POST
def triage(request: HttpRequest, ref: str) -> HttpResponse:
    """Judge the risk; a colleague who was quicker is shown, and what was typed stays."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    form, status = TriageForm(request.POST), 422
    if form.is_valid():
        given = form.cleaned_data
        status = attempt(
            form,
            lambda: actions.triage(
                report=report, risk=given["risk"], danger_signs=given["danger_signs"], reason=given["reason"],
                by=request.viewer.user, at=at, seen=given["version"],
            ),
        )  # fmt: skip
    if status == 200:
        messages.success(request, _("The risk is saved."))
        return redirect("intake:report", ref=ref)
    meanwhile = fresh(report) if status == 409 else None
    if meanwhile:
        form.data["version"] = meanwhile.version
    return page_of(request, report, at, forms={"triage_form": form}, status=status, meanwhile=meanwhile)


@staff_door(Section.REPORT, Verb.WRITE)
@require_POST
def add_fact(request: HttpRequest, ref: str) -> HttpResponse:
    """Note something that came later."""
    form = FactForm(request.POST, prefix=AdditionKind.STAFF)
    return _added(request, ref, form, AdditionKind.STAFF, "fact_form", _("The fact is added."))


@staff_door(Section.REPORT, Verb.WRITE)
@require_POST
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Leave words for the reporter."""
    form = AnswerForm(request.POST, prefix=AdditionKind.ANSWER)
    return _added(
        request, ref, form, AdditionKind.ANSWER, "answer_form", _("The reporter can read your answer.")
    )


def _added(request: HttpRequest, ref: str, form: FactForm, kind: str, name: str, done: Any) -> HttpResponse:
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if not form.is_valid():
        return page_of(request, report, at, forms={name: form}, status=422)
    given = form.cleaned_data
    actions.add_fact(
        report=report, text=given["text"], kind=kind, by=request.viewer.user, at=at, key=given["key"]
    )
    messages.success(request, done)
    return redirect("intake:report", ref=ref)


@staff_door(Section.REPORT, Verb.DECIDE)
@require_http_methods(GET_OR_POST)
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    """We do not take it on, for a coded reason."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    sheet = Sheet(
        title=_("Decline the report"),
        text=_("It ends here and stays readable. Is another office competent? Then send it on instead."),
        button=_("Decline"),
        done=_("The report is declined."),
        danger=True,
    )
    act = _with(actions.decline, report, request, at)
    return sheet_page(request, report, _form(DeclineForm, request, report), sheet, act=act)


@staff_door(Section.REPORT, Verb.DECIDE)
@require_http_methods(GET_OR_POST)
def no_case(request: HttpRequest, ref: str) -> HttpResponse:
    """A question, a wrong number, a prank."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    sheet = Sheet(
        title=_("Not a case"),
        text=_("It counts as a call, not as a case. It stays readable."),
        button=_("End as not a case"),
        done=_("The report has ended as not a case."),
    )
    act = _with(actions.mark_not_a_case, report, request, at)
    return sheet_page(request, report, _form(NoCaseForm, request, report), sheet, act=act)


@staff_door(Section.REPORT, Verb.WRITE)
@require_http_methods(GET_OR_POST)
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """Another agency is competent."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    sheet = Sheet(
        title=_("Send on to another agency"),
        text=_(
            "The report stays yours until the other agency takes it over. If the danger is now, act first."
        ),
        button=_("Send on"),
        done=_("The report is sent on."),
    )
    form = _form(SendForm, request, report, today=localdate(at), own=report.agency_id)
    return sheet_page(request, report, form, sheet, act=_with(passing.send_on, report, request, at))


@staff_door(Section.REPORT, Verb.WRITE)
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Take over what was sent to us."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    return press(
        request,
        report,
        at,
        lambda seen: passing.accept_sent(report=report, by=request.viewer.user, at=at, seen=seen),
        done=_("The report is yours now."),
    )


def press(
    request: HttpRequest, report: Report, at: datetime, act: Callable[[int | None], Any], *, done: Any
) -> HttpResponse:
    """One press without a form: do it, or say why not."""
    seen = request.POST.get("version", "")
    try:
        with transaction.atomic():
            act(int(seen) if seen.isdecimal() else None)
    except Stale:
        return page_of(request, fresh(report), at, status=409, meanwhile=fresh(report))
    except Cannot as refused:
        for reason in refused.reasons:
            messages.error(request, reason.words)
        return page_of(request, fresh(report), at, status=422)
    messages.success(request, done)
    return redirect("intake:report", ref=report.ref)


@staff_door(Section.REPORT, Verb.WRITE)
@require_http_methods(GET_OR_POST)
def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    """It is not ours either. Afterwards we no longer see it, so the way leads to the inbox."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    sheet = Sheet(
        title=_("Return the report"),
        text=_("The sender has it again and reads your reason. You no longer see it."),
        button=_("Return it"),
        done=_("The report is returned."),
    )
    act = _with(passing.return_sent, report, request, at)
    answer = sheet_page(request, report, _form(ReturnForm, request, report), sheet, act=act)
    return redirect("intake:inbox") if answer.status_code == 302 else answer


def _form(kind: type[Form], request: HttpRequest, report: Report, **more: Any) -> Form:
    if request.method == "POST":
        return kind(request.POST, **more)
    return kind(initial={"version": report.version}, **more)


def _with(action: Callable, report: Report, request: HttpRequest, at: datetime) -> Callable[[dict], Any]:
    """The action with the form's fields as its arguments."""

    def act(given: dict) -> Any:
        words = {name: value for name, value in given.items() if name != "version"}
        return action(report=report, by=request.viewer.user, at=at, seen=given["version"], **words)

    return act
