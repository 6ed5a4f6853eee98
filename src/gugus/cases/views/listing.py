"""The list of cases and a new one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import pgettext_lazy

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.cases.actions import open_case
from gugus.cases.forms import NewCaseForm
from gugus.cases.lists import CaseFilter, read_list
from gugus.cases.queries import colleagues
from gugus.cases.views.acting import page_of

VIEWS = (
    ("", later("All")),
    ("whose=mine", later("I manage")),
    ("whose=team", later("My team's")),
    ("safety=danger", later("In danger")),
    ("late=safety", later("Safety check overdue")),
    ("whose=shared", later("Shared with us")),
    ("state=closed", pgettext_lazy("case", "Closed")),
)


@staff_door(Section.CASE)
def listing(request: HttpRequest) -> HttpResponse:
    """Cases within reach, by filters in the address."""
    form = CaseFilter(request.GET or None)
    chosen = form.chosen() if form.is_bound else {}
    at = timezone.now()
    found = read_list(
        request.viewer, chosen, at, older=request.GET.get("older", ""), newer=request.GET.get("newer", "")
    )
    if "q" in chosen and len(found.rows) == 1:
        return redirect(page_of(found.rows[0].case))
    return render(request, "cases/list.html", _context(request, form, chosen, found, at))


def _context(request: HttpRequest, form: CaseFilter, chosen: dict, found, at) -> dict:
    kept = {name: value for name, value in request.GET.items() if value and name not in {"older", "newer"}}
    address = urlencode(kept)
    return {
        "form": form,
        "found": found,
        "now": at,
        "address": address,
        "is_filtered": bool(chosen),
        "newer_url": f"?{urlencode(kept | {'newer': found.newer})}" if found.newer else "",
        "older_url": f"?{urlencode(kept | {'older': found.older})}" if found.older else "",
        "filters_open": bool(set(chosen) - {"whose"}) or bool(form.is_bound and form.errors),
        "views": [(f"?{query}" if query else "?", label, query == address) for query, label in VIEWS],
        "may_export": request.viewer.has(Section.CASE, Verb.EXPORT),
        "may_open": request.viewer.has(Section.CASE, Verb.WRITE),
    }


@staff_door(Section.CASE, Verb.WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Open a case that did not begin with a report."""
    viewer, at = request.viewer, timezone.now()
    team = colleagues(viewer.agency_id, timezone.localdate(at))
    form = NewCaseForm(
        request.POST or None, colleagues=team, initial={"manager": viewer.user_id, "crossed_border": ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(agency=viewer.user.agency, by=viewer.user, at=at, **form.cleaned_data)
        except Cannot as refused:
            form.show(refused)
        else:
            messages.success(request, _("The case is open. Add the people in it next."))
            return redirect(page_of(case, "people"))
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/new.html", {"form": form}, status=status)
