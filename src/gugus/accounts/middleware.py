"""What comes before anything else: one's own password, and a second factor where the role needs one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gugus.base.middleware import Handler

# Where somebody may still go before the account is safe: sign-in pages, language, the health of the service.
ALWAYS_OPEN = ("/akun/", "/i18n/", "/static/", "/kesehatan/", "/robots.txt", "/api/")


def first_things(get_response: Handler) -> Handler:
    """A one-time password is changed, and a second factor set up where the role needs one, before anything else."""

    def handle(request: HttpRequest) -> HttpResponse:
        viewer = request.viewer
        if viewer.is_known and not viewer.by_key and not request.path.startswith(ALWAYS_OPEN):
            if viewer.user.must_change_password:
                return redirect("account_change_password")
            if _lacks_second_factor(request):
                return redirect("mfa_activate_totp")
        return get_response(request)

    return handle


def _lacks_second_factor(request: HttpRequest) -> bool:
    """Asked once a session, because it costs a query."""
    needs = settings.SECOND_FACTOR_ROLES & request.viewer.roles
    if not needs or request.session.get("second_factor"):
        return False
    has_one = Authenticator.objects.filter(user=request.viewer.user).exists()
    if has_one:
        request.session["second_factor"] = True
    return not has_one
