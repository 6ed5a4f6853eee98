"""The workbench: one page, one form; the proposal follows what one ticks, and saves nothing by itself."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.law.facts import ELEMENTS, KINDS
from gugus.screening import queries, rules
from gugus.screening.actions import add_evidence, apply, note_reading, retract_evidence, write_down
from gugus.screening.codes import State
from gugus.screening.differences import differences
from gugus.screening.facts import live_evidence
from gugus.screening.forms import EvidenceForm, FactsForm, evidence_forms
from gugus.screening.gate import assessment_for, refusal_of
from gugus.screening.models import Assessment
from gugus.screening.paperwork import RetractForm
from gugus.screening.starting import keep_note_draft, note_draft
from gugus.screening.telling import tell
from gugus.screening.wording import person_words
from gugus.screening.workbench import columns, groups

NEXT = {"decide": "screening:decide", "convert": "screening:convert", "case": "screening:open_case"}


@dataclass
class Typed:
    """What came with a request: the forms, bound or fresh."""

    facts: FactsForm
    adders: dict[str, EvidenceForm]

    def is_valid(self) -> bool:
        """Check every form, so that all errors show at once."""
        return all([self.facts.is_valid(), *(form.is_valid() for form in self.adders.values())])

    @property
    def new(self) -> list[EvidenceForm]:
        return [form for form in self.adders.values() if form.has_changed()]


def typed(assessment: Assessment, data: QueryDict | None = None) -> Typed:
    """The forms of the workbench for an assessment."""
    autosave = reverse("screening:notes", args=[assessment.ref])
    return Typed(FactsForm(data, assessment=assessment, autosave_url=autosave), evidence_forms(data))


@staff_door(Section.SCREENING, Verb.SEE)
def workbench(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything about one person's story against the law; saving keeps what is known."""
    at = now()
    verb = Verb.WRITE if request.method == "POST" else Verb.SEE
    assessment = queries.with_evidence(assessment_for(request.viewer, ref, verb=verb, at=at))
    if request.method != "POST":
        note_reading(assessment=assessment, how="opened", by=request.viewer.user, at=at)
        return page(request, assessment, typed(assessment))
    sent = typed(assessment, request.POST)
    if not sent.is_valid():
        return page(request, assessment, sent, status=422)
    try:
        save(assessment, sent, seen=_seen(request), by=request.viewer.user, at=at)
    except Stale:
        # Another officer saved meanwhile: nothing of theirs is overwritten unseen, nothing typed is lost.
        fresh = queries.with_evidence(assessment_for(request.viewer, ref, verb=verb, at=at))
        changed = differences(fresh, sent.facts)
        if not changed and all(_is_kept(fresh, form) for form in sent.new):
            return saved(request, ref)  # the same button, pressed twice
        return page(request, fresh, sent, status=409, changed=changed, conflict=True)
    except Cannot as refused:
        for reason in refused.reasons:
            sent.facts.add_error(None, str(reason.words))
        return page(request, assessment, sent, status=422)
    return saved(request, ref)


def saved(request: HttpRequest, ref: str) -> HttpResponse:
    """Where the pressed button leads after saving."""
    then, _colon, anchor = request.POST.get("then", "").partition(":")
    messages.success(request, _("Saved with what is known."))
    if then in NEXT:
        return redirect(NEXT[then], ref=ref)
    return redirect(reverse("screening:workbench", args=[ref]) + (f"#{anchor}" if anchor in KINDS else ""))


@transaction.atomic
def save(assessment: Assessment, sent: Typed, *, seen, by, at) -> None:
    """Facts first (they look at the version), then each new item of evidence."""
    write_down(assessment=assessment, facts=sent.facts.facts(), by=by, at=at, seen=seen)
    for form in sent.new:
        add_evidence(assessment=assessment, kind=form.kind, by=by, at=at, **form.cleaned_data)


