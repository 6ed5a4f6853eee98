"""What everybody may read, without an account and without leaving a trace."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
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
    for one in page.object_list:
        one.shown_title = one.in_language(get_language())[0]
    return render(request, "publication/public_list.html", {"page": page})


@public_door(because="everybody may read what the task force has published")
@require_safe
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, or its PDF (`?bentuk=pdf`). Withdrawn, unknown and not printed yet answer alike."""
    one = published(ref)
    if request.GET.get("bentuk") == "pdf":
        return as_pdf(one)
    title, body = one.in_language(get_language())
    context = {"one": one, "title": title, "blocks": blocks_of(body), "has_pdf": is_printed(one)}
    return render(request, "publication/public.html", context)


def as_pdf(one: Publication) -> HttpResponse:
    """The file as a download; 404 until the worker has made it."""
    if not one.printed:
        raise Http404
    response = HttpResponse(bytes(one.printed), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{one.ref}.pdf"'
    return response
