"""The schedule, the preview, runs, and what is left of each record."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.approvals.actions import CannotAsk
from gugus.audit.actions import Named, record
from gugus.base.pictures import Bar
from gugus.retention import actions, editing, leftovers
from gugus.retention.codes import BY_RUN, ItemState, Method, RecordClass
from gugus.retention.forms import DayForm, RuleForm, RunForm
from gugus.retention.gate import may, run_for
from gugus.retention.models import Run
from gugus.retention.preview import Preview, ahead, preview
from gugus.retention.schedule import history, rules_on

PER_PAGE = 50
MOST_SHOWN = 50
TABS = (
    ("schedule", gettext_lazy("Schedule")),
    ("preview", gettext_lazy("Preview")),
    ("holds", gettext_lazy("Legal holds")),
    ("runs", pgettext_lazy("retention", "Runs")),
    ("certificates", gettext_lazy("Certificates")),
    ("left", gettext_lazy("What stays")),
)


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of retention beside each other."""
    return [
        {"label": label, "url": f"/retensi/{PATHS[name]}", "current": name == current} for name, label in TABS
    ]


PATHS = {
    "schedule": "", "preview": "pratinjau/", "holds": "tahanan/", "runs": "pelaksanaan/",
    "certificates": "berita-acara/", "left": "sisa/",
}  # fmt: skip


@staff_door(Section.PRIVACY)
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """How long each class is kept, from when, on what basis."""
    counts = rules_on(timezone.localdate(), request.viewer.agency_id)
    language = get_language()
    rows = [
        {"rule": counts[code], "basis": counts[code].basis_in(language), "by_run": code in BY_RUN}
        for code in RecordClass.values
        if code in counts
    ]
    return render(request, "retention/schedule.html", {"rows": rows, "tabs": tabs("schedule")})


@staff_door(Section.PRIVACY)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One class: what counted when, and a form for whoever may change it."""
    counts = rules_on(timezone.localdate(), request.viewer.agency_id).get(code)
    if counts is None:
        raise Http404
    may_edit = may(request.viewer, Verb.DECIDE) and counts.method != Method.KEEP
    form = RuleForm(request.POST or None, initial=_as_typed(counts))
    if request.method == "POST":
        if not may_edit:
            raise Http404
        if form.is_valid():
            try:
                editing.change_rule(record_class=code, by=request.viewer.user, at=now(), **form.cleaned_data)
            except editing.CannotChangeRule as refused:
                form.show(refused)
            else:
                return redirect("retention:rule", code)
    rows = [
        {"rule": one, "basis": one.basis_in(get_language())}
        for one in history(code, request.viewer.agency_id)
    ]
    context = {"counts": counts, "rows": rows, "form": form, "may_edit": may_edit}
    return render(request, "retention/rule.html", context, status=422 if form.errors else 200)


def _as_typed(counts) -> dict[str, Any]:
    return {
        "amount": counts.amount, "unit": counts.unit, "basis": counts.basis_in(get_language()),
        "status": counts.status, "valid_from": timezone.localdate(),
    }  # fmt: skip


@staff_door(Section.PRIVACY)
@require_GET
def look_ahead(request: HttpRequest) -> HttpResponse:
    """What would go on a day, and what comes due in the months ahead. Looking is written to the trail."""
    form = DayForm(request.GET or None)
    on, at = form.chosen(), now()
    agency = request.viewer.user.agency
    about = Named("agency", agency.pk, "")
    record("retention.previewed", about=about, by=request.viewer.user, at=at, changes={"as_of": on})
    found = preview(agency.pk, on, at=at)
    asking = RunForm(initial={"on": on, "seen": found.digest})
    return render(request, "retention/preview.html", _previewed(request, found, form, asking, at))


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Freeze exactly the list that was on the screen and ask a second person."""
    form, at = RunForm(request.POST), now()
    agency = request.viewer.user.agency
    if form.is_valid():
        try:
            made = actions.ask_run(agency=agency.pk, by=request.viewer.user, at=at, **form.cleaned_data)
        except (actions.CannotForget, CannotAsk) as refused:
            form.show(refused)
        else:
            return redirect("retention:run", made.ref)
    on = form.cleaned_data.get("on") or timezone.localdate(at)
    found = preview(agency.pk, on, at=at)
    form.data = form.data.copy()
    form.data["seen"] = found.digest
    return render(
        request,
        "retention/preview.html",
        _previewed(request, found, DayForm({"on": on}), form, at),
        status=422,
    )


def _previewed(request: HttpRequest, found: Preview, form: DayForm, asking: RunForm, at: datetime) -> dict:
    counts = found.by_class_and_year()
    today = timezone.localdate(at)
    return {
        "found": found, "form": form, "asking": asking, "tabs": tabs("preview"), "today": today,
        "classes": [
            {
                "label": RecordClass(code).label, "total": years.total(),
                "bars": [Bar(str(year), years[year]) for year in sorted(years)],
            }
            for code, years in counts.items()
        ],
        "months": [Bar(date_format(first, "M Y"), count) for first, count in ahead(request.viewer.agency_id, today)],
        "free": found.free[:MOST_SHOWN], "held": found.held_back[:MOST_SHOWN], "most": MOST_SHOWN,
        "may_ask": may(request.viewer, Verb.DECIDE) and found.on <= today and bool(found.free),
        "open_run": _open_run(request), "digest": found.digest,
    }  # fmt: skip


def _open_run(request: HttpRequest) -> Run | None:
    return next((one for one in Run.objects.visible_to(request.viewer) if one.is_open), None)


@staff_door(Section.PRIVACY)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Every list that was asked for, the newest first."""
    rows = Run.objects.visible_to(request.viewer).select_related("asked_by", "decided_by")
    rows = rows.annotate(settled=Count("items", filter=~Q(items__state=ItemState.WAITING))).order_by(
        "-asked_at"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "retention/runs.html", {"page": page, "tabs": tabs("runs")})


@staff_door(Section.PRIVACY)
@require_GET
def run(request: HttpRequest, ref: str) -> HttpResponse:
    """One run: how far it is, who agreed, which records, and what was left alone and why."""
    found = run_for(request.viewer, ref)
    items = found.items.order_by("state", "record_class", "record_ref")
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    states = dict(found.items.order_by().values_list("state").annotate(number=Count("pk")))
    settled = found.count - states.get(ItemState.WAITING, 0)
    context = {
        "run": found, "page": page, "settled": settled, "done": states.get(ItemState.DONE, 0),
        "skipped": states.get(ItemState.SKIPPED, 0), "certificate": getattr(found, "certificate", None),
    }  # fmt: skip
    return render(request, "retention/run.html", context)


@staff_door(Section.PRIVACY)
@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """What is left of each table when a record is forgotten: every field that stays, and why."""
    return render(request, "retention/left.html", {"tables": leftovers.tables(), "tabs": tabs("left")})
