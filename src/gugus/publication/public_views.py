"""What everybody may read, without an account and without leaving a trace."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from gugus.access.gate import public_door
from gugus.publication.gate import published
from gugus.publication.models import Publication
from gugus.publication.queries import is_printed
from gugus.publication.wording import blocks_of

PER_PAGE = 20


@public_door(because="everybody may read what the task force has published")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was published, newest first."""
    rows = Publication.objects.for_everybody().select_related("task_force")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    tongue = _tongue(request)
    for one in page.object_list:
        one.shown_title = one.in_language(tongue)[0]
    return _drawn(request, "publication/public_list.html", {"page": page}, tongue)


@public_door(because="everybody may read what the task force has published")
@require_safe
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, or its PDF (`?bentuk=pdf`). Withdrawn, unknown and not printed yet answer alike."""
    one = published(ref)
    if request.GET.get("bentuk") == "pdf":
        return as_pdf(one)
    tongue = _tongue(request)
    title, body = one.in_language(tongue)
    context = {"one": one, "title": title, "blocks": blocks_of(body), "has_pdf": is_printed(one)}
    return _drawn(request, "publication/public.html", context, tongue)


def _tongue(request: HttpRequest) -> str:
    """The language that the address asks for (`bahasa`); else that of the browser."""
    asked = request.GET.get("bahasa", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or "id"


def _drawn(request: HttpRequest, template: str, context: dict, tongue: str) -> HttpResponse:
    """The page in a language. The other one is a link, not a form: a form's token would leave a cookie."""
    other = "id" if tongue == "en" else "en"
    asked = request.GET.get("bahasa") == tongue
    context |= {"other": other, "keep": f"bahasa={tongue}" if asked else ""}
    with override(tongue):
        return render(request, template, context)


def as_pdf(one: Publication) -> HttpResponse:
    """The file as a download; 404 until the worker has made it."""
    if not one.printed:
        raise Http404
    response = HttpResponse(bytes(one.printed), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{one.ref}.pdf"'
    return response
