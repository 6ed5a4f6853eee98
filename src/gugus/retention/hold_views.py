"""Legal holds: what must not be forgotten, why, until when somebody looks again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.approvals.actions import CannotAsk
from gugus.base.forms import Refusable
from gugus.base.versions import Stale
from gugus.retention import editing
from gugus.retention.forms import HoldForm, ReleaseForm, ReviewForm
from gugus.retention.gate import hold_for, may, record_named
from gugus.retention.models import Hold
from gugus.retention.views import tabs


@staff_door(Section.PRIVACY)
@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    """Live holds, those to be looked at first; with the address parameter `ended` the released ones."""
    ended = "ended" in request.GET
    rows = Hold.objects.visible_to(request.viewer).filter(released_at__isnull=not ended)
    context = {
        "rows": rows.select_related("placed_by", "released_by")[:500], "ended": ended, "tabs": tabs("holds"),
        "today": timezone.localdate(), "may_place": may(request.viewer, Verb.DECIDE),
    }  # fmt: skip
    return render(request, "retention/holds.html", context)


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Place a hold on a record, or on everything of the agency."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        ref = told.pop("ref")
        about = record_named(request.viewer, ref) if ref else None
        if ref and about is None:
            form.add_error("ref", editing.NO_RECORD)
        else:
            try:
                made = editing.place_hold(about=about, by=request.viewer.user, at=now(), **told)
            except editing.CannotHold as refused:
                form.show(refused)
            else:
                messages.success(request, _("Hold %(ref)s holds from now on.") % {"ref": made.ref})
                return redirect("retention:hold", made.ref)
    return render(request, "retention/place.html", {"form": form}, status=422 if form.errors else 200)


@staff_door(Section.PRIVACY)
@require_GET
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """One hold, with what can be done."""
    return _page(request, hold_for(request.viewer, ref))


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_POST
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """It still holds: another day to look again."""
    found, form = hold_for(request.viewer, ref), ReviewForm(request.POST, auto_id="review_%s")
    return _act(
        request, found, "review", form,
        lambda told: editing.review_hold(
            hold=found, review_on=told["review_on"], seen=told["version"], by=request.viewer.user, at=now()
        ),
    )  # fmt: skip


@staff_door(Section.PRIVACY, Verb.DECIDE)
@require_POST
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a second person to release it."""
    found, form = hold_for(request.viewer, ref), ReleaseForm(request.POST, auto_id="release_%s")
    return _act(
        request, found, "release", form,
        lambda told: editing.ask_release(
            hold=found, reason=told["reason"], seen=told["version"], by=request.viewer.user, at=now()
        ),
    )  # fmt: skip


def _act(request: HttpRequest, found: Hold, name: str, form: Refusable, act: Callable) -> HttpResponse:
    """Run an action; a refusal keeps what was typed, a lost race says so."""
    status = 422
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except (editing.CannotHold, CannotAsk) as refused:
            form.show(refused)
        except Stale:
            status = 409
            form.add_error(None, _("Somebody else changed this hold meanwhile. Look at it again."))
        else:
            return redirect("retention:hold", found.ref)
    found = hold_for(request.viewer, found.ref)
    form.data = form.data.copy()
    form.data["version"] = found.version
    return _page(request, found, status=status, **{f"{name}_form": form})


def _page(request: HttpRequest, found: Hold, *, status: int = 200, **forms: Refusable) -> HttpResponse:
    live = found.released_at is None and may(request.viewer, Verb.DECIDE)
    context = {
        "hold": found, "may_act": live, "today": timezone.localdate(),
        "review_form": ReviewForm(initial={"version": found.version}, auto_id="review_%s"),
        "release_form": ReleaseForm(initial={"version": found.version}, auto_id="release_%s"),
    }  # fmt: skip
    return render(request, "retention/hold.html", context | forms, status=status)
