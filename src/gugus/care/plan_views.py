"""Pages of plans: the list, one plan with its steps of procedure, how steps and goals stand, the paper twin."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.care import agreeing, plan_forms, planning, plans, reviewing, ruling
from gugus.care.codes import PlanState
from gugus.care.gate import may_plan, plan_for, readable
from gugus.care.instruments import Book
from gugus.care.models import CarePlan
from gugus.care.plan_steps import BY_SLUG, Step, possible_steps
from gugus.care.wording import domain_of
from gugus.cases.policies import Sight
from gugus.files.queries import attachments_of
from gugus.people.queries import shown_names
from gugus.referrals.wording import word

PER_PAGE = 25
TABS = (("waiting", _("Waiting")), ("active", _("Being carried out")), ("ended", _("Earlier versions")))


@staff_door(Section.CARE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The plans of my agency's cases and of those open to it; what is to be looked at first."""
    at = now()
    tab = request.GET.get("tab", "active")
    tab = tab if tab in dict(TABS) else "active"
    page = Paginator(plans.work_list(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = shown_names(request.viewer, [one.person for one in rows], at) if rows else {}
    today = timezone.localdate(at)
    for one in rows:
        one.shown_name = names.get(one.person_id, "")
        one.is_late = one.state == PlanState.ACTIVE and one.review_on < today
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in TABS]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "keep": f"tab={tab}&"}
    context["may_rule"] = request.viewer.has(Section.CARE, Verb.APPROVE)
    return render(request, "care/plans.html", context)


