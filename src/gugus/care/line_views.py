"""Pages beside a service line: refer from it, ask how it was, and what people say of services."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.care import forms, opinions
from gugus.care.asking import hurdles_to_asking, note_opinion, words_are_read
from gugus.care.gate import line_for
from gugus.care.models import ServiceLine
from gugus.care.panels import told
from gugus.care.plan_views import posted
from gugus.care.referring import Asked, hurdles_to_referring_line, refer_line
from gugus.cases.policies import sight_of
from gugus.referrals.queries import agencies_for
from gugus.referrals.rules import sections_for


@staff_door(Section.REFERRAL, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, ref: str) -> HttpResponse:
    """A referral for the service and the person of a line: a draft that is looked at and sent on its own page."""
    at = now()
    line = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    sight = sight_of(request.viewer, line.case, at)
    if not sight.is_ours or (why := sight.refusal(Verb.WRITE, Section.REFERRAL)):
        raise PermissionDenied(why if sight.is_ours else OUT_OF_REACH)
    if request.method == "GET" and hurdles_to_referring_line(line):
        return redirect("care:detail", ref)
    agencies = agencies_for(line.service, timezone.localdate(at), but_not=line.case.agency_id)
    initial = {"version": line.version, "message": line.note or "", "to_agency": line.provider_id}
    form = forms.ReferForm(posted(request), agencies=agencies, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            referral = refer_line(
                line=line, asked=_asked(form), by=request.viewer.user, at=at, key=form.cleaned_data["key"],
                seen=form.cleaned_data["version"],
            )  # fmt: skip
        except Stale:
            status = 409
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("referrals:detail", referral.ref)
    return _shown(request, "care/refer.html", line, form, at, status)


def _asked(form: forms.ReferForm) -> Asked:
    given = form.cleaned_data
    to = given["to_agency"]
    return Asked(to, given["urgency"], list(sections_for(to.kind)), given["message"])


@staff_door(Section.CARE, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask somebody how a service was; who served does not ask, and nobody reads one answer alone."""
    at = now()
    line = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    user = request.viewer.user
    if request.method == "GET" and hurdles_to_asking(line, user):
        return redirect("care:detail", ref)
    form = forms.OpinionForm(
        posted(request), words_too=words_are_read(line, user), initial={"version": line.version}
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            note_opinion(
                line=line, answers=form.answers, words=form.cleaned_data.get("words", ""), by=user, at=at,
                seen=form.cleaned_data["version"],
            )  # fmt: skip
        except Stale:
            status = 409
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("care:detail", ref)
    return _shown(request, "care/opinion.html", line, form, at, status)


def _shown(
    request: HttpRequest, template: str, line: ServiceLine, form, at: datetime, status: int
) -> HttpResponse:
    clash = status == 409
    if clash:
        line = line_for(request.viewer, line.ref, at=at)
    context = {"line": told([line], request.viewer, at)[0], "form": form, "now": at, "clash": clash}
    return render(request, template, context, status=status)


@staff_door(Section.CARE)
@require_GET
def heard(request: HttpRequest) -> HttpResponse:
    """What people say of services, by agency, from five answers on; and the words kept by one's own agency."""
    at = now()
    found = opinions.figures()
    words = opinions.words_for(request.viewer, at)
    return render(request, "care/opinions.html", {"found": found, "words": words})
