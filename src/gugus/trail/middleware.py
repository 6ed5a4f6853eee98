"""A page about a record that wrote no entry itself, and a refusal, leave one here: nobody can forget it."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from gugus.audit.actions import Named, record
from gugus.audit.circumstances import counting
from gugus.audit.models import Entry
from gugus.base.middleware import Handler
from gugus.kernel.ids import parse_ref


def leaves_a_line(get_response: Handler) -> Handler:
    """After the view, in its transaction: what a signed-in person saw or was refused is in the trail.

    A file of another agency that is hidden answers 404 and is not told apart from a missing one here either.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with counting() as written:
            response = get_response(request)
        match, viewer = request.resolver_match, request.viewer
        if match is None or not viewer.is_known or written[0]:
            return response
        ref = parse_ref(str(match.kwargs.get("ref", ""))) or ""
        if response.status_code == 403:
            _leave("page.refused", request, ref)
        elif ref and response.status_code in {200, 409, 412, 422}:
            _leave("page.seen", request, ref)
        return response

    return handle


def _leave(verb: str, request: HttpRequest, ref: str) -> None:
    changes = {"page": request.resolver_match.view_name, "method": request.method}
    record(verb, about=_known(ref) if ref else None, by=request.viewer.user, at=now(), changes=changes)


def _known(ref: str) -> Named:
    """The record behind a reference, as this agency's own entries know it; else the reference alone."""
    rows = Entry.objects.unscoped(because="row-level security: own agency, and entries about its files")
    found = rows.filter(about_ref=ref).exclude(about_id=None).values_list("about_kind", "about_id").first()
    return Named(*found, ref) if found else Named("", None, ref)
