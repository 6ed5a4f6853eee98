"""Pages of services: what is due, one line and its steps, a new line, the printed list of a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.care import clocks, forms, queries
from gugus.care.actions import arrange, attend, cancel_line, finish_line, read_lines, write_line
from gugus.care.asking import hurdles_to_asking
from gugus.care.codes import AbsenceCode, Attendance, MoveCode
from gugus.care.gate import line_for, may_change, readable, sight_to_serve
from gugus.care.models import PlanStep, ServiceLine
from gugus.care.panels import told
from gugus.care.plans import choosable_steps
from gugus.care.referring import hurdles_to_referring_line
from gugus.care.rules import steps_from
from gugus.cases.policies import Sight, sight_of
from gugus.directory.queries import agencies
from gugus.people.queries import shown_names
from gugus.referrals.queries import referable

PER_PAGE = 25
TABS = (("open", _("Open")), ("late", _("Late")), ("ended", pgettext_lazy("service", "Ended")))


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done with a line: address, action, form, words."""

    slug: str
    run: Any
    form: type
    label: Any
    icon: str
    kind: str = ""


STEPS = {
    "attend": Step("hadir", attend, forms.AttendForm, _("Attendance"), "check"),
    "arrange": Step("janji", arrange, forms.ArrangeForm, _("Appointment"), "calendar"),
    "finish": Step("selesai", finish_line, forms.FinishForm, _("Done"), "check-circle", "main"),
    "cancel": Step("batal", cancel_line, forms.CancelForm, _("Cancel service"), "x", "danger"),
}
BY_SLUG = {one.slug: name for name, one in STEPS.items()}


