"""One's own account: keys, sessions, what was kept, the code of conduct."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gugus.access.gate import staff_door
from gugus.access.models import ApiKey
from gugus.accounts import conduct as words
from gugus.accounts import keeping
from gugus.accounts.actions import CannotChangeAccount, end_sessions
from gugus.accounts.forms import KeyForm
from gugus.accounts.keys import make_key, revoke_key
from gugus.accounts.models import KeptText, Session
from gugus.accounts.queries import live_sessions, seconds_left

FORM = ["GET", "HEAD", "POST"]


@staff_door(fresh=True)
@require_http_methods(FORM)
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys for programs."""
    form = KeyForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = make_key(request.viewer, **form.cleaned_data, at=timezone.now())
            form = KeyForm()
        except CannotChangeAccount as refused:
            form.show(refused)
    mine = ApiKey.objects.filter(user=request.viewer.user).order_by("-created_at")
    context = {"form": form, "keys": mine, "secret": secret, "now": timezone.now()}
    return render(request, "accounts/keys.html", context, status=422 if form.errors else 200)


@staff_door(fresh=True)
@require_POST
def revoke(request: HttpRequest, pk) -> HttpResponse:
    """End one of one's own keys."""
    key = get_object_or_404(ApiKey, pk=pk, user=request.viewer.user)
    revoke_key(request.viewer, key=key, at=timezone.now())
    messages.success(request, _("The key was revoked."))
    return redirect("accounts:keys")


@staff_door()
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    rows = live_sessions(request.viewer.user, timezone.now())
    return render(request, "accounts/sessions.html", {"sessions": rows, "here": request.session.row})


@staff_door()
@require_POST
def sign_out(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """End one of my other sessions, or all of them."""
    here: Session = request.session.row
    ended = end_sessions(
        user=request.viewer.user, by=request.viewer.user, at=timezone.now(), only=pk, but_not=here.pk
    )
    if ended:
        messages.success(request, _("Signed out there."))
    return redirect("accounts:sessions")


@staff_door()
@require_http_methods(["GET", "POST"])
def stay(request: HttpRequest) -> HttpResponse:
    """How many seconds the session has left; a POST is a sign of life."""
    return JsonResponse({"seconds": seconds_left(request, timezone.now())})


@staff_door()
@require_safe
def kept_list(request: HttpRequest) -> HttpResponse:
    """Everything of mine that was kept."""
    rows = keeping.still_kept(request.viewer.user_id, timezone.now())
    return render(request, "accounts/kept_list.html", {"kept": rows})


@staff_door()
@require_http_methods(FORM)
def kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What I typed, to send it after all or to throw it away."""
    rows = keeping.still_kept(request.viewer.user_id, timezone.now())
    text: KeptText = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        keeping.drop(request.viewer.user_id, str(text.pk))
        return redirect("desk:home")
    shown = [value for values in text.words.values() for value in values if " " in value.strip()]
    fields = [(name, value) for name, values in text.words.items() for value in values]
    return render(request, "accounts/kept.html", {"kept": text, "shown": shown, "fields": fields})


@staff_door()
@require_http_methods(FORM)
def conduct(request: HttpRequest) -> HttpResponse:
    """Read the code of conduct; accept it before the first work and after each change."""
    user, at = request.viewer.user, timezone.now()
    if request.method == "POST" and request.POST.get("version") == words.current().version:
        words.accept(user=user, language=get_language() or "id", at=at)
        return redirect("/")
    mine = words.acceptances().filter(user=user).order_by("-at")
    context = {
        "conduct": words.current(),
        "text": words.current().template(get_language() or "id"),
        "accepted": mine.filter(digest=words.current().digest).first(),
        "earlier": mine.exclude(digest=words.current().digest),
    }
    return render(request, "accounts/conduct.html", context, status=422 if request.method == "POST" else 200)
