"""The figures about referrals as a page and as a table."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.kernel.cells import csv_lines
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Kind, Period
from gugus.statistics.counting import Scale, offered
from gugus.statistics.definitions import VERSION
from gugus.statistics.forms import ReferralFiguresForm, years
from gugus.statistics.overview import say
from gugus.statistics.referring import FEWEST, SENT, may_count_own, referral_figures, referral_scale
from gugus.statistics.rows import rows_of


def read_asked(viewer, given: dict, today: date) -> tuple[ReferralFiguresForm, Period, Scale, str, bool]:
    """The form, the period, scale and side it asks for, and whether another period had to be taken."""
    form = ReferralFiguresForm({"period": "", **given})
    valid = form.is_valid()
    told = form.cleaned_data if valid else {"period": None, "own": False, "side": SENT}
    period = told["period"] or Period.containing(Kind.YEAR, today)
    scale = referral_scale(viewer, own=told["own"])
    if offered(period, scale):
        return form, period, scale, told["side"], False
    return form, Period.containing(Kind.YEAR, period.first_day), scale, told["side"], True


@staff_door(Section.FIGURES)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """How referrals are answered: exactly for the own agency, protected and by year for the task force."""
    now = timezone.now()
    today = timezone.localdate(now)
    form, period, scale, side, widened = read_asked(request.viewer, request.GET.dict(), today)
    context = {
        "form": form, "years": years(today), "scale": scale, "side": side, "widened": widened, "now": now,
        "figures": referral_figures(period, scale, today, side=side), "period_words": say(period.words),
        "may_be_exact": may_count_own(request.viewer), "threshold": THRESHOLD, "fewest": FEWEST, "version": VERSION,
        "may_export": request.viewer.has(Section.FIGURES, Verb.EXPORT),
        "may_see_board": request.viewer.has(Section.REFERRAL, Verb.SEE),
    }  # fmt: skip
    return render(request, "statistics/referrals.html", context, status=200 if form.is_valid() else 422)


@staff_door(Section.FIGURES, Verb.EXPORT)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The tables exactly as they are shown, hidden counts included, as CSV."""
    today = timezone.localdate()
    _form, period, scale, side, _widened = read_asked(request.viewer, request.GET.dict(), today)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="gugus-rujukan-{period}.csv"'
    answer.write("\ufeff")
    head = [_("Figure"), _("What"), _("Part"), _("Number"), _("Period"), _("Definition")]
    figures = referral_figures(period, scale, today, side=side)
    answer.writelines(csv_lines([head, *([*row, str(period), VERSION] for row in rows_of(figures))]))
    return answer
