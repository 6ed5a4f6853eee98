"""Pages of assessments: how somebody's situation changed, one assessment, the sheet, the paper."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.care import assessing, needs
from gugus.care.assessment_forms import SheetForm, StartForm
from gugus.care.codes import AssessmentState
from gugus.care.gate import assessment_for, may_begin, readable, sight_of_needs, writable
from gugus.care.instruments import instrument_of
from gugus.care.models import NeedsAssessment
from gugus.care.plan_views import posted
from gugus.care.plan_writing import choices
from gugus.care.wording import worded
from gugus.cases.policies import Sight
from gugus.people.queries import shown_names
from gugus.referrals.queries import referable
from gugus.referrals.wording import word

RESERVED_TO = {"social_worker", "social_welfare_worker"}


@staff_door(Section.CARE)
@require_GET
def course(request: HttpRequest, ref: str) -> HttpResponse:
    """Everybody's assessments in a case, and how each domain moved. Reading it is written to the trail."""
    at = now()
    sight = sight_of_needs(request.viewer, ref, at=at)
    assessing.read_course(case=sight.case, by=request.viewer.user, at=at)
    found = needs.assessments_of(sight)
    context = {"case": sight.case, "people": by_person(sight, found, at), "may_write": may_begin(sight)}
    return render(request, "care/assessments.html", context)


