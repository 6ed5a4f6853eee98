"""One request, one transaction: what was answered was kept, and row-level security knows for whom."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def one_transaction(get_response: Handler) -> Handler:
    """Open the request's transaction before sessions and sign-in touch the database.

    Django's ATOMIC_REQUESTS covers only the view. An answer of 500 and above takes everything back.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return handle


def quiet_headers(get_response: Handler) -> Handler:
    """Nothing of a page stays in a shared computer's cache, and no sensor of the device is asked for."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return handle