@staff_door(Section.CARE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The services of my agency's cases and those my agency gives, by deadline."""
    at = now()
    tab = request.GET.get("tab", "open")
    tab = tab if tab in dict(TABS) else "open"
    page = Paginator(queries.work_list(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    rows = told(list(page.object_list), request.viewer, at)
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in TABS]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    return render(request, "care/list.html", context)


@staff_door(Section.CARE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One service, with its notes. Reading it is written to the trail."""
    at = now()
    line = line_for(request.viewer, ref, at=at)
    read_lines(case=line.case, about=line, by=request.viewer.user, at=at)
    return render(request, "care/detail.html", _facts(request, line, at))


def _facts(request: HttpRequest, line: ServiceLine, at: datetime) -> dict:
    told([line], request.viewer, at)
    sight = sight_of(request.viewer, line.case, at)
    names = steps_from(line.state) if may_change(sight, line) else ()
    may_refer = (
        sight.is_ours and sight.may(Verb.WRITE, Section.REFERRAL) and not hurdles_to_referring_line(line)
    )
    may_ask = (
        line.opinion == "" and may_change(sight, line) and not hurdles_to_asking(line, request.viewer.user)
    )
    return {
        "line": line,
        "clock": (clock := clocks.clock_for(line.service, line.asked_at, line.agency.area_code)),
        "clock_basis": clock.basis_in(get_language()),
        "steps": [STEPS[name] for name in names],
        "now": at,
        "may_refer": may_refer,
        "may_ask": may_ask,
        "shows_opinion": sight.is_ours,
        "appointments": _appointments(line),
        "plan_step": line.step if line.step and line.step.section in readable(sight) else None,
    }


def _appointments(line: ServiceLine) -> list:
    """Every appointment with the words of its reason."""
    found = list(line.appointments.select_related("recorded_by", "data_key"))
    for one in found:
        reasons = AbsenceCode if one.attendance == Attendance.ABSENT else MoveCode
        one.code_words = dict(reasons.choices).get(one.code, "")
    return found


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """Appointment, result or cancelling. Too late: what the other one did, and what was typed."""
    at = now()
    line = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    name = BY_SLUG.get(slug, "")
    if not name or (request.method == "GET" and name not in steps_from(line.state)):
        return redirect("care:detail", ref)
    asked = STEPS[name]
    initial = {
        "version": line.version,
        "done_on": timezone.localdate(at),
        "appointment_at": line.appointment_at,
    }
    form = asked.form(request.POST if request.method == "POST" else None, initial=initial)
    context = {**_facts(request, line, at), "step": asked, "form": form}
    if not form.is_bound:
        return render(request, "care/step.html", context)
    if name not in steps_from(line.state):
        return _clash(request, ref, context, at)
    if form.is_valid():
        try:
            asked.run(
                line=line, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **form.words
            )
        except Stale:
            return _clash(request, ref, context, at)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("care:detail", ref)
    return render(request, "care/step.html", context, status=422)


def _clash(request: HttpRequest, ref: str, context: dict, at: datetime) -> HttpResponse:
    line = line_for(request.viewer, ref, at=at)
    still = BY_SLUG[context["step"].slug] in steps_from(line.state)
    return render(
        request,
        "care/step.html",
        {**context, "line": told([line], request.viewer, at)[0], "clash": True, "still": still},
        status=409,
    )


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody in the case needs a service."""
    at = now()
    sight = sight_to_serve(request.viewer, ref, at=at)
    parties = {str(one.pk): one for one in referable(sight.case)}
    steps = {str(one.pk): one for one in choosable_steps(sight.case, readable(sight))}
    form = _line_form(request, sight, parties, steps, at)
    if request.method == "POST" and form.is_valid():
        try:
            line = _write(sight, form.words, parties, steps, at)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("care:detail", line.ref)
    status = 422 if form.is_bound else 200
    return render(request, "care/new.html", {"case": sight.case, "form": form}, status=status)


def _line_form(
    request: HttpRequest, sight: Sight, parties: dict, steps: dict[str, PlanStep], at: datetime
) -> forms.LineForm:
    names = shown_names(request.viewer, [one.person for one in parties.values()], at)
    choices = [(key, f"{names[one.person_id]} · {one.get_role_display()}") for key, one in parties.items()]
    initial = {"asked_at": at.replace(second=0, microsecond=0), "service": request.GET.get("service", "")}
    if not sight.is_ours:
        initial["provider"] = sight.viewer.agency_id
    meant = steps.get(request.GET.get("step", ""))
    if meant is not None:
        person = meant.goal.plan.person_id
        initial |= {"step": str(meant.pk), "provider": meant.by_agency_id}
        initial["party"] = next((key for key, one in parties.items() if one.person_id == person), "")
    several = len({one.goal.plan_id for one in steps.values()}) > 1
    return forms.LineForm(
        request.POST or None, parties=choices, agencies=agencies(timezone.localdate(at)), initial=initial,
        steps=[(key, _named(one, names, several)) for key, one in steps.items()],
    )  # fmt: skip


def _named(step: PlanStep, names: dict, several: bool) -> str:
    """Number and words of a step; whose, where there are several plans."""
    words = f"{step.goal.number}.{step.number} {step.words or ''}"[:90]
    return f"{names.get(step.goal.plan.person_id, '')} · {words}" if several else words


def _write(sight: Sight, words: dict, parties: dict, steps: dict, at: datetime) -> ServiceLine:
    """A provider writes under the referral that brought it here."""
    words["step"] = steps.get(words.get("step") or "")
    referral = None if sight.is_ours else queries.running_referral(sight.viewer, sight.case)
    party = parties[words.pop("party")]
    return write_line(case=sight.case, party=party, referral=referral, by=sight.viewer.user, at=at, **words)


@staff_door(Section.CARE)
@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The services of a case as a table on paper, names masked, always in Indonesian."""
    at = now()
    sight = sight_to_serve(request.viewer, ref, verb=Verb.SEE, at=at)
    lines = [
        one
        for one in queries.lines_of(request.viewer, sight.case)
        if sight.may(Verb.SEE, Section(one.section))
    ]
    read_lines(case=sight.case, about=sight.case, by=request.viewer.user, at=at)
    agency = request.viewer.user.agency
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    with translation.override("id"):
        told(lines, request.viewer, at)
        context = {
            "case": sight.case,
            "lines": lines,
            "now": at,
            "letterhead": {"name": agency.name, "address": contact},
        }
        return render(request, "care/print.html", context)
