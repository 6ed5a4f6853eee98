"""Ask for an export, see how far it is, take the file."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.exchange import actions, rules
from gugus.exchange.codes import MEDIA_TYPES, State
from gugus.exchange.forms import ExportForm, NamedExportForm
from gugus.exchange.gate import export_for, list_for
from gugus.exchange.lists import Listed, list_of, lists_for
from gugus.exchange.models import Export
from gugus.exchange.wording import ANYTHING, PROBLEMS
from gugus.files import store
from gugus.files.crypt import ContentBroken

SHOWN = 50


@staff_door()
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One's own exports, newest first, and what can be exported."""
    exports = Export.objects.visible_to(request.viewer)[:SHOWN]
    rows = [(export, list_of(export.listed)) for export in exports]
    context = {"rows": rows, "lists": lists_for(request.viewer), "days": rules.KEPT_DAYS, "now": now()}
    return render(request, "exchange/list.html", context)


@staff_door(fresh=True)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, listed: str) -> HttpResponse:
    """Ask for a list as it is filtered in the address."""
    one, at = list_for(request.viewer, listed), now()
    form_class = NamedExportForm if one.can_name else ExportForm
    form = form_class(request.POST or None, initial={"key": uuid4().hex})
    filters = {name: request.GET[name] for name in one.filters if request.GET.get(name)}
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_asked(request, one, filters, form, at))
        except Cannot as refused:
            form.show(refused)
    context = {
        "form": form, "listed": one, "filters": filters, "back": _page(one, request), "days": rules.KEPT_DAYS,
        "most": rules.MOST_ROWS, "most_named": rules.MOST_IDENTIFIED_ROWS,
    }  # fmt: skip
    return render(request, "exchange/ask.html", context, status=422 if form.errors else 200)


@staff_door()
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """How far an export is; the page asks again by itself while it is being made."""
    export = export_for(request.viewer, ref)
    context = {
        "export": export, "listed": list_of(export.listed), "problem": PROBLEMS.get(export.problem, ANYTHING),
        "is_there": export.state == State.READY and export.until_at > now(), "now": now(),
    }  # fmt: skip
    return render(request, "exchange/detail.html", context)


@staff_door(fresh=True)
@require_http_methods(["GET", "POST"])
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The file, for who asked for it, each time written to the trail."""
    export = export_for(request.viewer, ref)
    if request.method == "GET":  # back from proving who they are
        return redirect("exchange:detail", ref)
    try:
        body = actions.give_out(export=export, by=request.viewer.user, at=now())
    except (actions.CannotExport, store.ContentMissing, ContentBroken):
        return redirect("exchange:detail", ref)
    return as_file(export, body)


def as_file(export: Export, body: bytes) -> HttpResponse:
    """An answer that browsers keep and never show."""
    answer = HttpResponse(body, content_type=MEDIA_TYPES[export.format])
    name = f"gugus-{export.listed}-{export.ref}.{export.format}"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _asked(request: HttpRequest, one: Listed, filters: dict, form: ExportForm, at) -> str:
    told, by = form.cleaned_data, request.viewer.user
    if told.get("names") == "yes":
        asked = actions.ask_identified(
            listed=one,
            filters=filters,
            form=told["format"],
            reason=told["reason"],
            by=by,
            at=at,
            key=told["key"],
        )
        return reverse("approvals:detail", args=[asked.ref])
    made = actions.ask(listed=one, filters=filters, form=told["format"], by=by, at=at, key=told["key"])
    return reverse("exchange:detail", args=[made.ref])


def _page(one: Listed, request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return reverse(one.page) + (f"?{query}" if query else "")
