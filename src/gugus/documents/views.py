"""Ask for a letter or form, see how far it is, take the file, strike its number out."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.documents import actions, queries
from gugus.documents.codes import MEDIA_TYPES, UNFINISHED, State
from gugus.documents.forms import AskForm, VerifyForm, VoidForm
from gugus.documents.gate import (
    document_for,
    is_the_same_for,
    keeps_office,
    kind_to_ask,
    subject_for,
    to_download,
    to_void,
)  # fmt: skip
from gugus.documents.kinds import kind_of
from gugus.documents.making import letterhead_of, usual_signer
from gugus.documents.models import Document
from gugus.documents.numbering import preview
from gugus.documents.wording import ANYTHING, PROBLEMS
from gugus.files import store
from gugus.files.crypt import ContentBroken

SHOWN = 50


@staff_door()
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One's own documents, newest first."""
    rows = [(one, kind_of(one.kind)) for one in Document.objects.visible_to(request.viewer)[:SHOWN]]
    context = {"rows": rows, "now": now(), "keeps_office": keeps_office(request.viewer)}
    return render(request, "documents/list.html", context)


@staff_door()
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Ask for a document about a record."""
    one, at = kind_to_ask(request.viewer, kind), now()
    refused = None
    try:
        subject = subject_for(request.viewer, one, ref, at=at)
    except Cannot as why:  # the record is not far enough for this letter
        subject, refused = None, why
    form = AskForm(
        request.POST if request.method == "POST" else None, kind=one, signers=queries.signers_of(request.viewer),
        initial={"key": uuid4().hex, "signer": usual_signer(request.viewer.user)},
    )  # fmt: skip
    if subject and request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.ask(
                kind=one, about=subject.about, within=subject.within, viewer=request.viewer, at=at,
                form=told["form"], signer=told["signer"], key=told["key"],
            )  # fmt: skip
            return redirect("documents:detail", made.ref)
        except Cannot as why:
            form.show(why)
    head = letterhead_of(request.viewer.user.agency, at)
    context = {
        "form": form, "kind": one, "ref": ref, "back": url_of(one.about, ref) or reverse("documents:list"),
        "refused": refused, "head": head,
        "next_number": preview(letterhead=head, kind=one, on=localdate(at)) if one.numbered else "",
        "keeps_office": keeps_office(request.viewer),
    }  # fmt: skip
    return render(request, "documents/ask.html", context, status=422 if form.errors else 200)


@staff_door()
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """How far a document is; the page asks again by itself while it is being made."""
    at = now()
    document = document_for(request.viewer, ref, at=at)
    is_there = document.state == State.READY and document.until_at > at
    mine = document.asked_by_id == request.viewer.user_id
    context = {
        "document": document, "kind": kind_of(document.kind), "back": url_of(document.about_kind, document.about_ref),
        "problem": PROBLEMS.get(document.problem_code, ANYTHING), "waits": document.state in UNFINISHED,
        "is_there": is_there, "mine": mine, "may_void": mine or keeps_office(request.viewer),
        "differs": is_there and not is_the_same_for(request.viewer, document, at=at),
    }  # fmt: skip
    return render(request, "documents/detail.html", context)


@staff_door()
@require_http_methods(["GET", "POST"])
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The file, while the record is open to whoever takes it as it is shown; each time written to the trail."""
    if request.method == "GET":  # back from signing in
        document_for(request.viewer, ref, at=now())
        return redirect("documents:detail", ref)
    try:
        document = to_download(request.viewer, ref, at=now())
        body = actions.give_out(document=document, by=request.viewer.user, at=now())
    except Cannot:
        return redirect("documents:detail", ref)
    except (store.ContentMissing, ContentBroken):  # a restored database without its files, or a damaged disk
        messages.error(request, _("Its content is missing or damaged."))
        return redirect("documents:detail", ref)
    return as_file(document, body)


@staff_door()
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, ref: str) -> HttpResponse:
    """Strike a letter's number out."""
    document = to_void(request.viewer, ref)
    form = VoidForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void(document=document, code=form.cleaned_data["code"], by=request.viewer.user, at=now())
            return redirect("documents:register")
        except Cannot as refused:
            form.show(refused)
    context = {"form": form, "document": document, "kind": kind_of(document.kind)}
    return render(request, "documents/void.html", context, status=422 if form.errors else 200)


@staff_door()
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Is this sheet the letter that the office made? Compares the printed digest; tells nothing of the content."""
    form, answer = VerifyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        answer = "same" if queries.is_genuine(request.viewer, **form.cleaned_data) else "other"
    context = {"form": form, "answer": answer}
    return render(request, "documents/verify.html", context, status=422 if form.errors else 200)


def as_file(document: Document, body: bytes) -> HttpResponse:
    """An answer that browsers keep and never show."""
    answer = HttpResponse(body, content_type=MEDIA_TYPES[document.form])
    name = f"{document.kind}-{document.ref}.{document.form}"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store, private"
    answer["X-Document-SHA256"] = document.sha256
    return answer
