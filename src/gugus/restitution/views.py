"""Pages of restitution: the list, one claim with its ledger, its steps, a new claim, a line taken back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import NO_RIGHT
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.files.queries import attachments_of
from gugus.people.queries import shown_names
from gugus.restitution import forms, queries, rules
from gugus.restitution.actions.claiming import open_claim
from gugus.restitution.actions.ledger import take_back
from gugus.restitution.actions.telling import read_claim
from gugus.restitution.codes import Kind, Liability, Tab
from gugus.restitution.gate import Sight, case_to_claim_for, line_for, sight_for
from gugus.restitution.steps import BY_SLUG, GROUPS, Standing, Step, possible_steps, stages_open
from gugus.restitution.wording import (
    UNKNOWN,
    bars_of,
    debtors_told,
    head_bars,
    lines_told,
    names_of,
    rupiah,
    since_notice,
    table_of,
    told_rows,
)

PER_PAGE = 25


@staff_door(Section.JUSTICE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Claims within reach: with a deadline, late, not paid, running, ended."""
    at = now()
    tab = request.GET.get("tab", Tab.DUE)
    tab = tab if tab in Tab.values else Tab.DUE
    page = Paginator(queries.listed(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    rows = told_rows(page.object_list, request.viewer, at)
    for one in rows:
        one.claim.since = since_notice(one.claim, at)
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": rows, "tab": tab, "tabs": tabs, "now": at, "keep": f"tab={tab}&"}
    return render(request, "restitution/list.html", context)


@staff_door(Section.JUSTICE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One claim with its whole ledger. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_claim(claim=sight.claim, by=request.viewer.user, at=at)
    return render(request, "restitution/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page, the papers and the steps show of a claim. A fixed number of queries."""
    claim, viewer = sight.claim, sight.viewer
    lines = queries.lines_of(claim)
    balance = queries.balance_of(claim, lines)
    debtors = debtors_told(claim, viewer, balance, at)
    names = {one["debtor"].pk: one["name"] for one in debtors}
    stands = Standing(sight, balance, [one["debtor"] for one in debtors])
    steps = possible_steps(stands)
    return {
        "claim": claim, "sight": sight, "now": at, "balance": balance, "debtors": debtors, "stands": stands,
        "name": names_of(viewer, {claim.person_id}, at).get(claim.person_id, UNKNOWN),
        "lines": lines_told(lines, names, queries.evidence_of(lines)), "table": table_of(balance),
        "bars": bars_of(balance),
        "head_bars": head_bars(balance) if balance.granted else [], "turns": _turns(claim, names),
        "talks": queries.told_of(claim), "deadlines": _deadlines(claim), "since": since_notice(claim, at),
        "steps": steps, "groups": _groups(steps), "said": _said(balance), "outcome": rules.outcome(balance),
        "attachments": attachments_of(claim, sections=[Section.JUSTICE]),
        "late_for_court": _after_ninety(claim),
        "head_series": [_("Granted"), _("Not granted")], "counter_words": _("counter-line"),
        "taken_words": pgettext("line", "taken back"),
    }  # fmt: skip


def _said(balance: rules.Balance) -> dict[str, str]:
    """The sums in words; "" where there is nothing to say."""
    sums = {
        "granted": balance.granted, "received": balance.received, "remainder": balance.remainder,
        "at_court": balance.at_court, "surplus": balance.surplus, "fund": balance.of(Kind.FUND),
        "debt": balance.of(Kind.DEBT), "claimed": balance.of(Kind.CLAIMED), "applied": balance.applied,
    }  # fmt: skip
    return {name: rupiah(amount) if amount else "" for name, amount in sums.items()} | {
        "remainder_now": rupiah(balance.remainder), "received_now": rupiah(balance.received),
    }  # fmt: skip


def _turns(claim, names: dict) -> list[dict[str, Any]]:
    told = []
    for one in queries.turns_of(claim):
        why = one.get_code_display() if one.code else ""
        parts = (why, names.get(one.debtor_id, ""), one.document or "", one.words or "")
        who = f"{one.by.full_name}, {one.agency}" if one.by else ""
        text = " · ".join(part for part in parts if part)
        told.append({"on": one.on, "title": one.get_to_state_display(), "by": who, "text": text})
    return told


def _deadlines(claim) -> list[dict[str, Any]]:
    language = get_language()
    return [
        {"deadline": one, "words": one.clock.words_in(language), "basis": one.clock.basis_in(language)}
        for one in queries.deadlines_of([claim])
    ]


def _groups(steps: list[Step]) -> list[dict[str, Any]]:
    found = [{"label": label, "steps": [one for one in steps if one.group == key]} for key, label in GROUPS]
    return [one for one in found if one["steps"]]


def _after_ninety(claim) -> bool:
    """Was the application handed in after its clock ran out? The court decides what follows; the page says so."""
    if claim.knew_on is None or claim.applied_on is None:
        return False
    ended = [one for one in queries.deadlines_of([claim]) if one.kind == "restitution_apply"]
    return bool(ended) and claim.applied_on > timezone.localdate(ended[-1].due_at)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, what it needs, the button. Too late: what stands now, and what was typed."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    context = facts(sight, at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(context["stands"])):
        return redirect("restitution:detail", ref)
    if asked.decides and not sight.may_decide:
        raise PermissionDenied(NO_RIGHT)
    form = _form(asked, request, context, at)
    context |= {"step": asked, "form": form}
    if not form.is_bound:
        read_claim(claim=sight.claim, by=request.viewer.user, at=at)
        return render(request, "restitution/step.html", context)
    if form.is_valid():
        try:
            _run(asked, sight, form, context["stands"], at)
        except Stale:
            again = facts(sight_for(request.viewer, ref, at=at), at)
            return render(request, "restitution/step.html", context | again | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("restitution:detail", ref)
    return render(request, "restitution/step.html", context, status=422)


def _form(asked: Step, request: HttpRequest, context: dict, at: datetime):
    claim, more = context["claim"], {}
    initial = {"version": claim.version, "on": timezone.localdate(at), "route": claim.route}
    if issubclass(asked.form, forms.Sheet):
        owing = [one for one in context["debtors"] if one["debtor"].released_on is None]
        more = {
            "debtors": [(str(one["debtor"].pk), one["name"]) for one in owing],
            "shares": claim.liability == Liability.SHARES,
        }
    if asked.form is forms.LaterAmountsForm:
        more["stages"] = stages_open(context["stands"])
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)


def _run(asked: Step, sight: Sight, form, stands: Standing, at: datetime) -> None:
    words = form.words
    if "debtor" in words:
        chosen = words.pop("debtor")
        words["debtor"] = next((one for one in stands.debtors if str(one.pk) == chosen), None)
    if asked.slug != "beri-tahu":
        words["seen"] = form.cleaned_data["version"]
    if asked.slug == "bebas":
        words.pop("key", None)
    asked.run(claim=sight.claim, by=sight.viewer.user, at=at, **words)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """The right was explained to a survivor: a claim begins."""
    at = now()
    sight = case_to_claim_for(request.viewer, ref, at=at)
    people = [*queries.survivors_of(sight.case), *queries.accused_of(sight.case)]
    parties = {str(one.pk): one for one in people}
    names = shown_names(request.viewer, [one.person for one in people], at) if people else {}
    offered = {
        role: [(key, names[one.person_id]) for key, one in parties.items() if one.role == role]
        for role in ("survivor", "accused")
    }
    data = request.POST if request.method == "POST" else None
    form = forms.ClaimForm(
        data,
        survivors=offered["survivor"],
        accused=offered["accused"],
        initial={"told_on": timezone.localdate(at)},
    )
    if form.is_bound and form.is_valid():
        words = form.words
        words["party"] = parties[words["party"]]
        words["accused"] = [parties[one] for one in words["accused"]]
        try:
            claim = open_claim(case=sight.case, by=request.viewer.user, at=at, **words)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("restitution:detail", claim.ref)
    context = {"case": sight.case, "form": form, "offered": offered}
    return render(request, "restitution/new.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.JUSTICE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def take_line_back(request: HttpRequest, ref: str) -> HttpResponse:
    """A line was wrong: the page before its counter-line."""
    at = now()
    line, sight = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    data = request.POST if request.method == "POST" else None
    form = forms.TakeBackForm(data, initial={"version": sight.claim.version})
    context = {
        "claim": sight.claim, "line": line, "amount": rupiah(line.amount), "form": form,
        "told": lines_told([line], {})[0],
    }  # fmt: skip
    if not form.is_bound:
        read_claim(claim=sight.claim, by=request.viewer.user, at=at)
        return render(request, "restitution/take_back.html", context)
    if form.is_valid():
        try:
            take_back(
                line=line, by=request.viewer.user, at=at, seen=form.cleaned_data["version"], **form.words
            )
        except Stale:
            return render(request, "restitution/take_back.html", context | {"clash": True}, status=409)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("restitution:detail", sight.claim.ref)
    return render(request, "restitution/take_back.html", context, status=422)
