"""Error pages. They never tell a hidden record from a missing one."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(request: HttpRequest, status: int, context: dict | None = None) -> HttpResponse:
    # Without the context processors: what broke the page must not break its explanation.
    page = render_to_string(f"base/errors/{status}.html", {"request": request, **(context or {})})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """403: the role does not include this; the reason is a sentence made for the viewer."""
    return _page(request, 403, {"reason": str(exception or "")})


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """404: not there, or not for this viewer: one page for both."""
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: something of ours broke; what was typed was not kept."""
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page was open too long or came from elsewhere."""
    return _page(request, 403, {"stale_form": True})
