"""The agency's agreements, one agreement, its steps."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.agreements import queries, rules, wording
from gugus.agreements.actions import PROPOSE, read_agreement
from gugus.agreements.codes import State, Tab
from gugus.agreements.gate import sight_for
from gugus.agreements.policies import Sight
from gugus.agreements.stepping import BY_SLUG, StepPage, possible_steps
from gugus.approvals.models import Request
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.files.queries import attachments_of

PER_PAGE = 25


@staff_door(Section.AGREEMENT)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Four lists: what waits for our signature, what is in force, what comes, what is past."""
    counts, at = queries.counts(request.viewer), now()
    tab = request.GET.get("tab", "")
    if tab not in Tab.values:
        tab = Tab.WAITING if counts[Tab.WAITING] else Tab.IN_FORCE if counts[Tab.IN_FORCE] else Tab.COMING
    page = Paginator(queries.tray(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    parties = queries.parties_of(rows)
    lines = [_line(one, parties.get(one.pk, []), at) for one in rows]
    tabs = [
        {"label": label, "url": f"?tab={value}", "current": value == tab, "count": counts[value]}
        for value, label in Tab.choices
    ]
    may_write = request.viewer.has(Section.AGREEMENT, Verb.WRITE)
    context = {"page": page, "lines": lines, "tab": tab, "tabs": tabs, "may_write": may_write}
    return render(request, "agreements/index.html", context)


def _line(one, parties, at: datetime) -> dict:
    return {
        "agreement": one, "parties": wording.parties_words(parties), "chip": wording.CHIPS[one.state],
        "left": rules.days_left(one.ends_at, at) if one.state == State.IN_FORCE else None,
        "late": one.state == State.IN_FORCE and rules.is_running_out(one.ends_at, at),
        "reason": wording.code_words(one.state, one.code),
        "signed": sum(bool(part.decision) for part in parties), "of": len(parties),
    }  # fmt: skip


@staff_door(Section.AGREEMENT)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One agreement: who opens what to whom, which cases, until when, who has signed."""
    at = now()
    sight = sight_for(request.viewer, ref)
    read_agreement(agreement=sight.agreement, by=request.viewer.user, at=at)
    return render(request, "agreements/detail.html", facts_of(sight, at))


def facts_of(sight: Sight, at: datetime) -> dict:
    """An agreement in words, for page and steps."""
    one = sight.agreement
    running = one.state in rules.RUNS
    context = {
        "agreement": one, "sight": sight, "now": at, "steps": possible_steps(sight), "chip": wording.CHIPS[one.state],
        "reason": wording.code_words(one.state, one.code), "purposes": wording.purposes_words(one),
        "scope": wording.scope_lines(one), "parties": [_party(sight, part) for part in sight.parties],
        "left": rules.days_left(one.ends_at, at) if running else None,
        "late": one.state == State.IN_FORCE and rules.is_running_out(one.ends_at, at),
        "story": [_told(step) for step in queries.steps_of(one)], "editions": queries.editions_of(sight.viewer, one),
        "asked": _asked(sight, at), "attachments": attachments_of(one, sections=[Section.AGREEMENT]),
        "last": one.ends_at - timedelta(microseconds=1),
    }  # fmt: skip
    if sight.mine is not None and sight.may(Verb.WRITE):
        context |= {
            "upload_kind": "agreement",
            "upload_ref": one.ref,
            "upload_section": Section.AGREEMENT.value,
        }
    return context


def _party(sight: Sight, part) -> dict:
    ours = part.agency_id == sight.viewer.agency_id
    return {
        "part": part, "ours": ours, "sections": wording.sections_words(part.sections),
        "depth": wording.ceiling_words(part.field_class),
        "estimate": wording.estimate_words(part) if part.gives else "",
        "decision": part.get_decision_display(), "code": wording.code_words(State.DECLINED, part.code),
    }  # fmt: skip


def _told(step) -> dict:
    """A step as a line of the drawn history."""
    by = f"{step.by.full_name}, {step.by.agency.name}" if step.by else _("automatically")
    return {
        "at": step.at, "title": wording.STEPS.get(step.verb, step.get_to_state_display()),
        "text": wording.code_words(step.to_state, step.code), "by": by,
    }  # fmt: skip


def _asked(sight: Sight, at: datetime) -> Request | None:
    """The request that waits for a second person of the viewer's own agency."""
    if not sight.is_writer or sight.agreement.state != State.DRAFT:
        return None
    rows = Request.objects.unscoped(because="of one's own agency's draft").waiting(at)
    fits = rows.filter(kind=PROPOSE, about_id=sight.agreement.pk, facts__version=sight.agreement.version)
    return fits.filter(agency_id=sight.viewer.agency_id).first()


@staff_door(Section.AGREEMENT, fresh=True)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what would open, what follows, the words it needs, the button. Too late: what the other one did."""
    at = now()
    sight, asked = sight_for(request.viewer, ref), BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight)):
        return redirect("agreements:detail", ref)
    if why := sight.refusal(asked.verb):
        raise PermissionDenied(why)
    form = asked.form_for(sight)(request.POST or None, initial={"version": sight.agreement.version})
    if request.method == "GET":
        return _step_page(request, sight, asked, form, at)
    if not asked.possible(sight):
        return _step_page(request, sight, asked, form, at, status=409)
    if form.is_valid():
        try:
            return _done(request, sight, asked, form, at)
        except Stale:
            return _step_page(request, sight_for(request.viewer, ref), asked, form, at, status=409)
        except Cannot as refused:
            form.show(refused)
    return _step_page(request, sight, asked, form, at, status=422)


def _done(request: HttpRequest, sight: Sight, asked: StepPage, form, at: datetime) -> HttpResponse:
    seen = form.cleaned_data["version"]
    done = asked.run(agreement=sight.agreement, by=request.viewer.user, at=at, seen=seen, **form.words)
    if getattr(done, "request", None) is not None:
        messages.success(
            request, _("A second person of your agency was asked: %(ref)s") % {"ref": done.request.ref}
        )
    return redirect("agreements:detail", sight.agreement.ref)


def _step_page(request: HttpRequest, sight: Sight, asked: StepPage, form, at: datetime, *, status: int = 200):
    context = facts_of(sight, at) | {"step": asked, "form": form}
    if asked.counts:
        context["ours_would_open"] = queries.meant_of_ours(sight.viewer, sight.agreement, sight.parties, at)
        record("agreement.counted", about=sight.agreement, by=request.viewer.user, at=at)
    if status == 409:
        context |= {"clash": queries.last_step(sight.agreement), "still_possible": asked.possible(sight)}
        context["typed"] = [str(form.data[name]) for name in ("reason",) if form.data.get(name)]
    return render(request, "agreements/step.html", context, status=status)
