"""Whoever opens a record has read the news about it."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from gugus.base.middleware import Handler
from gugus.notices.actions import opened


@cache
def _kinds() -> dict[str, str]:
    """Name of a record's page → kind of the record."""
    return {page: kind for kind, page in settings.RECORD_PAGES.items()}


def read_with_the_record(get_response: Handler) -> Handler:
    """After the page of a record was shown to somebody: unread news about it is read; one update on a small index."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        kind = _kinds().get(match.view_name) if match is not None else None
        shown = request.method == "GET" and response.status_code == 200 and request.viewer.is_known
        if kind and shown and match.kwargs:
            ref = str(next(iter(match.kwargs.values())))
            opened(viewer=request.viewer, kind=kind, ref=ref, at=now())
        return response

    return handle
