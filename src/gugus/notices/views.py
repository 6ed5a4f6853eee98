"""The list of one's notices."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from gugus.access.gate import staff_door
from gugus.notices.actions import mark_read
from gugus.notices.queries import notices_of, unread_count

PER_PAGE = 50


@staff_door()
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My notices, newest first."""
    rows = notices_of(request.viewer)
    only_unread = request.GET.get("unread") == "1"
    page = Paginator(rows.unread() if only_unread else rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": now(), "only_unread": only_unread, "unread": unread_count(request.viewer)}
    return render(request, "notices/index.html", context)


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
    """Mark one (field "notice") or all as read."""
    one = request.POST.get("notice", "")
    try:
        ids = [UUID(one)] if one else None
    except ValueError:
        raise Http404 from None
    mark_read(viewer=request.viewer, ids=ids, at=now())
    return redirect("notices:index")
