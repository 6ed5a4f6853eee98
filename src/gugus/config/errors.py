"""Error pages. They never tell a hidden record from a missing one."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from gugus.accounts import keeping
from gugus.accounts.middleware import kept_until_sign_in
from gugus.accounts.sessions import WAS
from gugus.base.errors import error_answer

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """400: the request could not be read; 413: it was too much to read."""
    return error_answer(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """403: the role does not include this; the reason is a sentence made for the viewer."""
    return error_answer(request, 403, {"reason": str(exception or "")})


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """404: not there, or not for this viewer: one page for both."""
    return error_answer(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: something of ours broke; what was typed was not kept."""
    return error_answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form from elsewhere; one of our own, from before a new sign-in, is kept for its writer."""
    owner = request.user.pk if request.user.is_authenticated else request.session.get(WAS)
    if owner and keeping.is_ours(request) and keeping.worth_keeping(request):
        if not request.user.is_authenticated:
            return kept_until_sign_in(request, owner, at=now())
        return redirect("accounts:kept", keeping.keep(request, user_id=owner, at=now()).pk)
    return error_answer(request, 403, {"stale_form": True})
