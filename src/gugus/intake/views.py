"""The inbox and the page of one report."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import refusal
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.intake import inbox as boxes
from gugus.intake import queries
from gugus.intake.actions import look_at_identities
from gugus.intake.codes import AdditionKind, Outcome, State
from gugus.intake.forms import (
    AnswerForm,
    FactForm,
    InboxFilter,
    TriageForm,
    UnmaskForm,
    danger_choices,
    law_word,
)
from gugus.intake.gate import report_for, standing_to
from gugus.intake.inbox import Wanted
from gugus.intake.models import Draft, Report
from gugus.intake.panels import steps_for
from gugus.intake.passing import open_passing
from gugus.intake.rules import hurdles_to_parting
from gugus.intake.wording import said
from gugus.kernel.partials import Partial
from gugus.places.queries import area_label, country_name
from gugus.tasks.queries import done_within, tasks_within


@staff_door(Section.REPORT, Verb.SEE)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Reports by risk and age; the filter stands in the address. htmx asks for the list alone."""
    at, form = now(), InboxFilter(request.GET or None)
    wanted = form.wanted() if request.GET else Wanted()
    page = boxes.page(request.viewer, wanted, after=request.GET.get("after", ""), at=at)
    context = {
        "now": at,
        "rows": page.rows,
        "older": _address(request, after=page.older) if page.older else "",
        "newest": _address(request, after="") if request.GET.get("after") else "",
        "here": request.get_full_path(),
        "wanted": wanted,
        "counts": boxes.counts(request.viewer, at),
    }
    if request.htmx:
        return render(request, "intake/_inbox_list.html", context)
    context |= {
        "form": form if request.GET else InboxFilter(initial={"show": "open"}),
        "views": _views(context["counts"], wanted),
        "may_write": request.viewer.has(Section.REPORT, Verb.WRITE),
        "drafts": Draft.objects.unscoped(because="one's own drafts").filter(user=request.viewer.user)[:5],
    }
    return render(request, "intake/inbox.html", context)


def _address(request: HttpRequest, **changes: str) -> str:
    given = {name: value for name, value in request.GET.items() if value} | changes
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('intake:inbox')}?{query}" if query else reverse("intake:inbox")


def _views(counts, wanted: Wanted) -> list[dict]:
    names = [
        ("open", _("Open"), counts["open"]),
        ("new", _("Not judged yet"), counts["new"]),
        ("ours", _("Sent to us"), counts["ours"]),
        ("sent", _("Waiting for others"), counts["sent"]),
        ("ended", _("Ended"), None),
        ("elsewhere", _("Shared with us"), None),
    ]
    base = reverse("intake:inbox")
    return [
        {"label": label, "url": f"{base}?show={key}", "current": wanted.show == key, "count": count}
        for key, label, count in names
    ]


@staff_door(Section.REPORT, Verb.SEE)
@require_GET
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything about one report; names and numbers stay masked. Reading leaves a line in the trail."""
    at = now()
    found = report_for(request.viewer, ref, at=at)
    record("report.read", about=found, within=found, by=request.viewer.user, at=at)
    return page_of(request, found, at)


@staff_door(Section.REPORT, Verb.UNMASK)
@require_POST
def open_identities(request: HttpRequest, ref: str) -> HttpResponse:
    """Show names and numbers once, for a reason that the trail keeps."""
    at = now()
    found = report_for(request.viewer, ref, verb=Verb.UNMASK, field_class=FieldClass.PERSONAL, at=at)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, at, forms={"unmask_form": form}, status=422)
    look_at_identities(report=found, reason=form.cleaned_data["reason"], by=request.viewer.user, at=at)
    return page_of(request, found, at, opened=True)


def page_of(
    request: HttpRequest,
    found: Report,
    at: datetime,
    *,
    opened: bool = False,
    forms: dict | None = None,
    status: int = 200,
    meanwhile: Report | None = None,
) -> HttpResponseBase:
    """The report's page; `forms` are those that came back with errors, `meanwhile` what a colleague made of it."""
    people = queries.mentioned(found, opened=opened)
    context = {
        "report": found,
        "now": at,
        "people": people,
        "opened": opened,
        "meanwhile": meanwhile,
        "questions": queries.questions_for(found, people),
        "contact": queries.contact_rules(found),
        "absorbed": list(found.absorbed.unscoped(because="the report came through its gate")),
        "passings": list(found.passings.select_related("from_agency", "to_agency", "data_key")),
        "additions": list(found.additions.select_related("by", "data_key")),
        "trail": [{"entry": one, "said": said(one.verb)} for one in queries.trail_of(found)],
        "tasks": list(tasks_within(found)),
        "done": done_within(found, most=5),
        **words_of(found),
        **_rights(request.viewer, found, at),
        **_fresh_forms(found),
        **(forms or {}),
    }
    context["steps"] = steps_for(request.viewer, found, at) if context["may_screen"] else []
    return render(request, "intake/report.html", context, status=status)


