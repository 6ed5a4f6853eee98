"""Noting a call while it runs: one screen, kept as one types, saved with five facts."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.intake import actions, queries
from gugus.intake.call_forms import CallForm, PeopleForms, PersonForm, quiet, told_by
from gugus.intake.codes import MentionRole
from gugus.intake.drafts import draft_of, drop_draft, keep_draft, words_of
from gugus.intake.forms import Seen, law_choices, law_word
from gugus.intake.gate import report_for
from gugus.intake.models import Report
from gugus.intake.outcome_views import Sheet, sheet_page
from gugus.intake.views import words_of as words_of_report
from gugus.kernel.phones import read_phones
from gugus.people.queries import hints

ONE_CLICK = ("information", "wrong_number", "abuse", "repeat")


@staff_door(Section.REPORT, Verb.WRITE)
@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """A fresh note; its address carries its key, so that reloading and pressing twice are harmless."""
    return redirect("intake:note", key=uuid4())


@staff_door(Section.REPORT, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, key: UUID) -> HttpResponse:
    """The note itself. Saving the same note twice gives the same report."""
    at, user = now(), request.viewer.user
    saved = Report.objects.visible_to(request.viewer).filter(idempotency_key=key).first()
    if saved is not None:
        return redirect("intake:report", ref=saved.ref)
    draft = draft_of(user, key)
    if request.method == "GET":
        data = words_of(draft) if draft else None
        return _note_page(request, key, *_forms(key, data, as_draft=True), restored=draft is not None, at=at)
    form, people = _forms(key, request.POST)
    if "more" in request.POST:
        return _with_more(request, key, at)
    if end := request.POST.get("end", ""):
        return _ended_at_once(request, key, form, end, at)
    if not (form.is_valid() & people.is_valid()):
        keep_draft(user=user, key=key, words=request.POST, only_some=False, at=at)
        return _note_page(request, key, form, people, at=at, status=422)
    facts = [found for one in people.forms if (found := one.facts())]
    report = actions.receive_report(
        told=told_by(form.cleaned_data, facts, form.proposal()),
        agency=user.agency,
        by=user,
        at=at,
        received_at=draft.started_at if draft else at,
        key=key,
    )
    drop_draft(user=user, key=key)
    messages.success(request, _("The report is saved."))
    return redirect("intake:report", ref=report.ref)


def _forms(key: UUID, data: QueryDict | None, *, as_draft: bool = False) -> tuple[CallForm, PeopleForms]:
    url = reverse("intake:draft", args=[key])
    if data is None:
        return CallForm(autosave_url=url), PeopleForms(
            initial=[{"role": MentionRole.SURVIVOR}], prefix="people"
        )
    if "people-TOTAL_FORMS" not in data:
        data = data.copy()
        data |= {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"}
    data = _with_defaults(data) if as_draft else data
    form, people = CallForm(data, autosave_url=url), PeopleForms(data, prefix="people")
    return (quiet(form), quiet(people)) if as_draft else (form, people)


def _with_defaults(data: QueryDict) -> QueryDict:
    """A draft of which only the words were kept so far begins with the form's own first choices."""
    data = data.copy()
    for name, value in (("channel", "phone"), ("risk", "proposed"), ("how", "")):
        data.setdefault(name, value)
    return data


def _with_more(request: HttpRequest, key: UUID, at: datetime) -> HttpResponse:
    """One block more for another person; nothing typed is lost, nothing is complained about."""
    data = request.POST.copy()
    data["people-TOTAL_FORMS"] = str(min(int(data.get("people-TOTAL_FORMS") or 1) + 1, 30))
    keep_draft(user=request.viewer.user, key=key, words=data, only_some=False, at=at)
    return _note_page(request, key, *_forms(key, data, as_draft=True), at=at, focus="people")


def _ended_at_once(request: HttpRequest, key: UUID, form: CallForm, end: str, at: datetime) -> HttpResponse:
    """A question, a wrong number, a prank, a repeat: one press notes the call and ends it."""
    user = request.viewer.user
    words = request.POST.get("narrative", "").strip() or law_word("report_no_case_reasons", end)
    channel = request.POST.get("channel") or "phone"
    told = actions.Told(channel=channel, risk="low", narrative=words)
    report = actions.receive_report(told=told, agency=user.agency, by=user, at=at, key=key)
    actions.mark_not_a_case(report=report, code=end, by=user, at=at)
    drop_draft(user=user, key=key)
    messages.success(request, _("The call is noted."))
    return redirect("intake:inbox")


