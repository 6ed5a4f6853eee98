"""The board as a page: by column, by the other agency, or one column in pages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.referrals import board as boards
from gugus.referrals.columns import LATELY, Column
from gugus.referrals.forms_board import BoardFilter
from gugus.referrals.trays import trays_for

AGENCIES = 20


@staff_door(Section.REFERRAL)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The agency's referrals by whose move it is. One address: ?by=agency groups, ?column= shows one column whole."""
    viewer, at = request.viewer, now()
    form = BoardFilter(request.GET, viewer=viewer, on=timezone.localdate(at))
    chosen = form.chosen()
    by, column = request.GET.get("by", ""), request.GET.get("column", "")
    kept = urlencode(chosen)
    context = {
        "form": form, "chosen": chosen, "kept": kept, "and_kept": f"&{kept}" if kept else "", "now": at,
        "by": by, "days": LATELY.days, "may_refer": viewer.has(Section.REFERRAL, Verb.WRITE),
    }  # fmt: skip
    context["filters_open"] = bool(chosen or form.errors)
    status = 200 if form.is_valid() else 422
    if column in Column.values:
        after = request.GET.get("after", "")
        context |= {"pile": boards.pile(viewer, column, chosen, at, after=after), "after": after}
        return render(request, "referrals/board_column.html", context, status=status)
    if by == "agency":
        page = Paginator(boards.groups(viewer, chosen, at), AGENCIES).get_page(request.GET.get("page"))
        context |= {"page": page, "groups": boards.with_first(viewer, page.object_list, chosen, at)}
        but_agency = urlencode({name: value for name, value in chosen.items() if name != "agency"})
        context |= {
            "and_kept_but_agency": f"&{but_agency}" if but_agency else "",
            "keep": f"by=agency&{kept}&",
        }
        return render(request, "referrals/board_agencies.html", context, status=status)
    shown = boards.piles(viewer, chosen, at)
    context |= {"piles": [one for one in shown if one.count or one.column != Column.DRAFT]}
    context |= {"total": sum(one.count for one in shown), "trays": trays_for(viewer, at)}
    return render(request, "referrals/board.html", context, status=status)