def words_of(found: Report) -> dict:
    """The codes of a report in the reader's language."""
    asked = dict(danger_choices())
    return {
        "channel": law_word("report_channels", found.channel),
        "reporter_role": law_word("reporter_roles", found.reporter_role) if found.reporter_role else "",
        "place": area_label(found.area_code, depth=3) if found.area_code else "",
        "country": country_name(found.country) if found.country not in {"", "ID"} else "",
        "happened": happened_words(found.happened_on),
        "signs": [asked.get(code, code) for code in found.danger_signs],
        "outcome_reason": _reason_of(found),
    }


def happened_words(written: str) -> str:
    """A partly known day in the reader's words; as it was written where it cannot be read."""
    try:
        return Partial.parse(written).words.in_language(get_language()) if written else ""
    except ValueError:
        return written


def _reason_of(found: Report) -> str:
    lists = {
        Outcome.DECLINED: "report_decline_reasons",
        Outcome.NOT_A_CASE: "report_no_case_reasons",
    }
    return (
        law_word(lists[found.outcome], found.outcome_code) if found.outcome in lists else found.outcome_code
    )


def _rights(viewer: Viewer, found: Report, at: datetime) -> dict:
    """Which of the page's actions are offered; each action asks the gate again."""
    stands = standing_to(viewer, found, at)
    own, running = found.agency_id == viewer.agency_id, found.state != State.ENDED
    decides = refusal(viewer, Verb.DECIDE, Section.REPORT, stands) is None
    writes = refusal(viewer, Verb.WRITE, Section.REPORT, stands) is None
    other = found.merged_into
    waiting = open_passing(found) if found.outcome == Outcome.SENT_ON else None
    return {
        "may_triage": own and decides and running,
        "may_end": own and decides and running,
        "may_send": own and writes and running,
        "may_add": own and writes,
        "may_answer_reporter": own and writes and bool(found.return_digest),
        "may_open": refusal(viewer, Verb.UNMASK, Section.REPORT, stands, FieldClass.PERSONAL) is None,
        "may_take_over": writes and waiting is not None and waiting.to_agency_id == viewer.agency_id,
        "may_screen": own and running,
        "may_part": own
        and decides
        and not hurdles_to_parting(
            outcome=found.outcome,
            merged_at=found.outcome_at,
            other_state=other.state if other else State.ENDED,
            at=at,
        ),
        "waiting": waiting,
    }


def _fresh_forms(found: Report) -> dict:
    seen = {"version": found.version}
    known = {"risk": found.risk, "danger_signs": found.danger_signs}
    return {
        "triage_form": TriageForm(initial=seen | known),
        "fact_form": FactForm(initial={"key": uuid4()}, prefix=AdditionKind.STAFF),
        "answer_form": AnswerForm(initial={"key": uuid4()}, prefix=AdditionKind.ANSWER),
        "unmask_form": UnmaskForm(),
    }
