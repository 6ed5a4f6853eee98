"""The report on unusual access. It shows figures; people judge."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import NO_RIGHT
from gugus.audit.actions import record
from gugus.base.pictures import Bar
from gugus.trail.actions import CannotJudge, change_threshold, judge_figure
from gugus.trail.forms import JudgementForm, ThresholdForm
from gugus.trail.models import Threshold
from gugus.trail.queries import colleagues
from gugus.trail.unusual import Line, limits_on, monday, report

LONGEST_BACK = timedelta(weeks=52)


@staff_door(Section.TRAIL, Verb.EXPORT)
@require_GET
def index(request: HttpRequest, week: str = "") -> HttpResponse:
    """What stands out in a week, the last whole one unless another is asked for."""
    at = now()
    week = _week(week or request.GET.get("minggu", ""), localdate(at))
    record("trail.unusual_seen", by=request.viewer.user, at=at, changes={"week": week})
    return _page(request, week)


@staff_door(Section.TRAIL, Verb.EXPORT)
@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """Keep what the officer found out."""
    form = JudgementForm(request.POST, colleagues=colleagues(request.viewer))
    week = _week(request.POST.get("week", ""), localdate())
    if not form.is_valid():
        return _page(request, week, form=form, status=422)
    try:
        judge_figure(**form.cleaned_data, by=request.viewer.user, at=now())
    except CannotJudge as refused:
        form.show(refused)
        return _page(request, week, form=form, status=409)
    messages.success(request, _("Your judgement was kept."))
    return redirect(f"{reverse('trail:unusual')}?minggu={week.isoformat()}")


@staff_door()
@require_http_methods(["GET", "POST"])
def thresholds(request: HttpRequest) -> HttpResponse:
    """From when on a figure is shown, with earlier values; who keeps the rules changes it for everybody."""
    today = localdate()
    may_edit = request.viewer.has(Section.LAW, Verb.WRITE)
    form = ThresholdForm(request.POST if request.method == "POST" else None, initial={"valid_from": today})
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied(NO_RIGHT)
        if form.is_valid():
            try:
                change_threshold(**form.cleaned_data, by=request.viewer.user, at=now())
            except CannotJudge as refused:
                form.show(refused)
            else:
                messages.success(request, _("The threshold was changed."))
                return redirect("trail:thresholds")
    context = {
        "limits": [(figure.label, one) for figure, one in limits_on(today).items()], "form": form,
        "rows": Threshold.objects.order_by("figure", "-valid_from").select_related("changed_by"), "may_edit": may_edit,
    }  # fmt: skip
    return render(request, "trail/thresholds.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, week: date, *, form: JudgementForm | None = None, status: int = 200
) -> HttpResponse:
    lines = report(request.viewer.user.agency, week)
    this = monday(localdate())
    context = {
        "week": week, "ends": week + timedelta(days=6), "earlier": week - timedelta(weeks=1),
        "later": week + timedelta(weeks=1) if week < this else None, "is_running": week == this,
        "lines": [_shown(line, form, week, request) for line in lines], "form": form,
        "may_open_breach": request.viewer.has(Section.PRIVACY, Verb.WRITE),
    }  # fmt: skip
    return render(request, "trail/unusual.html", context, status=status)


def _shown(line: Line, form: JudgementForm | None, week: date, request: HttpRequest) -> dict:
    mine = form and form.data.get("user") == str(line.user.pk) and form.data.get("figure") == line.figure
    fresh = JudgementForm(
        colleagues=colleagues(request.viewer), initial={"user": line.user.pk, "week": week, "figure": line.figure},
        auto_id=f"{line.figure}-{line.user.pk}-%s",
    )  # fmt: skip
    bars = [Bar(f"{when:%d.%m.}", count, "high" if when == week else "") for when, count in line.past]
    return {"line": line, "form": form if mine else fresh, "bars": bars}


def _week(typed: str, today: date) -> date:
    """The week that was asked for, not in the future and not too long ago; else the last whole one."""
    last = monday(today) - timedelta(weeks=1)
    try:
        asked = parse_date(typed)
    except ValueError:
        asked = None
    if asked is None or not today - LONGEST_BACK <= asked <= today:
        return last
    return monday(asked)
