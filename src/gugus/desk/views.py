"""Home, search, help, and what machines ask a web server."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gugus.access.gate import public_door, staff_door
from gugus.base.look import keys_page
from gugus.desk.home import sections
from gugus.desk.search import search


@staff_door()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person came for, by role."""
    now = timezone.now()
    return render(request, "desk/home.html", {"sections": sections(request.viewer, now), "now": now})


@staff_door()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Search. Terms travel in the body: names belong in no address, history or server log."""
    text = request.POST.get("q", "")
    if not text.strip():
        return render(request, "desk/search.html", {"search_text": ""})
    answer = search(request.viewer, text, at=timezone.now())
    if answer.go:
        return redirect(answer.go)
    return render(request, "desk/search.html", {"search_text": text, "answer": answer})


@staff_door()
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How the work goes, by role, and the keys."""
    return render(request, "desk/help.html")


@staff_door()
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keyboard shortcuts of this viewer's navigation."""
    return keys_page(request)


@public_door("says only whether the service answers")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the web process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


@public_door("tells search engines to stay away")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """No page of this service belongs into a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@public_door("says where to tell of a weakness; it holds no data")
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116, when the operator named an address (GUGUS_SECURITY_CONTACT)."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # The first of the month after the next one but two, so that the answer does not change by the second.
    until = (timezone.now().replace(day=1) + timedelta(days=130)).strftime("%Y-%m-01T00:00:00Z")
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {until}", "Preferred-Languages: id, en"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
