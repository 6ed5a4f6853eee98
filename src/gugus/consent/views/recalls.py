"""Duties to stop: what our agency must answer, what others owe us."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.consent import queries
from gugus.consent.forms import ReceiptForm
from gugus.consent.gate import recall_for
from gugus.consent.models import Recall
from gugus.consent.recalling import answer_recall, read_recall

PER_PAGE = 25
TABS = (("ours", _("We must answer")), ("sent", _("Others owe us")), ("done", _("Answered")))


@staff_door(Section.CONSENT)
@require_GET
def in_tray(request: HttpRequest) -> HttpResponse:
    """Three lists, the earliest deadline first."""
    tab = request.GET.get("tab", "ours")
    tab = tab if tab in dict(TABS) else "ours"
    page = Paginator(queries.recalls_for(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.recall_counts(request.viewer)
    tabs = [
        {"label": label, "url": f"?tab={value}", "current": value == tab, "count": counts[value]}
        for value, label in TABS
    ]
    context = {"page": page, "tab": tab, "tabs": tabs, "now": now(), "keep": f"tab={tab}&"}
    return render(request, "consent/recalls.html", context)


@staff_door(Section.CONSENT)
@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, ref: str) -> HttpResponse:
    """One duty: stop, and say what was done. The recipient answers; for somebody without an account, the sender."""
    at, viewer = now(), request.viewer
    sent = request.method == "POST"
    found = recall_for(viewer, ref, verb=Verb.DECIDE if sent else Verb.SEE, at=at)
    read_recall(recall=found, by=viewer.user, at=at)
    duties = queries.duties_on(at)
    form = ReceiptForm(request.POST if sent else None, duties=duties, initial={"version": found.version})
    status = 200
    if sent and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            answer_recall(recall=found, seen=given.pop("version"), by=viewer.user, at=at, **given)
            return redirect("consent:recall", found.ref)
        except Stale:
            form.add_error(None, _("Somebody was faster. What stands here now is below."))
            found, status = recall_for(viewer, ref, at=at), 409
        except Cannot as refused:
            form.show(refused)
    context = {
        "recall": found, "form": form, "now": at, "may_answer": _may_answer(request, found),
        "about_url": url_of(found.about_kind, found.about_ref),
        "duty": next((one.words_in(get_language()) for one in duties if one.code == found.duty), ""),
    }  # fmt: skip
    return render(request, "consent/recall.html", context, status=_status(form, status))


def _may_answer(request: HttpRequest, found: Recall) -> bool:
    ours = request.viewer.agency_id == (found.to_agency_id or found.agency_id)
    return ours and found.answered_at is None and request.viewer.has(Section.CONSENT, Verb.DECIDE)


def _status(form: ReceiptForm, status: int) -> int:
    return 422 if form.errors and status == 200 else status
