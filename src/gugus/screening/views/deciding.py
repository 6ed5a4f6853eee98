"""Decide, convert, keep what other bodies decided, print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.screening import queries
from gugus.screening.actions import convert as convert_action
from gugus.screening.actions import decide as decide_action
from gugus.screening.actions import note_reading, record_decision
from gugus.screening.codes import State, Track
from gugus.screening.forms import FactsForm, evidence_forms
from gugus.screening.gate import assessment_for
from gugus.screening.models import Assessment
from gugus.screening.paperwork import ConvertForm, DecideForm, DecisionForm
from gugus.screening.telling import tell
from gugus.screening.wording import person_words
from gugus.screening.workbench import columns, groups


@staff_door(Section.SCREENING, Verb.DECIDE)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """The officer who is signed in decides; the proposal stands beside the question."""
    at = now()
    assessment = queries.with_evidence(assessment_for(request.viewer, ref, verb=Verb.DECIDE, at=at))
    if assessment.state != State.DRAFT:
        return redirect("screening:workbench", ref=ref)
    told = tell(assessment)
    initial = {"on": localdate(at), "version": assessment.version}
    form = DecideForm(request.POST or None, initial=initial, today=localdate(at))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop("version")
        try:
            decide_action(assessment=assessment, by=request.viewer.user, at=at, seen=seen, **facts)
        except Stale:
            form = _again(request, form, assessment_for(request.viewer, ref, verb=Verb.DECIDE, at=at))
            status = 409
        except Cannot as refused:
            form.show(refused.reasons)
        else:
            messages.success(request, _("Your decision was recorded."))
            return redirect("screening:workbench", ref=ref)
    context = {"one": assessment, "told": told, "form": form, "who": person_words(assessment)}
    return render(request, "screening/decide.html", context, status=status)


def _again(request: HttpRequest, form: DecideForm, fresh: Assessment) -> DecideForm:
    """The same words, to be sent once more after a look at the new proposal."""
    data = form.data.copy()
    data["version"] = fresh.version
    again = DecideForm(data, today=form.today)
    words = _("A colleague changed this screening meanwhile. Look at the proposal again, then decide.")
    if fresh.state != State.DRAFT:
        words = _("A colleague has already decided this screening. Your words were not recorded.")
    again.add_error(None, words)
    return again


@staff_door(Section.SCREENING, Verb.WRITE)
def convert(request: HttpRequest, ref: str) -> HttpResponse:
    """From trafficking to smuggling or a labour matter, and back; nothing is lost."""
    at = now()
    assessment = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = ConvertForm(request.POST or None, assessment=assessment)
    if form.is_valid():
        try:
            convert_action(
                assessment=assessment, to=Track(form.cleaned_data["to"]), reason=form.cleaned_data["reason"],
                by=request.viewer.user, at=at,
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused.reasons)
        else:
            messages.success(request, _("Converted. What was written down stays as it is."))
            return redirect("screening:workbench", ref=ref)
    context = {"one": assessment, "form": form, "conversions": assessment.conversions.select_related("by")}
    return render(request, "screening/convert.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.SCREENING, Verb.WRITE)
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep what another body decided about this person."""
    at = now()
    assessment = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = DecisionForm(request.POST or None, today=localdate(at))
    if form.is_valid():
        record_decision(assessment=assessment, facts=form.cleaned_data, by=request.viewer.user, at=at)
        messages.success(request, _("The decision was added beside the others."))
        return redirect("screening:workbench", ref=ref)
    context = {"one": assessment, "form": form, "who": person_words(assessment)}
    return render(request, "screening/decision.html", context, status=422 if form.is_bound else 200)


@staff_door(Section.SCREENING, Verb.SEE)
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The screening form on paper: official Indonesian, masked, with room for signatures."""
    at = now()
    assessment = queries.with_evidence(assessment_for(request.viewer, ref, at=at))
    note_reading(assessment=assessment, how="printed", by=request.viewer.user, at=at)
    with override("id"):
        form = FactsForm(assessment=assessment)
        lists = columns(assessment, form, evidence_forms())
        asked = [
            (group, [prompt.field for prompt in group.prompts if prompt.field.value()])
            for group in groups(form)
        ]
        context = {
            "one": assessment, "told": tell(assessment), "who": person_words(assessment), "now": at,
            "lists": [[choice for choice in column.choices if choice.ticked] for column in lists.values()],
            "columns": list(lists.values()), "asked": [pair for pair in asked if pair[1]],
            "decisions": [(queries.body_of(one), one) for one in queries.decisions_about(assessment)],
            "letterhead": {"over": [], "name": assessment.agency.name, "address": ""},
        }  # fmt: skip
        return render(request, "screening/print.html", context)