@staff_door(Section.CARE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One version as far as its parts are open. Reading it is written to the trail."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, at=at)
    planning.read_plan(plan=plan, by=request.viewer.user, at=at)
    return render(request, "care/plan.html", facts(plan, sight, at))


def facts(plan: CarePlan, sight: Sight, at: datetime) -> dict[str, Any]:
    """What page, paper and steps show of a plan."""
    told = plans.read(sight, plan, at)
    book, written_on = Book(), timezone.localdate(plan.written_at)
    for goal in told.goals:
        goal.domain_words = domain_of(book, goal.domain, written_on)
        for step in goal.open_steps:
            for line in step.open_lines:
                line.service_words = word("services", line.service)
    versions = [one for one in plans.plans_of(sight) if one.person_id == plan.person_id]
    ours = sight.is_ours
    return {
        "plan": plan,
        "told": told,
        "sight": sight,
        "case": sight.case,
        "now": at,
        "shown_name": shown_names(sight.viewer, [plan.person], at).get(plan.person_id, ""),
        "child": agreeing.counts_as_child(plan.person, at),
        "steps": possible_steps(sight, plan),
        "may_edit": plan.state == PlanState.DRAFT and may_plan(sight),
        "may_carry": plan.state == PlanState.ACTIVE and may_plan(sight),
        "may_renew": may_plan(sight) and not _coming(versions) and plan == versions[0],
        "versions": versions,
        "signatures": list(plan.signatures.select_related("recorded_by", "data_key")) if ours else [],
        "reviews": list(plan.reviews.select_related("by", "data_key")) if ours else [],
        "files": attachments_of(plan, sections=[Section.CARE]) if ours else [],
    }


def _coming(versions: list[CarePlan]) -> bool:
    return any(one.state in {PlanState.DRAFT, PlanState.WAITING} for one in versions)


@staff_door(Section.CARE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step of procedure: what follows, the words it needs. Too late: what stands now, and what was typed."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, at=at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight, plan)):
        return redirect("care:plan", ref)
    form = _form(asked, request, plan, at)
    context = facts(plan, sight, at) | {"step": asked, "form": form}
    if not form.is_bound:
        return render(request, "care/plan_step.html", context)
    if not asked.possible(sight, plan):
        return render(request, "care/plan_step.html", context | {"clash": True}, status=409)
    if form.is_valid():
        try:
            _run(asked, plan, form, request.viewer.user, at)
        except Stale:
            again = facts(*plan_for(request.viewer, ref, at=at), at)
            still = asked.possible(again["sight"], again["plan"])
            clashed = context | again | {"clash": True, "still": still}
            return render(request, "care/plan_step.html", clashed, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("care:plan", ref)
    return render(request, "care/plan_step.html", context, status=422)


def _form(asked: Step, request: HttpRequest, plan: CarePlan, at: datetime):
    today = timezone.localdate(at)
    initial: dict[str, Any] = {"version": plan.version, "signed_on": today, "on": today}
    more = {}
    if asked.form is plan_forms.SignatureForm:
        more["child"] = agreeing.counts_as_child(plan.person, at)
        initial["form"] = "paper"
    if asked.form is plan_forms.ReviewForm:
        initial |= {"next_on": planning.latest_review(at), "result": "on_track"}
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)


def _run(asked: Step, plan: CarePlan, form, by, at: datetime) -> None:
    words = form.words
    if asked.form is plan_forms.SignatureForm:
        words = {"said": agreeing.Signed(**words)}
    elif asked.form is plan_forms.ReviewForm:
        words = {"found": reviewing.Seen(**words)}
    asked.run(plan=plan, by=by, at=at, seen=form.cleaned_data["version"], **words)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """How a step of the plan stands."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    found = plans.step_of(plan, pk, readable(sight))
    if found is None:
        raise Http404
    today = timezone.localdate(at)
    state = found.state if found.state != "open" else "done"
    initial = {"version": plan.version, "state": state, "done_on": found.done_on or today}
    form = plan_forms.MarkForm(posted(request), initial=initial | {"words": found.result_words})

    def run() -> None:
        reviewing.mark_step(step=found, by=request.viewer.user, at=at, seen=seen_by(form), **form.words)

    return answer(request, plan, sight, form, run, {"about": found, "kind": "mark"}, at)


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """How a goal of the plan came out."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    found = plans.goal_of(plan, pk, readable(sight))
    if found is None:
        raise Http404
    initial = {"version": plan.version, "result": found.result, "result_on": timezone.localdate(at)}
    form = plan_forms.SettleForm(posted(request), initial=initial | {"words": found.result_words})

    def run() -> None:
        reviewing.settle_goal(goal=found, by=request.viewer.user, at=at, seen=seen_by(form), **form.words)

    return answer(request, plan, sight, form, run, {"about": found, "kind": "settle"}, at)


def answer(
    request: HttpRequest, plan: CarePlan, sight: Sight, form, run, more: dict[str, Any], at: datetime
) -> HttpResponse:
    """Run it and go back to the plan. A refusal stands at its field; a lost race says so and keeps what was typed."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                run()
            except Stale:
                plan, sight = plan_for(request.viewer, plan.ref, at=at)
                more, status = more | {"clash": True, "still": True}, 409
            except Cannot as refused:
                form.show(refused)
            else:
                return redirect("care:plan", plan.ref)
    return render(
        request, "care/plan_part.html", facts(plan, sight, at) | {"form": form} | more, status=status
    )


def gone(
    request: HttpRequest, plan: CarePlan, sight: Sight, form, more: dict[str, Any], at: datetime
) -> HttpResponse:
    """A colleague dropped what somebody was writing on: what was typed stays in view. A page only looked at: 404."""
    if not form.is_bound:
        raise Http404
    context = facts(plan, sight, at) | {"form": form, "clash": True} | more
    return render(request, "care/plan_part.html", context, status=409)


def posted(request: HttpRequest):
    """What was sent, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def seen_by(form) -> int | None:
    """The version that the writer saw."""
    return form.cleaned_data["version"]


@staff_door(Section.CARE)
@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The plan as a sheet to be signed, always in Indonesian, name masked: it is written in by hand."""
    at = now()
    plan, sight = plan_for(request.viewer, ref, at=at)
    planning.print_plan(plan=plan, by=request.viewer.user, at=at)
    agency = plan.agency
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    with translation.override("id"):
        context = facts(plan, sight, at) | {"letterhead": {"name": agency.name, "address": contact}}
        return render(request, "care/plan_print.html", context)


@staff_door(Section.CARE, Verb.APPROVE)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """Does my agency want its plans approved?"""
    at = now()
    agency = request.viewer.user.agency
    stands = ruling.rule_of(agency)
    initial = {"version": stands.version, "plan_approval": "yes" if stands.plan_approval else "no"}
    form = plan_forms.RuleForm(posted(request), initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            ruling.change_rule(
                agency=agency, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **form.words
            )
        except Stale:
            status = 409
        else:
            return redirect("care:plans")
    context = {"form": form, "clash": status == 409, "stands": ruling.rule_of(agency)}
    return render(request, "care/plan_rule.html", context, status=status)
