"""What everybody may read, without an account and without leaving a trace."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gugus.access.gate import public_door
from gugus.publication.gate import published
from gugus.publication.models import Publication
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
    """One of them. Withdrawn and unknown answer alike."""
    one = published(ref)
    title, body = one.in_language(get_language())
    return render(request, "publication/public.html", {"one": one, "title": title, "blocks": blocks_of(body)})
