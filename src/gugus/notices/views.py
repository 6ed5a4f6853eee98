"""The list of one's notices."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from gugus.access.gate import staff_door
from gugus.notices.actions import mark_read
from gugus.notices.forms import Filter
from gugus.notices.queries import grouped, notices_of, unread_count

PER_PAGE = 50


@staff_door()
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My notices by record, newest first."""
    form = Filter(request.GET)
    chosen = form.chosen()
    page = Paginator(notices_of(request.viewer, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": grouped(page.object_list),
        "form": form,
        "now": now(),
        "only_unread": chosen["unread"],
        "family": chosen["family"],
        "unread": unread_count(request.viewer),
    }
    return render(request, "notices/index.html", context)


@staff_door()
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """The number at the bell, asked for every minute: one small question to the database."""
    request.notices_unread = unread_count(request.viewer)
    return render(request, "base/parts/bell_count.html", {"notices_unread": request.notices_unread})


@staff_door()
@require_GET
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to what a notice is about; it counts as read from then on."""
    notice = notices_of(request.viewer).filter(pk=pk).first()
    if notice is None:
        raise Http404
    mark_read(viewer=request.viewer, ids=[pk], at=now())
    return redirect(notice.url or "notices:index")


@staff_door()
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark some (fields "notice") or all as read."""
    try:
        ids = [UUID(one) for one in request.POST.getlist("notice") if one]
    except ValueError:
        raise Http404 from None
    mark_read(viewer=request.viewer, ids=ids or None, at=now())
    return redirect("notices:index")
