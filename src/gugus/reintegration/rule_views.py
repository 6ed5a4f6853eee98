"""The rules of monitoring: schedules of visits, stop rule, the shortest time; every version with its day and reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.reintegration import queries, rules
from gugus.reintegration.actions.ruling import change_rules
from gugus.reintegration.models import MonitoringRules
from gugus.reintegration.rule_forms import RulesForm
from gugus.tasks.clocks import NoClock, clock_on
from gugus.tasks.models import Clock

MONTHS = {"months": 1.0, "days": 1 / 30, "working_days": 1 / 21, "hours": 1 / 720}


@staff_door(Section.LAW)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What counts today, what was decided when, and the shortest time that the law asks for."""
    return render(request, "reintegration/rules.html", _facts(request))


@staff_door(Section.LAW, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """The next version. Two at once: the second is told, and keeps what was typed."""
    newest = MonitoringRules.objects.order_by("-number")[0]
    initial = RulesForm.starting(newest) | {"valid_from": timezone.localdate()}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"form": form, "newest": newest}
    if form.is_bound and form.is_valid():
        seen, by = form.cleaned_data["version"], request.viewer.user
        try:
            change_rules(wish=form.wish, reason=form.cleaned_data["reason"], by=by, at=now(), seen=seen)
        except Stale:
            return render(request, "reintegration/rules_edit.html", context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            messages.success(request, _("The rules were changed. Reintegrations that run keep theirs."))
            return redirect("reintegration:rules")
    return render(request, "reintegration/rules_edit.html", context, status=422 if form.is_bound else 200)


def _facts(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    counting, clock = queries.rules_on(today), _shortest()
    months = clock.amount * MONTHS[clock.unit] if clock else None
    return {
        "rows": MonitoringRules.objects.select_related("changed_by"), "counting": counting, "today": today,
        "schedules": [(risk, counting.days_of(risk)) for risk in rules.RISKS],
        "shortest": clock, "basis": clock.basis_in(get_language()) if clock else "",
        "weaker": rules.weaker_than_law(counting.safe_at_last, months),
        "may_write": request.viewer.has(Section.LAW, Verb.WRITE),
    }  # fmt: skip


def _shortest() -> Clock | None:
    try:
        return clock_on(rules.MINIMUM_CLOCK, timezone.localdate())
    except NoClock:
        return None
