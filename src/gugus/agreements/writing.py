"""Writing an agreement, changing a draft, following one with a successor (other terms, or a renewal)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.agreements import rules
from gugus.agreements.actions import change_agreement, read_agreement, write_agreement
from gugus.agreements.forms import TermsForm, amended, as_initial, renewed
from gugus.agreements.gate import sight_for
from gugus.agreements.policies import Sight
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.directory.queries import agencies

FORM = ["GET", "POST"]


def _form(request: HttpRequest, initial: dict | None = None) -> TermsForm:
    others = agencies(rules.day_of(now())).exclude(pk=request.viewer.agency_id)
    return TermsForm(request.POST or None, agencies=others, initial=initial)


def _page(request: HttpRequest, form: TermsForm, *, status: int = 200, **more) -> HttpResponse:
    return render(
        request,
        "agreements/write.html",
        {"form": form, **more},
        status=422 if status == 200 and form.errors else status,
    )


@staff_door(Section.AGREEMENT, Verb.WRITE)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """A draft. Nobody else sees it, nothing opens."""
    form, at = _form(request), now()
    if form.is_bound and form.is_valid():
        try:
            terms, key = form.terms(request.viewer.user.agency), form.cleaned_data["key"]
            made = write_agreement(terms=terms, by=request.viewer.user, at=at, key=key)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("agreements:detail", made.ref)
    return _page(request, form)


@staff_door(Section.AGREEMENT, Verb.WRITE)
@require_http_methods(FORM)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Other terms for a draft; a colleague who was faster is named, and what was typed stays."""
    sight, at = sight_for(request.viewer, ref, verb=Verb.WRITE), now()
    if not sight.may_change:
        return redirect("agreements:detail", ref)
    initial = as_initial(sight.agreement, sight.parties, request.viewer.user.agency)
    form, status = _form(request, initial | {"version": sight.agreement.version}), 200
    if form.is_bound and form.is_valid():
        try:
            terms, seen = form.terms(request.viewer.user.agency), form.cleaned_data["version"]
            change_agreement(agreement=sight.agreement, terms=terms, by=request.viewer.user, at=at, seen=seen)
        except Stale:
            status = 409
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("agreements:detail", ref)
    read_agreement(agreement=sight.agreement, by=request.viewer.user, at=at)
    return _page(request, form, status=status, agreement=sight.agreement, clash=status == 409)


@staff_door(Section.AGREEMENT, Verb.WRITE)
@require_http_methods(FORM)
def follow(request: HttpRequest, ref: str) -> HttpResponse:
    """A successor: with ?perpanjang=1 the same for the years after in one click, else other terms from tomorrow on."""
    sight, at = sight_for(request.viewer, ref, verb=Verb.WRITE), now()
    if not sight.may_follow:
        raise PermissionDenied(OUT_OF_REACH)
    initial = prefilled(sight, renewal=request.GET.get("perpanjang") == "1", at=at)
    form = _form(request, initial)
    if form.is_bound and form.is_valid():
        try:
            terms, key = form.terms(request.viewer.user.agency), form.cleaned_data["key"]
            made = write_agreement(
                terms=terms, by=request.viewer.user, at=at, key=key, follows=sight.agreement
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("agreements:detail", made.ref)
    read_agreement(agreement=sight.agreement, by=request.viewer.user, at=at)
    return _page(request, form, follows=sight.agreement)


def prefilled(sight: Sight, *, renewal: bool, at) -> dict:
    """What the form of a successor begins with."""
    initial = as_initial(sight.agreement, sight.parties, sight.viewer.user.agency)
    return renewed(initial) if renewal else amended(initial, rules.day_of(at))
