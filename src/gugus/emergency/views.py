"""Break the glass, see what was opened, sign it off."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.emergency import actions, queries
from gugus.emergency.forms import OpenForm, ReviewForm
from gugus.emergency.gate import opening_for
from gugus.emergency.models import Opening
from gugus.law.provisions import provision

PER_PAGE = 25
TABS = {"mine": _("Mine"), "review": _("Wait for review"), "all": _("All of our agency")}


@staff_door()
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """My emergency access; for reviewers what waits for them."""
    reviews = request.viewer.has(Section.CASE, Verb.APPROVE)
    tab = request.GET.get("tab", "review" if reviews else "mine")
    tab = tab if tab in TABS and (reviews or tab == "mine") else "mine"
    page = Paginator(queries.openings(request.viewer, tab), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"label": label, "url": f"?tab={code}", "current": code == tab}
        for code, label in TABS.items()
        if reviews or code == "mine"
    ]
    may_break = request.viewer.has(Section.CASE, Verb.BREAK_GLASS)
    context = {
        "page": page, "tab": tab, "tabs": tabs, "now": now(), "keep": f"tab={tab}&", "may_break": may_break,
    }  # fmt: skip
    return render(request, "emergency/list.html", context)


@staff_door(Section.CASE, Verb.BREAK_GLASS, fresh=True)
@require_http_methods(["GET", "POST"])
def breaking(request: HttpRequest) -> HttpResponse:
    """The warning of article 24, the reason, the hours. The answer is the same whether a file has this code or not."""
    form = OpenForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            opening = actions.break_glass(viewer=request.viewer, at=now(), **form.cleaned_data)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("emergency:detail", opening.ref)
    context = {"form": form, "article": provision("uu21_24")}
    return render(request, "emergency/open.html", context, status=422 if form.is_bound else 200)


@staff_door()
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One opening: the way to the file while it is open, and what the second person said."""
    opening = opening_for(request.viewer, ref)
    return render(request, "emergency/detail.html", _facts(request, opening))


@staff_door()
@require_POST
def ending(request: HttpRequest, ref: str) -> HttpResponse:
    """Close it before its time."""
    opening = opening_for(request.viewer, ref)
    actions.end_opening(opening=opening, by=request.viewer.user, at=now())
    return redirect("emergency:detail", ref)


@staff_door(Section.CASE, Verb.APPROVE)
@require_POST
def reviewing(request: HttpRequest, ref: str) -> HttpResponse:
    """Sign it off as the second person."""
    opening = opening_for(request.viewer, ref)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            actions.review(opening=opening, by=request.viewer.user, at=now(), **form.cleaned_data)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("emergency:detail", ref)
    opening = opening_for(request.viewer, ref)
    status = 422 if opening.verdict == "waiting" else 409
    return render(request, "emergency/detail.html", _facts(request, opening, form), status=status)


def _facts(request: HttpRequest, opening: Opening, form: ReviewForm | None = None) -> dict:
    at, viewer = now(), request.viewer
    mine = opening.user_id == viewer.user_id
    ours = opening.reviewed_in_id == viewer.agency_id and viewer.has(Section.CASE, Verb.APPROVE)
    may_review = ours and not mine and opening.verdict == "waiting"
    return {
        "opening": opening,
        "mine": mine,
        "is_open": opening.is_open(at),
        "file_url": url_of(opening.record_kind, opening.asked_ref) if opening.record_id else "",
        "may_end": opening.is_open(at) and (mine or ours),
        "may_review": may_review,
        "form": (form or ReviewForm()) if may_review else form,
        "now": at,
    }