def _note_page(
    request: HttpRequest,
    key: UUID,
    form: CallForm,
    people: PeopleForms,
    *,
    at: datetime,
    restored: bool = False,
    status: int = 200,
    focus: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "people": people,
        "key": key,
        "restored": restored,
        "focus": focus,
        "now": at,
        "one_click": [pair for pair in law_choices("report_no_case_reasons") if pair[0] in ONE_CLICK],
        **_beside(request, form, at),
    }
    return render(request, "intake/note.html", context, status=status)


@staff_door(Section.REPORT, Verb.WRITE)
@require_POST
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what was typed; the words alone (204), or the whole form and what it suggests beside it."""
    at = now()
    alone = request.headers.get("X-Requested-With") == "autosave"
    keep_draft(user=request.viewer.user, key=key, words=request.POST, only_some=alone, at=at)
    if alone:
        return HttpResponse(status=204)
    form, _people = _forms(key, request.POST, as_draft=True)
    return render(
        request, "intake/_note_side.html", {"saved_at": at, "now": at, **_beside(request, form, at)}
    )


@staff_door(Section.REPORT, Verb.WRITE)
@require_POST
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw one's own unfinished note away."""
    drop_draft(user=request.viewer.user, key=key)
    messages.success(request, _("The unfinished note is gone."))
    return redirect("intake:inbox")


def _beside(request: HttpRequest, form: CallForm, at: datetime) -> dict:
    """What stands beside the note: the proposed risk and why, earlier calls, people who may be known."""
    proposal, language, data = form.proposal(), get_language(), form.data
    return {
        "level": proposal.level,
        "level_words": proposal.words.in_language(language),
        "reasons": [one.words.in_language(language) for one in (*proposal.reasons, *proposal.doubts)],
        "earlier": queries.called_before(request.viewer, phone=data.get("reporter_phone", ""), at=at),
        "known": _known(request, data, at),
    }


def _known(request: HttpRequest, data, at: datetime) -> list:
    """Hints for each named person: likely matches in one's reach, agencies outside it; never more than two blocks."""
    if not request.viewer.has(Section.IDENTITY, Verb.SEE):
        return []
    found, total = [], int(data.get("people-TOTAL_FORMS") or 0)
    for number in range(min(total, 5)):
        name = (data.get(f"people-{number}-name") or "").strip()
        phones = [one.typed for one in read_phones(data.get(f"people-{number}-phones") or "")]
        if len(name) < 3 and not phones:
            continue
        hint = hints(request.viewer, name=name, phones=phones, documents=[], at=at)
        if hint.inside or hint.outside:
            found.append({"name": name, "hint": hint})
    return found


@staff_door(Section.REPORT, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody else is mentioned."""
    at = now()
    report = report_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    sheet = Sheet(
        title=_("Add a person"),
        text=_("Write what you know; everything but the role may stay empty."),
        button=_("Add"),
        done=_("The person is added."),
    )
    form = MoreAboutPeople(
        request.POST if request.method == "POST" else None, initial={"version": report.version}
    )

    def act(given: dict) -> None:
        actions.add_mention(
            report=report, facts=form.facts(), by=request.viewer.user, at=at, seen=given["version"]
        )

    return sheet_page(request, report, form, sheet, act=act)


class MoreAboutPeople(PersonForm, Seen):
    """One more person of a report; here the role must be known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].required = True


@staff_door(Section.REPORT, Verb.SEE)
@require_GET
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """The complaint form on paper; names only as initials, lines to write on where something is not known."""
    at = now()
    report = report_for(request.viewer, ref, at=at)
    record("report.printed", about=report, within=report, by=request.viewer.user, at=at)
    context = {
        "report": report,
        "people": queries.mentioned(report, opened=False),
        "contact": queries.contact_rules(report),
        "additions": list(report.additions.select_related("by", "data_key")),
        "now": at,
        "letterhead": {"name": report.agency.name, "over": [], "address": ""},
        **words_of_report(report),
    }
    return render(request, "intake/print.html", context)
