"""From a screened report to a case: open one, or join one that exists."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.cases.gate import case_for
from gugus.cases.models import Case
from gugus.cases.queries import live_parties
from gugus.intake.gate import report_for
from gugus.people.models import Person
from gugus.people.queries import hints, shown_names
from gugus.places.queries import area_label
from gugus.screening import queries
from gugus.screening.forms import choices
from gugus.screening.gate import assessment_for
from gugus.screening.models import Assessment
from gugus.screening.paperwork import NEW, FindCaseForm, JoinForm, Known, OpenCaseForm
from gugus.screening.passage import add_to_case, open_case_from
from gugus.screening.wording import person_words


@staff_door(Section.CASE, Verb.WRITE)
def open_case(request: HttpRequest, ref: str) -> HttpResponse:
    """One step: a manager, a risk, everybody's identity settled, and the case is there."""
    at = now()
    assessment = _of_open_report(request, ref, at)
    people = _known(request, assessment, at)
    managers = queries.managers(request.viewer, localdate(at))
    mine = managers.filter(pk=request.viewer.user_id).first()
    initial = {"risk": assessment.report.risk, "manager": mine}
    form = OpenCaseForm(request.POST or None, initial=initial, managers=managers, people=people)
    if form.is_valid():
        data = form.cleaned_data
        try:
            case = open_case_from(
                assessment=assessment, manager=data["manager"], risk=data["risk"], summary=data["summary"],
                known=chosen(request, form, people), by=request.viewer.user, at=at,
            )  # fmt: skip
        except Cannot as refused:
            return _refused(request, assessment, refused) or _shown(
                request, assessment, form, people, refused
            )
        messages.success(request, _("Case %(ref)s was opened.") % {"ref": case.ref})
        return redirect(url_of("case", case.ref) or reverse("screening:workbench", args=[ref]))
    return _shown(request, assessment, form, people)


@staff_door(Section.CASE, Verb.WRITE)
def join_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Find a case by its code, compare, and bring the report's people into it."""
    at = now()
    assessment = _of_open_report(request, ref, at)
    asked = FindCaseForm(request.GET or request.POST or None)
    case = None
    if asked.is_bound and asked.is_valid():
        try:
            case = case_for(request.viewer, asked.cleaned_data["ref"], verb=Verb.WRITE, at=at)
        except (Http404, PermissionDenied):
            asked.add_error("ref", _("There is no case with this code that you may change."))
    people = _known(request, assessment, at)
    form = JoinForm(request.POST or None, people=people)
    if case is not None and form.is_bound and form.is_valid():
        known = chosen(request, form, people)
        try:
            add_to_case(assessment=assessment, case=case, known=known, by=request.viewer.user, at=at)
        except Cannot as refused:
            form.show(refused.reasons)
        else:
            messages.success(request, _("The report was added to case %(ref)s.") % {"ref": case.ref})
            return redirect(url_of("case", case.ref) or reverse("screening:workbench", args=[ref]))
    context = {
        "one": assessment, "asked": asked, "form": form, "case": case, "report": assessment.report,
        "who": person_words(assessment), "compared": compared(request, assessment, case, at) if case else [],
    }  # fmt: skip
    failed = asked.errors or form.is_bound
    return render(request, "screening/join.html", context, status=422 if failed else 200)


def chosen(request: HttpRequest, form, people: list[Known]) -> dict[UUID, Person]:
    """The registered persons whom the officer recognised, by mention."""
    picked = {
        one.mention.pk: UUID(form.cleaned_data[one.name])
        for one in people
        if form.cleaned_data.get(one.name, NEW) != NEW
    }
    seen = {
        person.pk: person
        for person in Person.objects.visible_to(request.viewer).filter(pk__in=picked.values())
    }
    return {mention: seen[person] for mention, person in picked.items()}


def compared(request: HttpRequest, assessment: Assessment, case: Case, at) -> list[tuple[str, str, str]]:
    """Report and case side by side: place, form of exploitation, people. Lines of label, report, case."""
    report = assessment.report
    forms = dict(choices("exploitation_forms"))
    parties = list(live_parties(case))
    names = shown_names(request.viewer, [party.person for party in parties], at)
    mentioned = [person_words(mention=one) for one in queries.people_of(report)]
    held = [f"{names[party.person_id]} · {party.get_role_display()}" for party in parties]
    return [
        (_("Place"), area_label(report.area_code), area_label(case.area_code)),
        (_("Form of exploitation"), *(
            ", ".join(forms[code] for code in one.exploitation) for one in (assessment, case)
        )),
        (_("People"), "; ".join(mentioned), "; ".join(held)),
        (_("What it is about"), report.narrative or "", case.summary or ""),
    ]  # fmt: skip


def _of_open_report(request: HttpRequest, ref: str, at) -> Assessment:
    """The screening and its report, if both may be acted on. A screening inside a case has no passage."""
    assessment = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if assessment.report_id is None:
        raise Http404
    report_for(request.viewer, assessment.report.ref, verb=Verb.DECIDE, at=at)
    return assessment


def _known(request: HttpRequest, assessment: Assessment, at) -> list[Known]:
    """Everybody mentioned, each with likely matches in the register inside the viewer's reach."""
    found = []
    for mention in queries.people_of(assessment.report):
        who = mention.who or {}
        year = at.year - mention.age if mention.age is not None else None
        likely = hints(
            request.viewer, name=who.get("name", ""), birth_year=year, phones=who.get("phones", []),
            documents=who.get("documents", []), at=at,
        )  # fmt: skip
        found.append(Known(mention, person_words(mention=mention), likely))
    return found


def _refused(request: HttpRequest, assessment: Assessment, refused: Cannot) -> HttpResponse | None:
    """Pressed twice, or a colleague was quicker: lead to the case that is there."""
    case = queries.case_of(assessment.report)
    if case is None or "has_case" not in {reason.code for reason in refused.reasons}:
        return None
    messages.info(request, _("Case %(ref)s was already opened from this report.") % {"ref": case.ref})
    return redirect(url_of("case", case.ref) or reverse("screening:workbench", args=[assessment.ref]))


def _shown(request: HttpRequest, assessment: Assessment, form, people, refused: Cannot | None = None):
    if refused is not None:
        form.show(refused.reasons)
    context = {
        "one": assessment, "form": form, "people": people, "who": person_words(assessment),
        "report": assessment.report, "outside": sorted({str(each) for one in people for each in one.hints.outside}),
    }  # fmt: skip
    return render(request, "screening/open_case.html", context, status=422 if form.is_bound else 200)
