"""What was sent without a ground, by agency; a second person looks at each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.consent import queries, wording
from gugus.consent.forms import ReviewForm
from gugus.consent.gate import override_for
from gugus.consent.overriding import review
from gugus.consent.reading import read_override
from gugus.consent.showing import purpose_names

PER_PAGE = 25


@staff_door(Section.CONSENT, Verb.APPROVE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that the agency sent without a ground, the newest first."""
    rows = queries.overrides_for(request.viewer)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = purpose_names()
    lines = [
        {
            "one": one,
            "purpose": names.get(one.purpose, one.purpose),
            "why": wording.STATES.get(one.why_none, "–"),
        }
        for one in page.object_list
    ]
    return render(request, "consent/overrides.html", {"page": page, "lines": lines, "now": now()})


@staff_door(Section.CONSENT, Verb.APPROVE)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, its reason, and the second person's answer."""
    at, viewer = now(), request.viewer
    found, sight = override_for(viewer, ref, verb=Verb.APPROVE, at=at)
    read_override(override=found, by=viewer.user, at=at)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    status = 200
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            review(override=found, seen=given.pop("version"), by=viewer.user, at=at, **given)
            return redirect("consent:override", found.ref)
        except Stale:
            found, _sight = override_for(viewer, ref, verb=Verb.APPROVE, at=at)
            status = 409
        except Cannot as refused:
            form.show(refused)
    context = {
        "override": found, "sight": sight, "form": form, "now": at,
        "purpose": purpose_names().get(found.purpose, found.purpose),
        "why": wording.STATES.get(found.why_none, "–"),
        "about_url": url_of(found.about_kind, found.about_ref),
        "may_review": not found.verdict and found.by_id != viewer.user_id,
    }  # fmt: skip
    return render(request, "consent/override.html", context, status=422 if form.errors else status)
