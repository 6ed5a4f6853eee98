"""Reports that went up: reading, answering, signed files in and out, known senders."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.places.queries import labels
from gugus.reporting import forms, queries
from gugus.reporting.actions import sending
from gugus.reporting.actions.carrying import give_out, read_upward
from gugus.reporting.codes import UpState
from gugus.reporting.composition import digest_of
from gugus.reporting.gate import (
    force_to_report,
    parcel_for,
    report_for,
    sender_of,
    upward_for,
    upward_to_answer,
)
from gugus.reporting.models import KnownSender
from gugus.reporting.reading import read_content

ANSWERS = {"terima": UpState.RECEIVED, "catat": UpState.ACKNOWLEDGED, "kembalikan": UpState.RETURNED}


@staff_door(Section.ACCOUNT)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A report that went up, whole. Reading it is written to the trail."""
    at = now()
    sight = upward_for(request.viewer, ref)
    read_upward(upward=sight.upward, by=request.viewer.user, at=at)
    whole = digest_of(sight.upward.content or "") == sight.upward.digest
    open_answers = sight.may_answer and sight.upward.state in {UpState.ARRIVED, UpState.RECEIVED}
    context = {
        "upward": sight.upward, "sight": sight, "intact": whole, "answers": open_answers,
        "whole": read_content(sight.upward.content) if whole else None,
    }  # fmt: skip
    return render(request, "reporting/upward.html", context)


@staff_door(Section.ACCOUNT, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """Confirm, acknowledge, or send back with a reason."""
    sight = upward_to_answer(request.viewer, ref)
    state = ANSWERS.get(slug)
    if state is None or (request.method == "GET" and sight.upward.state not in sending.FROM[state]):
        return redirect("reporting:upward", ref)
    kind = forms.ReturnForm if state == UpState.RETURNED else forms.AnswerForm
    form = kind(request.POST if request.method == "POST" else None, initial={"version": sight.upward.version})
    context = {"upward": sight.upward, "form": form, "slug": slug}
    send = partial(sending.answer_upward, upward=sight.upward, state=state, by=request.viewer.user, at=now())
    status = tried(form, lambda given: send(seen=given["version"], **form.words))
    if status == DONE:
        return redirect("reporting:upward", ref)
    context["clash"] = status == OVERTAKEN
    return render(request, "reporting/answer.html", context, status=status)


@staff_door(Section.ACCOUNT, Verb.EXPORT)
@require_http_methods(["GET", "POST"])
def parcel(request: HttpRequest, ref: str) -> HttpResponse:
    """The signed file, for the secretariat; each time written to the trail."""
    sight = report_for(request.viewer, ref, verb=Verb.EXPORT)
    found = parcel_for(sight)
    if request.method == "GET":  # back from signing in
        return redirect("reporting:detail", ref)
    try:
        body = give_out(parcel=found, by=request.viewer.user, at=now())
    except Cannot:
        return redirect("reporting:detail", ref)
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{sight.report.ref}.gugus-report"'
    response["Cache-Control"] = "no-store, private"
    response["X-Document-SHA256"] = found.sha256
    return response


@staff_door(Section.ACCOUNT, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, force: str) -> HttpResponse:
    """A signed file: only look at it, or take it in. Both check signature, digest and sender in the same way."""
    sight, at = force_to_report(request.viewer, force), now()
    form = forms.FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context = {"force": sight.force, "form": form, "senders": queries.senders_of(sight)}
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            if "take" in request.POST:
                made = sending.take_in(content=content, force=sight.force, by=request.viewer.user, at=at)
                return redirect("reporting:upward", made.ref)
            found, sender, reasons = sending.examined(content, force=sight.force)
            context |= {"found": found, "sender": sender, "against": reasons}
        except Cannot as refused:
            form.show(refused)
    return render(request, "reporting/take_in.html", context, status=422 if form.errors else 200)


@staff_door(Section.ACCOUNT, Verb.DECIDE, fresh=True)
@require_http_methods(["GET", "POST"])
def senders(request: HttpRequest, force: str) -> HttpResponse:
    """Whose signed reports are taken; a key is added by somebody who just proved who they are."""
    sight = force_to_report(request.viewer, force)
    form = forms.SenderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.words
        area = told.pop("area")
        try:
            sending.add_sender(
                force=sight.force, by=request.viewer.user, at=now(), area_codes=[area] if area else [], **told
            )
            return redirect("reporting:senders", force)
        except Cannot as refused:
            form.show(refused)
    context = {
        "force": sight.force,
        "form": form,
        "senders": areas_said(queries.senders_of(sight)),
        "own": queries.own_key(),
    }
    return render(request, "reporting/senders.html", context, status=422 if form.errors else 200)


def areas_said(senders: list[KnownSender]) -> list[KnownSender]:
    """Put the areas that each sender reports for into words."""
    names = labels(code for one in senders for code in one.area_codes)
    for one in senders:
        one.area_words = ", ".join(names[code] for code in one.area_codes)
    return senders


@staff_door(Section.ACCOUNT, Verb.DECIDE)
@require_POST
def end_sender(request: HttpRequest, force: str, pk: UUID) -> HttpResponse:
    """This key is not taken any more."""
    sight = force_to_report(request.viewer, force)
    sending.end_sender(sender=sender_of(sight, pk), by=request.viewer.user, at=now())
    return redirect("reporting:senders", force)
