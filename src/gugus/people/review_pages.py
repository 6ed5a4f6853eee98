"""The switch of review mode, and a list of files for one review."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from gugus.access.gate import staff_door
from gugus.access.middleware import REVIEWING
from gugus.access.policies import NO_RIGHT
from gugus.audit.actions import record
from gugus.base.links import url_of
from gugus.kernel.ids import parse_ref

KINDS = {"K": "case", "R": "report"}
MOST_LISTED = 50


@staff_door()
@require_http_methods(["GET", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """On or off for this session. `?berkas=K-…,R-…` is a list of files to look through: a link to send on."""
    if not request.viewer.may_review:
        raise PermissionDenied(NO_RIGHT)
    listed = request.GET.get("berkas", "")
    if request.method == "POST":
        begins = request.POST.get("mode") == "on"
        if begins:
            request.session[REVIEWING] = now().isoformat()
        else:
            request.session.pop(REVIEWING, None)
        verb = "review.began" if begins else "review.ended"
        record(verb, about=request.viewer.user, by=request.viewer.user, at=now())
        return redirect(request.get_full_path())
    return render(request, "people/review.html", {"files": _files(listed), "listed": listed})


def _files(listed: str) -> list[tuple[str, str]]:
    refs = [parse_ref(one) for one in listed.split(",")[:MOST_LISTED]]
    return [(ref, url_of(KINDS[ref[0]], ref)) for ref in refs if ref and ref[0] in KINDS and ref[1] == "-"]
