"""Pages of the calendar behind the tasks: clocks with their legal basis, and days off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import NO_RIGHT
from gugus.places.queries import labels
from gugus.tasks import editing, queries
from gugus.tasks.forms import ClockForm, HolidayForm
from gugus.tasks.models import Clock


@staff_door()
@require_GET
def clocks(request: HttpRequest) -> HttpResponse:
    """What runs where: every clock in force today."""
    today = timezone.localdate()
    rows = list(queries.clocks_today(today))
    context = {
        "rows": _shown(rows),
        "today": today,
        "may_edit": request.viewer.has(Section.LAW, Verb.WRITE),
    }
    return render(request, "tasks/clocks.html", context)


@staff_door()
@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest, code: str) -> HttpResponse:
    """One clock with its history; an administrator lets another length count from a day on."""
    rows = list(queries.clock_history(code))
    if not rows:
        raise Http404
    may_edit = request.viewer.has(Section.LAW, Verb.WRITE)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(NO_RIGHT)
    today = timezone.localdate()
    current = next((row for row in rows if row.area_code == "" and row.valid_to is None), rows[0])
    form = ClockForm(
        request.POST if request.method == "POST" else None,
        initial=_as_it_runs(current) | {"valid_from": today},
    )
    if request.method == "POST" and form.is_valid() and _changed(request, current, form):
        messages.success(request, _("The clock was changed. Running tasks keep the one they began with."))
        return redirect("tasks:clock", code)
    context = {"rows": _shown(rows), "clock": current, "form": form, "may_edit": may_edit, "today": today}
    context["words"] = current.words_in(get_language())
    return render(request, "tasks/clock.html", context, status=422 if form.errors else 200)


@staff_door()
@require_http_methods(["GET", "POST"])
def days_off(request: HttpRequest) -> HttpResponse:
    """Public holidays and collective leave of a year; an administrator keeps the list."""
    may_edit = request.viewer.has(Section.LAW, Verb.WRITE)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(NO_RIGHT)
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = editing.keep_holiday(**form.cleaned_data, by=request.viewer.user, at=timezone.now())
        messages.success(request, _("The day was kept."))
        return redirect(f"{request.path}?year={row.day.year}")
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and 2000 <= int(given) <= 2100 else timezone.localdate().year
    context = {"days": queries.days_off(year), "year": year, "form": form, "may_edit": may_edit}
    return render(request, "tasks/days_off.html", context, status=422 if form.errors else 200)


def _shown(rows: list[Clock]) -> list[dict]:
    language = get_language()
    areas = labels({row.area_code for row in rows if row.area_code})
    return [
        {
            "clock": row,
            "words": row.words_in(language),
            "basis": row.basis_in(language),
            "area": areas.get(row.area_code, ""),
        }
        for row in rows
    ]


def _as_it_runs(row: Clock) -> dict:
    return {
        "amount": row.amount,
        "unit": row.unit,
        "hours": row.hours,
        "legal_basis": row.basis_in(get_language())[:160],
    }


def _changed(request: HttpRequest, current: Clock, form: ClockForm) -> bool:
    try:
        editing.change_clock(clock=current, by=request.viewer.user, at=timezone.now(), **form.cleaned_data)
    except editing.CannotChangeClock as refused:
        form.show(refused)
        return False
    return True
