"""Pages about the seal of a person: put it on, ask for a quarter of an hour, ask to lift it."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.people import sealing
from gugus.people.forms import AskLiftForm, AskUnsealForm, PersonForm, SealForm
from gugus.people.gate import person_for
from gugus.people.models import Person


@staff_door(Section.IDENTITY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def seal_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Hide who somebody is from all but a named few."""
    at = now()
    person = _sealable(request, ref, at)
    colleagues = {str(one.pk): one for one in sealing.could_be_named(person.agency_id, at)}
    choices = [(pk, one.full_name) for pk, one in colleagues.items() if one.pk != request.viewer.user_id]
    form = SealForm(request.POST or None, colleagues=choices)

    def put_on() -> str:
        given = form.cleaned_data
        few = [colleagues[pk] for pk in given["named"]]
        sealing.seal(
            person=person,
            reason=given["reason"],
            note=given["note"],
            named=few,
            by=request.viewer.user,
            at=at,
        )
        return url_of("person", person.ref)

    return _answer(request, person, form, _("Put under seal"), put_on)


@staff_door(Section.IDENTITY, Verb.UNMASK, fresh=True)
@require_http_methods(["GET", "POST"])
def ask_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a second person for a quarter of an hour with somebody under seal."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.UNMASK, at=at)
    form = AskUnsealForm(request.POST or None)

    def asked() -> str:
        given = form.cleaned_data
        made = sealing.ask_to_unseal(
            person=person, why=given["why"], reason=given["reason"], by=request.viewer.user, at=at,
            key=str(given["key"]),
        )  # fmt: skip
        return url_of("request", made.ref)

    return _answer(request, person, form, _("Ask to open the seal"), asked)


@staff_door(Section.IDENTITY, Verb.WRITE, fresh=True)
@require_http_methods(["GET", "POST"])
def lift_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a second person that the seal be lifted."""
    at = now()
    person = _sealable(request, ref, at)
    form = AskLiftForm(request.POST or None)

    def asked() -> str:
        given = form.cleaned_data
        made = sealing.ask_to_lift(
            person=person, reason=given["reason"], by=request.viewer.user, at=at, key=str(given["key"])
        )
        return url_of("request", made.ref)

    return _answer(request, person, form, _("Ask to lift the seal"), asked)


def _sealable(request: HttpRequest, ref: str, at: datetime) -> Person:
    person = person_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if not sealing.may_seal(request.viewer, person, at):
        raise PermissionDenied(OUT_OF_REACH)
    return person


def _answer(
    request: HttpRequest, person: Person, form: PersonForm, title: str, act: Callable[[], str]
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            return redirect(act())
        except Cannot as refused:
            form.show(refused.reasons)
    context = {"person": person, "form": form, "title": title}
    return render(request, "people/seal.html", context, status=422 if form.is_bound else 200)
