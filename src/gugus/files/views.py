"""Attach a file, open it by a link of one minute, take it back."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.files import actions, rules, store
from gugus.files.codes import MediaType
from gugus.files.crypt import ContentBroken
from gugus.files.forms import RemoveForm, UploadForm
from gugus.files.gate import Admitted, admitted, attachment_for

LINK = "files:link"
LINK_LIVES = 60  # seconds


@staff_door()
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str, ref: str, section: str) -> HttpResponse:
    """Attach a file to a record."""
    at = now()
    record = admitted(request.viewer, kind, ref, section=section, verb=Verb.WRITE, at=at)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid() and _attached(request, record, section, form, at):
        messages.success(request, _("The file was attached."))
        return redirect(_back(request, kind, ref))
    context = {"form": form, "ref": ref, "back": _back(request, kind, ref)}
    return render(request, "files/upload.html", context, status=422 if form.errors else 200)


@staff_door()
@require_GET
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Admit the viewer and lead to a link that lives one minute and serves this person only."""
    attachment_for(request.viewer, pk, at=now())
    token = signing.dumps([str(pk), str(request.viewer.user_id)], salt=LINK)
    return redirect("files:content", token)


@staff_door()
@require_GET
def content(request: HttpRequest, token: str) -> HttpResponse:
    """The content itself. An old link, somebody else's link and a wrong one look alike."""
    at = now()
    found, record = attachment_for(request.viewer, _named_by(token, request), at=at)
    try:
        # Whole, not streamed: a stream would run after the request's transaction, and 10 MB fit.
        body = b"".join(actions.opened(attachment=found, within=record.within, by=request.viewer.user, at=at))
    except (store.ContentMissing, ContentBroken):
        return render(request, "files/broken.html", {"attachment": found}, status=410)
    charset = "; charset=utf-8" if found.media_type == MediaType.TEXT else ""
    answer = HttpResponse(body, content_type=found.media_type + charset)
    name = rules.name_for_download(found.title or "", found.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@staff_door()
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file back, with a reason."""
    at = now()
    found, record = attachment_for(request.viewer, pk, verb=Verb.WRITE, at=at)
    sent = request.method == "POST"
    form = RemoveForm(request.POST) if sent else RemoveForm()
    if sent and form.is_valid():
        actions.remove(
            attachment=found, within=record.within, by=request.viewer.user, at=at, **form.cleaned_data
        )
        messages.success(request, _("The file was taken back."))
        return redirect(_back(request, found.about_kind, found.about_ref))
    context = {"form": form, "attachment": found, "back": _back(request, found.about_kind, found.about_ref)}
    return render(request, "files/remove.html", context, status=422 if form.errors else 200)


def _attached(request: HttpRequest, record: Admitted, section: str, form: UploadForm, at: datetime) -> bool:
    try:
        actions.attach(
            about=record.about, within=record.within, section=section, by=request.viewer.user, at=at,
            **form.cleaned_data,
        )  # fmt: skip
    except actions.CannotAttach as refused:
        form.show(refused)
        return False
    return True


def _named_by(token: str, request: HttpRequest) -> UUID:
    try:
        pk, user = signing.loads(token, salt=LINK, max_age=LINK_LIVES)
    except signing.BadSignature:
        raise Http404 from None
    if user != str(request.viewer.user_id):
        raise Http404
    return UUID(pk)


def _back(request: HttpRequest, kind: str, ref: str) -> str:
    wish = request.POST.get("back") or request.GET.get("back", "")
    if wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts=None):
        return wish
    return url_of(kind, ref) or "/"
