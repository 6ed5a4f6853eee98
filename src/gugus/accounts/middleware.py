"""Sessions that rest, and what comes before anything else: one's own password, a second factor, the code of conduct."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gugus.accounts import conduct, keeping
from gugus.accounts.sessions import WAS
from gugus.base.api import problem
from gugus.base.middleware import Handler

READING = {"GET", "HEAD", "OPTIONS"}
# Where somebody may still go before the account is safe: sign-in pages, language, the health of the service.
ALWAYS_OPEN = ("/akun/", "/i18n/", "/static/", "/kesehatan/", "/robots.txt", "/api/")
DUE = "second_factor_due"  # in the session: the role asks for a second factor and there is none yet


def resting(get_response: Handler) -> Handler:
    """Work keeps a session awake; what a door turned away is kept for its writer."""

    def handle(request: HttpRequest) -> HttpResponse:
        at = now()
        if request.user.is_authenticated and not _happens_by_itself(request):
            request.session.touch(at)
        response = get_response(request)
        if getattr(request, "turned_away", False):
            return _turned_away(request, response, at)
        if request.method == "POST" and response.status_code < 400 and "_kept" in request.POST:
            keeping.drop(request.user.pk, request.POST["_kept"])
        return response

    return handle


def _happens_by_itself(request: HttpRequest) -> bool:
    """A page that looks for news every minute is no sign of a person."""
    by_script = request.htmx or request.headers.get("X-Requested-With") == "resting"
    return bool(by_script) and request.method in READING


def _turned_away(request: HttpRequest, response: HttpResponse, at: datetime) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "autosave" or (request.htmx and request.method in READING):
        return HttpResponse(status=401)
    known = request.user.is_authenticated
    owner = request.user.pk if known else request.session.get(WAS)
    if owner and keeping.worth_keeping(request):
        response = kept_until_sign_in(request, owner, at=at)
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": response["Location"]})
    return response


def kept_until_sign_in(request: HttpRequest, owner, *, at: datetime) -> HttpResponse:
    """Keep the form and lead its writer through the sign-in (or the proof) back to it."""
    kept = keeping.keep(request, user_id=owner, at=at)
    messages.info(request, _("What you typed is kept. It comes back after this step."))
    way = "account_reauthenticate" if request.user.is_authenticated else "account_login"
    return redirect_to_login(reverse("accounts:kept", args=[kept.pk]), reverse(way))


def first_things(get_response: Handler) -> Handler:
    """A one-time password is changed, a second factor set up where the role needs one, the code accepted: first."""

    def handle(request: HttpRequest) -> HttpResponse:
        viewer = request.viewer
        if not viewer.is_known:
            return get_response(request)
        if viewer.by_key:
            if settings.CONDUCT and not conduct.has_accepted(viewer.user):
                return problem(403, "conduct_not_accepted", _("Accept the code of conduct on a page first."))
        elif not request.path.startswith(ALWAYS_OPEN) and (first := _first(request)):
            return redirect(first)
        return get_response(request)

    return handle


def _first(request: HttpRequest) -> str:
    """Where to go before anything else; asked once a session, because it costs queries."""
    if request.viewer.user.must_change_password:
        return "account_change_password"
    if request.session.get(DUE):
        if not Authenticator.objects.filter(user=request.viewer.user).exists():
            return "mfa_index"
        del request.session[DUE]
    if settings.CONDUCT and request.session.get("conduct") != conduct.current().digest:
        if not conduct.has_accepted(request.viewer.user):
            return "accounts:conduct"
        request.session["conduct"] = conduct.current().digest
    return ""
