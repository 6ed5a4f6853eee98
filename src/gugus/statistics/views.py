"""The figures page and the definitions behind it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.kernel.cells import csv_lines
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Kind, Period
from gugus.statistics.counting import Scale, may_be_exact, offered, scale_for
from gugus.statistics.definitions import VERSION, definitions
from gugus.statistics.forms import PeriodForm, years
from gugus.statistics.overview import overview, say
from gugus.statistics.rows import rows_of


def _asked(request: HttpRequest, today: date) -> tuple[PeriodForm, Period, Scale, bool]:
    """The form, the period and scale it asks for, and whether another period had to be taken."""
    form = PeriodForm(request.GET or {"period": ""})
    valid = form.is_valid()
    period = (form.cleaned_data.get("period") if valid else None) or Period.containing(Kind.YEAR, today)
    scale = scale_for(request.viewer, own=valid and form.cleaned_data["own"])
    if offered(period, scale):
        return form, period, scale, False
    return form, Period.containing(Kind.YEAR, period.first_day), scale, True


@staff_door(Section.FIGURES)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Everything the chair asks, with pictures and the tables beside them."""
    now = timezone.now()
    today = timezone.localdate(now)
    form, period, scale, widened = _asked(request, today)
    context = {
        "form": form,
        "years": years(today),
        "figures": overview(period, scale, today),
        "scale": scale,
        "may_be_exact": may_be_exact(request.viewer),
        "widened": widened,
        "threshold": THRESHOLD,
        "now": now,
        "version": VERSION,
        "period_words": say(period.words),
        "recap": min(period.year, today.year),
    }
    return render(request, "statistics/overview.html", context, status=200 if form.is_valid() else 422)


@staff_door(Section.FIGURES)
@require_safe
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """What a figure counts and how small counts are kept back."""
    found = definitions().get(code)
    if found is None:
        raise Http404
    context = {"title": say(found.title), "what": say(found.what), "unit": found.unit, "threshold": THRESHOLD}
    return render(request, "statistics/definition.html", context | {"version": VERSION})


@staff_door(Section.FIGURES, Verb.EXPORT)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The tables exactly as they are shown, hidden counts included, as CSV."""
    today = timezone.localdate()
    _form, period, scale, _widened = _asked(request, today)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="gugus-{period}.csv"'
    answer.write("\ufeff")
    head = [_("Figure"), _("What"), _("Part"), _("Number"), _("Period"), _("Definition")]
    rows = ([*row, str(period), VERSION] for row in rows_of(overview(period, scale, today)))
    answer.writelines(csv_lines([head, *rows]))
    return answer
