"""My rights, and who stands in for me."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access import lending
from gugus.access.codes import Scope, Section, Verb
from gugus.access.forms import DeputyForm
from gugus.access.gate import staff_door
from gugus.access.holding import circumstances_of, holdings_of
from gugus.access.lending import CannotLend
from gugus.access.middleware import STANDING_IN
from gugus.access.models import Delegation
from gugus.access.rules import lendable
from gugus.access.viewer import Viewer
from gugus.audit.actions import record

FORM = ["GET", "HEAD", "POST"]


@staff_door()
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What the viewer may do, in words, and until when."""
    at = timezone.now()
    today = timezone.localdate(at)
    context = {
        "held": holdings_of(request.viewer, today),
        "around": circumstances_of(request.viewer.user, request.viewer, at, today),
        "today": today,
    }
    return render(request, "access/mine.html", context)


def supervises(viewer: Viewer) -> bool:
    """Who sees the delegations of colleagues and may end them: who answers for all cases, or for the accounts."""
    leads = viewer.reach(Section.CASE, Verb.HAND_OVER) >= Scope.AGENCY
    return leads or viewer.has(Section.USERS, Verb.WRITE)


def delegation_for(viewer: Viewer, ref: str) -> Delegation:
    """A delegation that the viewer lent, was asked for, or supervises. Hidden and missing look alike."""
    one = lending.delegations(viewer).filter(ref=ref).first()
    if one is None or not (viewer.user_id in {one.lender_id, one.deputy_id} or supervises(viewer)):
        raise Http404
    return one


@staff_door()
@require_http_methods(FORM)
def deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom: one's own, and for supervisors everybody's; ask a colleague."""
    viewer, at = request.viewer, timezone.now()
    form = DeputyForm(viewer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lending.ask_deputy(viewer, **form.cleaned_data, at=at)
        except CannotLend as refused:
            form.show(refused)
        else:
            messages.success(request, _("Your colleague was asked. Nothing is lent before the answer."))
            return redirect("access:deputies")
    rows = lending.delegations(viewer)
    today = timezone.localdate(at)
    own = [one for one in rows.filter(ended_at=None) if viewer.user_id in {one.lender_id, one.deputy_id}]
    others = [one for one in rows[:100] if viewer.user_id not in {one.lender_id, one.deputy_id}]
    context = {
        "form": form, "own": own, "others": others if supervises(viewer) else [], "today": today,
        "may_lend": bool(lendable(viewer.roles)) and not viewer.stands_in_for,
    }  # fmt: skip
    return render(request, "access/deputies.html", context, status=422 if form.errors else 200)


@staff_door()
@require_GET
def deputy(request: HttpRequest, ref: str) -> HttpResponse:
    """One delegation, with what each side can do now."""
    viewer, today = request.viewer, timezone.localdate()
    one = delegation_for(viewer, ref)
    context = {
        "one": one,
        "may_accept": one.deputy_id == viewer.user_id and not one.accepted_at and not one.ended_at
        and one.until_on >= today,
        "may_stand_in": one.pk in {loan.id for loan in viewer.loans} and not viewer.stands_in_for,
        "may_end": one.ended_at is None
        and (viewer.user_id in {one.lender_id, one.deputy_id} or supervises(viewer)),
        "waits": one.accepted_at is None and one.ended_at is None,
    }  # fmt: skip
    return render(request, "access/deputy.html", context)


@staff_door()
@require_POST
def step(request: HttpRequest, ref: str, way: str) -> HttpResponse:
    """Accept, end or decline."""
    viewer, at = request.viewer, timezone.now()
    one = delegation_for(viewer, ref)
    if way not in {"terima", "akhiri"}:
        raise Http404
    try:
        if way == "terima":
            lending.accept(viewer, delegation=one, at=at)
        else:
            lending.end(viewer, delegation=one, at=at, supervises=supervises(viewer))
    except CannotLend as refused:
        messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
    return redirect("access:deputy", ref)


@staff_door()
@require_POST
def stand_in(request: HttpRequest, ref: str) -> HttpResponse:
    """From now on work as the colleague's deputy, until one says otherwise or the last day is over."""
    viewer = request.viewer
    one = delegation_for(viewer, ref)
    if one.pk not in {loan.id for loan in viewer.loans} or viewer.by_key:
        messages.error(request, _("This does not count today."))
        return redirect("access:deputy", ref)
    request.session[STANDING_IN] = str(one.pk)
    record("access.stood_in", about=one, by=viewer.user, at=timezone.now(), changes={"lender": one.lender})
    return redirect("/")


@staff_door()
@require_POST
def stand_down(request: HttpRequest) -> HttpResponse:
    """Work under one's own name again."""
    if request.session.pop(STANDING_IN, None):
        record("access.stood_down", by=request.viewer.user, at=timezone.now())
    return redirect("/")
