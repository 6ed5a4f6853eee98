"""The case page: is the person safe, who is responsible, what is next, what is late, who else is involved."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.audit.queries import entries_about, lookers
from gugus.audit.verbs import describe
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.cases import panels, queries, rules
from gugus.cases.clocks import silent_since
from gugus.cases.closing import waiting_to_close
from gugus.cases.codes import EntryKind
from gugus.cases.forms import EntryForm, SafetyForm
from gugus.cases.gate import sight_for
from gugus.cases.policies import Sight
from gugus.cases.reading import CaseView, partial_day, read_case
from gugus.cases.records import draft_of
from gugus.cases.stages import STAGE_WORDS
from gugus.cases.story import marks_of, read_story
from gugus.cases.views.links import link
from gugus.cases.views.panels import shown_panels
from gugus.cases.wording import state_reason
from gugus.files.queries import attachments_of
from gugus.trail.queries import named

log = logging.getLogger(__name__)
TRAIL = 8
MARK_KINDS = {
    EntryKind.CONTACT: "safe",
    EntryKind.VISIT: "safe",
    EntryKind.COURT: "sealed",
    EntryKind.DECISION: "info",
    EntryKind.EVENT: "high",
}


@staff_door(Section.CASE)
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One screen for one case. Looking at it is written to the trail."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, at=at)
    view = read_case(sight, at)
    context = {
        "view": view, "sight": sight, "case": sight.case, "now": at,
        **_safety(sight, at), **_steering(sight, at), **_story(request, view, at),
        **_files(sight), "panels": shown_panels(request, request.viewer, sight, at),
        **(_trail(sight) if sight.sees_trail else {}),
        "trail_url": link("trail:index"),
        "may_read_trail": request.viewer.has(Section.TRAIL, Verb.SEE),
        "tasks_url": link("tasks:index"),
    }  # fmt: skip
    record("case.seen", about=sight.case, within=sight.case, by=request.viewer.user, at=at)
    return render(request, "cases/detail.html", context)


def _safety(sight: Sight, at: datetime) -> dict:
    """The banner that is never behind a tab."""
    case = sight.case
    runs = case.state in {"open", "on_hold"}
    due = case.safety_check_due_at
    return {
        "runs": runs,
        "safety_banner": {"danger": "safety", "safe": "safe"}.get(case.safety, "warning"),
        "check_is_late": runs and due is not None and due < at,
        "is_quiet": runs
        and rules.is_quiet(case.last_contact_at, case.opened_at, case.risk, silent_since(at)),
        "safety_form": SafetyForm(initial={"version": case.version}) if sight.may_write and runs else None,
    }


def _steering(sight: Sight, at: datetime) -> dict:
    """Stages, what may be done with the state, whether closing waits for somebody, what of the law runs on."""
    case = sight.case
    stages = [{"label": STAGE_WORDS[stage], "state": state} for stage, state in queries.steps(case)]
    moves = sorted(rules.MOVES[case.state]) if sight.may_decide else []
    return {
        "stages": stages, "moves": moves, "state_reason": state_reason(case.state, case.state_code),
        "closing": waiting_to_close(case, at) if "closed" in moves else None,
        "runs_on": panels.running_after(case) if case.watch_since and sight.may_write else [],
    }  # fmt: skip


def _story(request: HttpRequest, view: CaseView, at: datetime) -> dict:
    sight, case = view.sight, view.sight.case
    sections = sight.writable_sections
    form = None
    if sections and case.state != "archived":
        form = EntryForm(
            sections=sections, now=at, autosave_url=link("cases:draft", case.ref),
            initial={"text": draft_of(case, request.viewer.user)},
        )  # fmt: skip
    today = timezone.localdate(at)
    return {
        "entry_form": form,
        "story": read_story(sight, request.GET.get("older", "")),
        **_through_time(request, view, at),
        "today": max(today, timezone.localdate(case.opened_at)),
    }


def _through_time(request: HttpRequest, view: CaseView, at: datetime) -> dict:
    """What the picture shows: the case itself, and what higher contexts draw. One that fails leaves the others."""
    spans, events = _spans(view), _events(view.sight)
    for tell in panels.timelines():
        try:
            with transaction.atomic():
                drawn = list(tell(request.viewer, view.sight.case, at))
        except Exception:
            log.exception("A part of the picture of a case could not be drawn.")
            continue
        spans += [one for one in drawn if isinstance(one, CaseSpan)]
        events += [one for one in drawn if isinstance(one, CaseEvent)]
    return {"spans": spans, "events": events}


def _spans(view: CaseView) -> list[CaseSpan]:
    case = view.sight.case
    spans = []
    for one in view.incidents:
        begins, ends = partial_day(one.incident.from_on), partial_day(one.incident.to_on)
        if begins:
            label = dict(one.facts).get("modus") or _("What happened")
            spans.append(CaseSpan(label, begins, ends, "high"))
    closed = timezone.localdate(case.state_at) if case.state in {"closed", "archived"} else None
    return [*spans, CaseSpan(_("Case open"), timezone.localdate(case.opened_at), closed)]


def _events(sight: Sight) -> list[CaseEvent]:
    """One mark for each kind and day; twenty notes of one day are one mark."""
    days: dict[tuple[date, EntryKind], None] = {}
    for mark in marks_of(sight):
        if mark.kind != EntryKind.NOTE:
            days[(timezone.localdate(mark.at), mark.kind)] = None
    return [CaseEvent(str(kind.label), day, MARK_KINDS[kind]) for day, kind in days]


def _files(sight: Sight) -> dict:
    """Files in the sections that the viewer sees, and where a new one would go."""
    seen = [str(one) for one in Section if sight.may(Verb.SEE, one, FieldClass.SENSITIVE)]
    context = {"attachments": attachments_of(sight.case, sections=seen)}
    if sight.writable_sections and sight.case.state != "archived":
        first = sight.writable_sections[0]
        context |= {"upload_kind": "case", "upload_ref": sight.case.ref, "upload_section": first.value}
    return context


def _trail(sight: Sight) -> dict:
    """Who looked at this file, and the last things done in it, everybody's."""
    last = entries_about("case", sight.case.pk).exclude(verb="case.seen")[:TRAIL]
    return {
        "lookers": named(lookers("case", sight.case.pk, most=TRAIL)),
        "trail": [{"at": one.at, "who": one.actor, "what": describe(one.verb)} for one in last],
    }
