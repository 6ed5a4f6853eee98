"""The tables that officials edit: numbers, duties of the law, the text that is read out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.consent import queries
from gugus.consent.editing import add_text, change_duty, change_number
from gugus.consent.forms import DutyForm, NumberForm, TextForm
from gugus.consent.models import LegalDuty, Number

DUTY_FACTS = ("words_id", "words_en", "plain_id", "plain_en", "legal_basis", "gives", "keeps")


@staff_door(Section.LAW)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All tables with how sure each row is."""
    at, language = now(), get_language()
    text = queries.text_on(at)
    context = {
        "numbers": [(one, one.words_in(language)) for one in Number.objects.filter(valid_to=None)],
        "duties": [(one, one.words_in(language), one.plain_in(language)) for one in queries.duties_on(at)],
        "purposes": [(one, one.words_in(language), one.plain_in(language)) for one in queries.purposes_on(at)],
        "text": text, "text_words": text.text_in(language) if text else "",
        "may_write": request.viewer.has(Section.LAW, Verb.WRITE),
    }  # fmt: skip
    return render(request, "consent/tables.html", context)


@staff_door(Section.LAW, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, code: str) -> HttpResponse:
    """Change one number."""
    row = Number.objects.filter(code=code, valid_to=None).first()
    if row is None:
        raise Http404
    initial = {"amount": row.amount, "legal_basis": row.legal_basis}
    form = NumberForm(request.POST if request.method == "POST" else None, initial=initial)

    def run():
        return change_number(code=code, by=request.viewer.user, at=now(), **form.cleaned_data)

    return _edited(request, form, run, row.words_in(get_language()))


@staff_door(Section.LAW, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, code: str) -> HttpResponse:
    """Change one duty of the law."""
    row = LegalDuty.objects.filter(code=code, valid_to=None).first()
    if row is None:
        raise Http404
    initial = {name: getattr(row, name) for name in DUTY_FACTS}
    form = DutyForm(request.POST if request.method == "POST" else None, initial=initial)

    def run():
        given = dict(form.cleaned_data)
        how = {"reason": given.pop("reason"), "ends": given.pop("ends")}
        return change_duty(code=code, facts=given, by=request.viewer.user, at=now(), **how)

    return _edited(request, form, run, row.words_in(get_language()))


@staff_door(Section.LAW, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """A new version of the text that is read out."""
    newest = queries.text_on(now())
    initial = {"text_id": newest.text_id, "text_en": newest.text_en} if newest else {}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)

    def run():
        return add_text(by=request.viewer.user, at=now(), **form.cleaned_data)

    return _edited(request, form, run, "")


def _edited(request: HttpRequest, form, run, title: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            run()
            return redirect("consent:tables")
        except Cannot as refused:
            form.show(refused)
    context = {"form": form, "title": title}
    return render(request, "consent/table_edit.html", context, status=422 if form.is_bound else 200)
