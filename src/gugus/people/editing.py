"""Open an identity for a reason, hide it again, correct facts and identity."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import Refusal
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.law.provisions import provision
from gugus.people.actions import (
    FACTS,
    SHOWN_FOR,
    UNDER_SEAL,
    mask_again,
    unmask,
    update_identity,
    update_person,
)
from gugus.people.forms import ChangingForm, FactsForm, IdentityForm, UnmaskForm, typed_identity
from gugus.people.gate import identity_refusal, person_for
from gugus.people.models import Person
from gugus.people.queries import IdentityShown, identity_of, identity_shown, open_until
from gugus.people.seals import is_closed_to

MINUTES = int(SHOWN_FOR.total_seconds()) // 60
CLOSED = Refusal(UNDER_SEAL.code, UNDER_SEAL.words)
AFTER_UNMASKING = {"identity": "people:identity"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that a colleague changed meanwhile: what it says now and what was typed here."""

    label: str
    theirs: str
    typed: str


@staff_door(Section.IDENTITY, Verb.UNMASK)
@require_http_methods(["GET", "POST"])
def unmask_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for the reason, warn of article 24, open for a quarter of an hour."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.UNMASK, at=at)
    form = UnmaskForm(request.POST or None, initial={"to": request.GET.get("to", "")[:10]})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            unmask(person=person, reason=given["reason"], note=given["note"], by=request.user, at=at)
        except Cannot as refused:
            form.show(refused.reasons)
        else:
            return redirect(AFTER_UNMASKING.get(given["to"], "people:detail"), person.ref)
    context = {"person": person, "form": form, "article": provision("uu21_24"), "minutes": MINUTES}
    return render(request, "people/unmask.html", context, status=status)


@staff_door(Section.IDENTITY, Verb.UNMASK)
@require_POST
def mask_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Hide the identity before its time is over."""
    at = now()
    person = person_for(request.viewer, ref, at=at)
    mask_again(person=person, by=request.user, at=at)
    messages.success(request, _("The identity is hidden again."))
    return redirect("people:detail", person.ref)


@staff_door(Section.IDENTITY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def facts_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct the open facts."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    initial = {name: getattr(person, name) for name in FACTS} | {"version": person.version}
    form = FactsForm(request.POST or None, initial=initial, at=at)
    return _answer(
        request,
        person,
        form,
        title=_("Facts about the person"),
        act=lambda: update_person(
            person=person, facts=form.facts, seen=form.cleaned_data["version"], by=request.user, at=at
        ),
        theirs=lambda: {name: getattr(person, name) for name in FACTS},
        written=lambda: form.facts,
    )


@staff_door(Section.IDENTITY, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def identity_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct or begin an identity. What is known must be open first: nobody corrects what they do not see."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    shown = _open_identity(request, person, at)
    if shown is None:
        # Typed text survives the end of the open view: it is saved or shown again, only reading needs reopening.
        if request.method == "GET":
            return redirect(reverse("people:unmask", args=[person.ref]) + "?to=identity")
        shown = IdentityShown("known")
    initial = typed_identity(shown) | {"version": person.version}
    form = IdentityForm(request.POST or None, initial=initial)
    names = [name for name in form.fields if name != "version"]
    return _answer(
        request,
        person,
        form,
        title=_("Identity"),
        act=lambda: update_identity(
            person=person, facts=form.facts, seen=form.cleaned_data["version"], by=request.user, at=at
        ),
        theirs=lambda: _open_now(request, person, at),
        written=lambda: {name: form.cleaned_data[name] for name in names},
    )


def _open_identity(request: HttpRequest, person: Person, at: datetime) -> IdentityShown | None:
    """The identity with its real values; None while there is one that is masked."""
    if is_closed_to(request.viewer, person):
        raise PermissionDenied(CLOSED)
    if identity_of(request.viewer, person) is None:
        return IdentityShown("none")
    if why := identity_refusal(request.viewer, person, Verb.UNMASK, at):
        raise PermissionDenied(why)
    shown = identity_shown(request.viewer, person, at)
    return shown if shown and (shown.is_open or shown.state == "forgotten") else None


def _open_now(request: HttpRequest, person: Person, at: datetime) -> dict[str, str]:
    """What a colleague wrote meanwhile; nothing of it when the viewer's open view has ended."""
    if not open_until(request.viewer, person, at):
        return {}
    return typed_identity(identity_shown(request.viewer, person, at))


def _answer(
    request: HttpRequest,
    person: Person,
    form: ChangingForm,
    *,
    title: str,
    act: Callable[[], Any],
    theirs: Callable[[], dict],
    written: Callable[[], dict],
) -> HttpResponse:
    """Save and go back; or show the form again with everything that was typed.

    422: something must be put right. 409: a colleague changed the person since this page was opened.
    """
    context, status = {"person": person, "form": form, "title": title, "differences": []}, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                act()
            except Cannot as refused:
                form.show(refused.reasons)
            except Stale as stale:
                person.refresh_from_db()
                context["differences"] = _differences(form, theirs(), written())
                context["form"], status = form.based_on(stale.record.version), 409
            else:
                messages.success(request, _("Saved."))
                return redirect("people:detail", person.ref)
    context["is_stale"] = status == 409
    return render(request, "people/form.html", context, status=status)


def _differences(form: ChangingForm, theirs: dict, written: dict) -> list[Difference]:
    return [
        Difference(str(form.fields[name].label), form.said(name, theirs[name]), form.said(name, typed))
        for name, typed in written.items()
        if name in theirs and (theirs[name] or "") != (typed or "")
    ]
