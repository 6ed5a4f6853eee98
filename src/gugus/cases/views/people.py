"""People in a case: add somebody new or known, end a role."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.cases.actions import add_party, end_party
from gugus.cases.forms import ReasonForm
from gugus.cases.forms_people import NEW, PartyForm
from gugus.cases.gate import sight_for
from gugus.cases.parties import add_new_person
from gugus.cases.policies import Sight
from gugus.cases.views.acting import Step, answer, show
from gugus.people.gate import person_for
from gugus.people.queries import Hints, Hit, hints, shown_names


@staff_door(Section.CASE, Verb.WRITE)
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a person. Who resembles somebody we know is shown first; the officer decides."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    form = PartyForm(request.POST if request.method == "POST" else None)
    found = _found(request, at, form)
    candidates = [(hit.person.ref, _described(hit)) for hit in found.inside]
    form = PartyForm(request.POST if request.method == "POST" else None, candidates=candidates)
    step = Step(
        title=_("Add a person"), button=_("Add to the case"), done=_("The person is in the case."),
        icon="person", anchor="people", template="cases/party.html",
        context={"found": found, "asks": bool(found.inside)},
    )  # fmt: skip
    unasked = found.inside or (found.outside and "seen" not in request.POST)
    if unasked and form.is_valid() and not form.cleaned_data["choice"]:
        return show(request, sight, step, form)
    return answer(request, sight, step, form, lambda told: _keep(request, sight, form, at))


def _found(request: HttpRequest, at: datetime, form: PartyForm) -> Hints:
    """Who may be meant, asked again with every sending, so that a choice is always one that was offered."""
    if request.method != "POST":
        return Hints()
    form.is_valid()
    told = {
        name: form.cleaned_data.get(name) or ""
        for name in ("name", "phone", "document_kind", "document_number")
    }
    return hints(
        request.viewer,
        name=told["name"],
        birth_year=form.cleaned_data.get("birth_year"),
        phones=[told["phone"]] if told["phone"] else [],
        documents=[{"kind": told["document_kind"] or "other", "number": told["document_number"]}]
        if told["document_number"]
        else [],
        at=at,
    )


def _described(hit: Hit) -> str:
    person = hit.person
    born = _("born %(year)d") % {"year": person.birth_year} if person.birth_year else ""
    return " · ".join(
        part for part in (hit.shown_name, person.get_sex_display(), born, hit.home, person.ref) if part
    )


def _keep(request: HttpRequest, sight: Sight, form: PartyForm, at: datetime) -> None:
    who = {"case": sight.case, "by": request.viewer.user, "at": at}
    choice = form.cleaned_data["choice"]
    if choice in {"", NEW}:
        role_facts = dict(form.role_facts)
        add_new_person(**who, facts=form.facts, key=role_facts.pop("key"), role_facts=role_facts)
    else:
        add_party(**who, person=person_for(request.viewer, choice, at=at), **form.role_facts)


@staff_door(Section.CASE, Verb.WRITE)
def end(request: HttpRequest, ref: str, party_id: str) -> HttpResponse:
    """End a role with a reason; the row stays."""
    at = timezone.now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    party = get_object_or_404(sight.case.parties.select_related("person"), pk=party_id, until_at=None)
    name = shown_names(request.viewer, [party.person], at)[party.person_id]
    step = Step(
        title=_("End the role of %(name)s") % {"name": name},
        text=_("Role: %(role)s. Use this for a mistake or when the role no longer holds.")
        % {"role": party.get_role_display()},
        button=_("End the role"), done=_("The role has ended."), icon="person", anchor="people", danger=True,
        consequences=[_("The person stays known and the earlier role stays in the file.")],
    )  # fmt: skip
    form = ReasonForm(request.POST or None)
    return answer(
        request, sight, step, form,
        lambda told: end_party(party=party, by=request.viewer.user, at=at, **told),
    )  # fmt: skip
