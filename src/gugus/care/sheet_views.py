"""Pages of the sheet of assessment: what counts, every version, and the draft of the next one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.care import sheet_writing
from gugus.care.codes import SheetState
from gugus.care.instruments import OWN, Book, plain
from gugus.care.models import AssessmentInstrument
from gugus.care.sheet_forms import CountForm, DomainForm
from gugus.law.assessing import Instrument
from gugus.law.lists import UnknownCode


@staff_door(Section.LAW)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The sheet that counts today, with its sentences, and the versions that counted when."""
    return render(request, "care/sheet.html", _facts(request, Book().on(timezone.localdate())))


@staff_door(Section.LAW)
@require_GET
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version as it was written."""
    try:
        sheet = Book().of(code, number)
    except UnknownCode:
        raise Http404 from None
    return render(request, "care/sheet.html", _facts(request, sheet) | {"older": True})


@staff_door(Section.LAW, Verb.WRITE)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft begins with what counts today."""
    sheet_writing.begin_sheet(by=request.viewer.user, at=now())
    return redirect("care:sheet_draft")


@staff_door(Section.LAW, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """The draft, domain by domain, and the form that lets it count."""
    row = _draft()
    if row is None:
        return redirect("care:sheets")
    first = {"valid_from": timezone.localdate(), "version": row.version}
    form = CountForm(request.POST if request.method == "POST" else None, initial=first)

    def run() -> None:
        seen, by = form.cleaned_data["version"], request.viewer.user
        sheet_writing.let_count(**form.words, by=by, at=now(), seen=seen)
        messages.success(request, _("The sheet counts. Assessments that were begun before keep theirs."))

    context = {"row": row, "domains": _shown(row.domains)}
    return _answered(request, form, run, "care/sheet_draft.html", context, "sheets")


@staff_door(Section.LAW, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def domain(request: HttpRequest, code: str = "") -> HttpResponse:
    """One domain of the draft, or a new one."""
    row = _draft()
    if row is None:
        return redirect("care:sheets")
    kept = next((one for one in row.domains if one["code"] == code), None)
    if code and kept is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = DomainForm(posted, domain=kept, initial={"version": row.version})

    def run() -> None:
        seen, by = form.cleaned_data["version"], request.viewer.user
        sheet_writing.write_domain(domain=form.domain, was=code, by=by, at=now(), seen=seen)

    context = {"row": row, "title": kept[_language()] if kept else ""}
    return _answered(request, form, run, "care/sheet_domain.html", context, "sheet_draft")


@staff_door(Section.LAW, Verb.WRITE)
@require_POST
def drop_domain(request: HttpRequest, code: str) -> HttpResponse:
    """A domain of the draft goes."""
    return _gone(request, lambda **who: sheet_writing.drop_domain(code=code, **who), "sheet_draft")


@staff_door(Section.LAW, Verb.WRITE)
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """The draft goes."""
    return _gone(request, sheet_writing.drop_sheet, "sheets")


def _gone(request: HttpRequest, run: Callable, then: str) -> HttpResponse:
    given = request.POST.get("version", "")
    try:
        run(by=request.viewer.user, at=now(), seen=int(given) if given.isdecimal() else -1)
    except Stale:
        messages.warning(request, _("Somebody changed the draft meanwhile. Look at it and decide again."))
        return redirect("care:sheet_draft")
    except Cannot:  # the draft is gone already
        return redirect("care:sheets")
    return redirect(f"care:{then}")


def _answered(
    request: HttpRequest, form, run: Callable[[], None], template: str, context: dict[str, Any], then: str
) -> HttpResponse:
    """Show a form or do what it says; a refusal stands at its field, and nothing typed is lost."""
    context |= {"form": form}
    if not form.is_bound:
        return render(request, template, context)
    if form.is_valid():
        try:
            run()
        except Stale:
            return render(request, template, context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect(f"care:{then}")
    return render(request, template, context, status=422)


def _draft() -> AssessmentInstrument | None:
    return AssessmentInstrument.objects.filter(state=SheetState.DRAFT).first()


def _facts(request: HttpRequest, sheet: Instrument) -> dict[str, Any]:
    today = timezone.localdate()
    counting = Book().on(today)
    return {
        "sheet": sheet, "domains": _shown(plain(sheet)), "today": today, "own": OWN, "draft": _draft(),
        "rows": AssessmentInstrument.objects.counting().select_related("changed_by"),
        "counting": counting.version, "counts_shipped": counting.code != OWN,
        "may_write": request.viewer.has(Section.LAW, Verb.WRITE),
    }  # fmt: skip


def _shown(domains: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names and sentences in the reader's language."""
    language = _language()
    return [
        {
            "code": one["code"], "words": one[language], "section": Section(one["section"]).label,
            "said": list(enumerate(one[f"said_{language}"], start=1)),
        }
        for one in domains
    ]  # fmt: skip


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"
