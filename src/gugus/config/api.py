"""The API under /api/v1: the routers of all contexts, one way to say no."""

from importlib import import_module

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gugus.access.api import KeyAuth, PageAuth
from gugus.access.gate import public_door
from gugus.base.api import problem
from gugus.base.errors import error_answer, unfit
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import Stale

CONTEXTS = (
    *(
        "access",
        "approvals",
        "files",
        "emergency",
        "places",
        "people",
        "tasks",
        "notices",
        "providers",
        "documents",
        "consent",
        "intake",
        "cases",
        "screening",
        "referrals",
        "arrivals",
        "guests",
        "agreements",
        "transfers",
        "care",
        "shelter",
        "repatriation",
        "reintegration",
        "justice",
        "restitution",
        "groups",
        "taskforce",
        "figures",
        "followup",
        "meetings",
        "actionplan",
        "reporting",
        "publication",
        "room",
        "conferences",
        "trail",
    ),
    "statistics",
    "retention",
    "privacy",
    "exchange",
)

api = NinjaAPI(
    title="gugus",
    version="1",
    description="The same gates and actions as the pages. Times are UTC; codes are stable; words are translated.",
    urls_namespace="api",
    auth=[KeyAuth(), PageAuth()],
    docs_decorator=public_door("the documentation of open-source software; it holds no data"),
)


for _name in CONTEXTS:
    api.add_router("", import_module(f"gugus.{_name}.api").router)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401: no key, no session, or an ended one."""
    return problem(401, "not_signed_in", _("Sign in or send a valid key."))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """403: the role does not include this."""
    refused = error.args[0] if error.args else None
    return problem(403, getattr(refused, "code", "forbidden"), str(refused or _("Not allowed.")))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """404: hidden and missing look alike."""
    return problem(404, "not_found", _("There is nothing here for you."))


@api.exception_handler(HttpError)
def said(request: HttpRequest, error: HttpError) -> HttpResponse:
    """An operation's own word, from a context that lies too low to know problems, or a body that is no JSON."""
    codes = {400: "malformed", 404: "not_found", 422: "invalid"}
    return problem(error.status_code, codes.get(error.status_code, "refused"), str(error))


@api.exception_handler(Cannot)
def refused(request: HttpRequest, error: Cannot) -> HttpResponse:
    """409: the action refused; all reasons at once."""
    return problem(409, "refused", _("This cannot be done now."), error.reasons)


@api.exception_handler(DataError)
def unkept(request: HttpRequest, error: DataError) -> HttpResponse:
    """400: a number or a moment that no column holds."""
    return unfit(request)


@api.exception_handler(RawPostDataException)
def not_json(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """400: a form where JSON is expected."""
    return error_answer(request, 400)


@api.exception_handler(Stale)
def stale(request: HttpRequest, error: Stale) -> HttpResponse:
    """412: somebody changed the record since the version that If-Match names."""
    return problem(412, "changed_meanwhile", _("Somebody changed this meanwhile. Read it again."))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: the input does not fit; each field with its reason, without repeating what was sent."""
    reasons = [
        Reason(one["type"], one["msg"], ".".join(str(part) for part in one["loc"][1:]))
        for one in error.errors
    ]
    return problem(422, "invalid", _("The input does not fit."), reasons)
