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
from gugus.access.viewer import Viewer
from gugus.base.links import url_of
from gugus.files import actions, rules, store
from gugus.files.codes import Lost, MediaType, ScanState
from gugus.files.crypt import ContentBroken
from gugus.files.forms import RemoveForm, UnscannedForm, UploadForm
from gugus.files.gate import Admitted, admitted, attachment_for
from gugus.files.models import Attachment

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
        return redirect(_back(request, kind, ref))
    context = {"form": form, "ref": ref, "back": _back(request, kind, ref)}
    return render(request, "files/upload.html", context, status=422 if form.errors else 200)


@staff_door()
@require_GET
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Admit the viewer and lead to a link that lives one minute and serves this person only."""
    found, _record = attachment_for(request.viewer, pk, at=now())
    if found.is_held:
        return redirect("files:held", pk)
    return _to_content(request, pk)


@staff_door()
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file that stays shut: for ever when a virus was found, or until somebody takes the risk on themselves."""
    found, record = attachment_for(request.viewer, pk, at=now())
    if not found.is_held:
        return _to_content(request, pk)
    waits = found.scan == ScanState.WAITING
    form = UnscannedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and waits and form.is_valid():
        return _to_content(request, pk, unscanned=True)
    context = {
        "attachment": found,
        "form": form,
        "waits": waits,
        "back": _back(request, found.about_kind, found.about_ref),
    }
    return render(request, "files/held.html", context, status=422 if form.errors else 200)


@staff_door()
@require_GET
def content(request: HttpRequest, token: str) -> HttpResponse:
    """The content itself. An old link, somebody else's link and a wrong one look alike."""
    at = now()
    pk, unscanned = _named_by(token, request)
    found, record = attachment_for(request.viewer, pk, at=at)
    try:
        body = whole(found, record, request.viewer, at, unscanned=unscanned)
    except actions.CannotOpen:
        return redirect("files:held", pk)
    except (store.ContentMissing, ContentBroken):
        return render(request, "files/broken.html", {"attachment": found}, status=410)
    return as_download(found, body)


def whole(
    found: Attachment, record: Admitted, viewer: Viewer, at: datetime, *, unscanned: bool = False
) -> bytes:
    """The content at once, not streamed: a stream would run after the request's transaction, and 10 MB fit."""
    parts = actions.opened(attachment=found, within=record.within, by=viewer.user, at=at, unscanned=unscanned)
    return b"".join(parts)


def as_download(found: Attachment, body: bytes) -> HttpResponse:
    """An answer that a browser saves and never shows as a page."""
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
        made = actions.attach(
            about=record.about, within=record.within, section=section, by=request.viewer.user, at=at,
            **form.cleaned_data,
        )  # fmt: skip
    except actions.CannotAttach as refused:
        form.show(refused)
        return False
    messages.success(request, _("The file was attached."))
    if made.scan == ScanState.WAITING:
        messages.warning(
            request, _("The virus scanner does not answer. The file is kept shut until it was scanned.")
        )
    if gone := [word for code, word in zip(made.lost, made.lost_words, strict=True) if code != Lost.METADATA]:
        messages.info(request, _("Not in the kept copy: %(what)s.") % {"what": ", ".join(gone)})
    return True


def _to_content(request: HttpRequest, pk: UUID, *, unscanned: bool = False) -> HttpResponse:
    token = signing.dumps([str(pk), str(request.viewer.user_id), unscanned], salt=LINK)
    return redirect("files:content", token)


def _named_by(token: str, request: HttpRequest) -> tuple[UUID, bool]:
    try:
        pk, user, unscanned = signing.loads(token, salt=LINK, max_age=LINK_LIVES)
    except signing.BadSignature:
        raise Http404 from None
    if user != str(request.viewer.user_id):
        raise Http404
    return UUID(pk), unscanned


def _back(request: HttpRequest, kind: str, ref: str) -> str:
    wish = request.POST.get("back") or request.GET.get("back", "")
    if wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts=None):
        return wish
    return url_of(kind, ref) or "/"