def by_person(sight: Sight, found: list[NeedsAssessment], at: datetime) -> list[dict[str, Any]]:
    """The assessments of each person with the picture of the last scores and the courses of the domains."""
    people = {one.person_id: one.person for one in found}
    names = shown_names(sight.viewer, list(people.values()), at) if people else {}
    corrected = {one.corrects_id for one in found if one.state == AssessmentState.FINISHED}
    today = timezone.localdate(at)
    for one in found:
        one.is_corrected = one.pk in corrected
        one.profession_words = word("assessor_professions", one.profession) if one.profession else ""
    return [
        {
            "person": person,
            "shown_name": names.get(pk, ""),
            "assessments": [one for one in found if one.person_id == pk],
            "bars": needs.bars_of(found, pk, today),
            "trends": needs.trends_of(found, pk, today),
        }
        for pk, person in people.items()
    ]


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Look at somebody's situation: a draft, or the one that is there already."""
    at = now()
    sight = sight_of_needs(request.viewer, ref, verb=Verb.WRITE, at=at)
    parties = {str(one.pk): one for one in referable(sight.case)}
    form = StartForm(posted(request), parties=choices(request, parties, at))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            draft = assessing.start_assessment(
                case=sight.case, party=parties[given["party"]], kind=given["kind"], by=request.viewer.user, at=at,
                key=given["key"],
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("care:sheet", draft.ref)
    status = 422 if form.is_bound else 200
    return render(request, "care/assessment_new.html", {"case": sight.case, "form": form}, status=status)


@staff_door(Section.CARE)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One assessment as far as its parts are open. Reading it is written to the trail."""
    at = now()
    found, sight = assessment_for(request.viewer, ref, at=at)
    assessing.read_assessment(assessment=found, by=request.viewer.user, at=at)
    return render(request, "care/assessment.html", facts(found, sight, at))


def facts(found: NeedsAssessment, sight: Sight, at: datetime) -> dict[str, Any]:
    """What page and paper show of an assessment. Hidden when nothing of it is open."""
    everything = needs.assessments_of(sight)
    mine = next((one for one in everything if one.pk == found.pk), None)
    if mine is None:
        raise Http404
    correction = next((one for one in everything if one.corrects_id == found.pk), None)
    ours = found.agency_id == sight.viewer.agency_id and may_begin(sight)
    finished = found.state == AssessmentState.FINISHED
    return {
        "assessment": found,
        "lines": needs.lines_of(mine, everything),
        "sight": sight,
        "case": sight.case,
        "now": at,
        "shown_name": shown_names(sight.viewer, [found.person], at).get(found.person_id, ""),
        "profession_words": word("assessor_professions", found.profession) if found.profession else "",
        "other_profession": bool(found.profession) and found.profession not in RESERVED_TO,
        "correction": correction,
        "hidden_parts": len(instrument_of(found).domains) > len(mine.open_scores) and finished,
        "may_edit": ours and not finished,
        "may_correct": ours and finished and correction is None,
    }


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The sheet of a draft, the last score beside each domain. Saved as far as it is, or finished."""
    at = now()
    draft, sight = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if draft.state != AssessmentState.DRAFT and request.method == "GET":
        return redirect("care:assessment", ref)
    form = _sheet_form(request, draft, sight)
    if not form.is_bound:
        assessing.read_assessment(assessment=draft, by=request.viewer.user, at=at)
        return render(request, "care/assessment_sheet.html", _sheet(draft, sight, form, at))
    if not form.is_valid():
        return render(request, "care/assessment_sheet.html", _sheet(draft, sight, form, at), status=422)
    try:
        kept = _keep(request, draft, sight, form, at)
    except Stale:
        fresh, sight = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
        context = _sheet(fresh, sight, form, at) | {"clash": True}
        return render(request, "care/assessment_sheet.html", context, status=409)
    except Cannot as refused:
        form.show(refused)
        return render(request, "care/assessment_sheet.html", _sheet(draft, sight, form, at), status=422)
    if "finish" not in request.POST:
        return redirect("care:assessment", ref)
    return _finish(request, kept, sight, form, at)


def _sheet_form(request: HttpRequest, draft: NeedsAssessment, sight: Sight) -> SheetForm:
    return SheetForm(posted(request), draft=draft, instrument=instrument_of(draft), sections=writable(sight))


def _keep(request: HttpRequest, draft: NeedsAssessment, sight: Sight, form: SheetForm, at: datetime):
    return assessing.write_scores(
        assessment=draft, sheet=form.sheet, scored=form.scored, sections=writable(sight), by=request.viewer.user,
        at=at, seen=form.cleaned_data["version"],
    )  # fmt: skip


def _finish(
    request: HttpRequest, kept: NeedsAssessment, sight: Sight, form: SheetForm, at: datetime
) -> HttpResponse:
    """What was typed is kept already; what is missing stands at its field."""
    try:
        with transaction.atomic():
            assessing.finish_assessment(
                assessment=kept, sections=writable(sight), by=request.viewer.user, at=at, seen=kept.version
            )
    except Cannot as refused:
        form.show(refused)
        context = _sheet(kept, sight, form, at) | {"kept": True}
        return render(request, "care/assessment_sheet.html", context, status=422)
    return redirect("care:assessment", kept.ref)


def _sheet(draft: NeedsAssessment, sight: Sight, form: SheetForm, at: datetime) -> dict[str, Any]:
    """The domains of the form, each with its fields and the last finished score in this case."""
    last = needs.last_scores(needs.assessments_of(sight), draft.person_id, but_not=draft.corrects_id)
    names = ("score", "why_not", "note")
    domains = [
        {
            "words": worded(one.words), "last": last.get(one.code), "section": one.section,
            "fields": [form[f"{name}_{one.code}"] for name in names],
        }
        for one in form.domains
    ]  # fmt: skip
    return {
        "assessment": draft,
        "case": sight.case,
        "form": form,
        "domains": domains,
        "top": [form[name] for name in ("assessed_on", "profession", "summary")],
        "version": draft.version,
        "shown_name": shown_names(sight.viewer, [draft.person], at).get(draft.person_id, ""),
        "all_parts": len(form.domains) == len(instrument_of(draft).domains),
        "readable": readable(sight),
    }


@staff_door(Section.CARE, Verb.WRITE)
@require_POST
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """A correction begins: a new draft that names this one."""
    at = now()
    found, _sight = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    try:
        draft = assessing.correct_assessment(assessment=found, by=request.viewer.user, at=at)
    except Cannot:  # somebody else began one: the page that follows shows it
        return redirect("care:assessment", ref)
    return redirect("care:sheet", draft.ref)


@staff_door(Section.CARE)
@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The open parts of an assessment on paper, name masked, always in Indonesian."""
    at = now()
    found, sight = assessment_for(request.viewer, ref, at=at)
    assessing.print_assessment(assessment=found, by=request.viewer.user, at=at)
    agency = found.agency
    contact = " · ".join(part for part in (agency.phone, agency.email) if part)
    with translation.override("id"):
        context = facts(found, sight, at) | {"letterhead": {"name": agency.name, "address": contact}}
        return render(request, "care/assessment_print.html", context)
