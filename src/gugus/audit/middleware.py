"""Circumstances of one request do not reach the next one, which the same thread may serve."""

from django.http import HttpRequest, HttpResponse

from gugus.audit.circumstances import under
from gugus.base.middleware import Handler


def own_circumstances(get_response: Handler) -> Handler:
    """Begin each request without circumstances and forget those that were noted in it."""

    def handle(request: HttpRequest) -> HttpResponse:
        with under():
            return get_response(request)

    return handle