def page(
    request: HttpRequest, assessment: Assessment, sent: Typed, *, status=200, changed=(), conflict=False
) -> HttpResponse:
    """The whole workbench. What was typed and not saved is weighed in the proposal too."""
    if sent.facts.is_bound and sent.facts.is_valid():
        apply(assessment, sent.facts.facts())
    at = now()
    decisions = queries.decisions_about(assessment)
    values = queries.decided_values(decisions)
    status_now = rules.status_of(values)
    may = {verb: refusal_of(request.viewer, assessment, verb, at) is None for verb in ("write", "decide")}
    lists = columns(assessment, sent.facts, sent.adders)
    context = {
        "one": assessment,
        "form": sent.facts,
        "lists": lists,
        "elements": [lists[kind] for kind in ELEMENTS],
        "groups": groups(sent.facts),
        "told": tell(assessment),
        "who": person_words(assessment),
        "decisions": [(queries.body_of(one), one) for one in decisions],
        "status_now": status_now,
        "served": rules.served_as_victim(status_now),
        "conversions": assessment.conversions.select_related("by", "data_key").order_by("at"),
        "editable": may["write"] and assessment.state == State.DRAFT,
        "may_write": may["write"],
        "may_decide": may["decide"],
        "may_open": _may_open(request, assessment, may["write"]),
        "report_url": url_of("report", assessment.report.ref) if assessment.report else "",
        "case_url": url_of("case", assessment.case.ref) if assessment.case_id else "",
        "draft": note_draft(assessment, request.viewer.user),
        "changed": changed,
        "conflict": conflict,
        "now": at,
    }
    return render(request, "screening/workbench.html", context, status=status)


@staff_door(Section.SCREENING, Verb.SEE)
@require_POST
def weigh(request: HttpRequest, ref: str) -> HttpResponse:
    """The proposal about what is ticked at this moment. Nothing is saved."""
    assessment = queries.with_evidence(assessment_for(request.viewer, ref, at=now()))
    sent = typed(assessment, request.POST)
    sent.facts.is_valid()  # what cannot be read yet (half a date) is left as it was saved
    known = sent.facts.facts() if not sent.facts.errors else {}
    apply(assessment, known)
    return render(request, "screening/_proposal.html", {"one": assessment, "told": tell(assessment)})


@staff_door(Section.SCREENING, Verb.WRITE)
@require_POST
def notes(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep what is being typed into the notes; 204 says that it is kept."""
    at = now()
    assessment = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    keep_note_draft(
        assessment=assessment, text=request.POST.get("notes", "")[:20_000], by=request.viewer.user, at=at
    )
    return HttpResponse(status=204)


@staff_door(Section.SCREENING, Verb.WRITE)
def retract(request: HttpRequest, ref: str, item: str) -> HttpResponse:
    """Ask why an item of evidence no longer counts."""
    at = now()
    assessment = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    found = assessment.evidence.filter(pk=item, retracted_at=None).first()
    if found is None:
        messages.info(request, _("This item was already retracted."))
        return redirect("screening:workbench", ref=ref)
    form = RetractForm(request.POST or None)
    if form.is_valid():
        try:
            retract_evidence(item=found, by=request.viewer.user, at=at, **form.cleaned_data)
        except Cannot as refused:
            form.show(refused.reasons)
        else:
            return redirect("screening:workbench", ref=ref)
    status = 422 if form.is_bound else 200
    return render(
        request, "screening/retract.html", {"one": assessment, "item": found, "form": form}, status=status
    )


def _is_kept(saved: Assessment, form: EvidenceForm) -> bool:
    """Does this very item already stand there?"""
    new = form.cleaned_data
    return any(
        (item.element_code, item.source, item.words) == (new["code"], new["source"], new["words"])
        for item in live_evidence(saved)
    )


def _may_open(request: HttpRequest, assessment: Assessment, writes: bool) -> bool:
    fresh = assessment.case_id is None and assessment.report is not None
    return fresh and writes and request.viewer.has(Section.CASE, Verb.WRITE)


def _seen(request: HttpRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() else -1
