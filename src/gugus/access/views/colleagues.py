"""Rights of a colleague: roles with their days, single rights; and why somebody does (not) see a record."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access import explaining, reasons, singles, wording
from gugus.access.codes import Section, Verb
from gugus.access.forms import RoleEndForm, SingleForm, WhyForm
from gugus.access.gate import staff_door
from gugus.access.holding import circumstances_of, grants_to, holdings_of
from gugus.access.models import SingleRight, User
from gugus.access.singles import CannotGive
from gugus.access.viewer import Viewer, viewer_of
from gugus.audit.actions import record
from gugus.base.context import speaking_for

FORM = ["GET", "HEAD", "POST"]


def colleague_for(viewer: Viewer, username: str) -> User:
    """An account of the viewer's own agency; others do not exist here."""
    rows = User.objects.select_related("agency")
    return get_object_or_404(rows, username=username, agency_id=viewer.agency_id)


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(FORM)
def rights(request: HttpRequest, username: str) -> HttpResponse:
    """What a colleague holds today; give one right, or let a role end."""
    user = colleague_for(request.viewer, username)
    at = timezone.now()
    today = timezone.localdate(at)
    held = list(user.assignments.valid_on(today).values_list("role", flat=True))
    posted = request.POST if request.method == "POST" else None
    ending = posted is not None and "end_role" in posted
    single = SingleForm(None if ending else posted)
    role = RoleEndForm(request.viewer, held, posted if ending else None)
    form = role if ending else single
    if posted is not None and form.is_valid():
        try:
            _done(request.viewer, user, form, at)
        except CannotGive as refused:
            form.show(refused)
        else:
            messages.success(request, _("The rights were changed."))
            return redirect("access:rights", username)
    known = viewer_of(user, on=today, at=at)
    context = {
        "account": user, "single": single, "role": role, "held": holdings_of(known, today) if known.is_known else [],
        "around": circumstances_of(user, known, at, today),
    }  # fmt: skip
    return render(request, "access/rights.html", context, status=422 if form.errors else 200)


def _done(viewer: Viewer, user: User, form: SingleForm | RoleEndForm, at) -> None:
    typed = dict(form.cleaned_data)
    if isinstance(form, RoleEndForm):
        singles.end_role_on(viewer, user=user, **typed, at=at)
        return
    typed.pop("until_on")
    singles.give_right(viewer, user=user, **typed, until_at=form.until_at(), at=at)


@staff_door(Section.USERS, Verb.WRITE)
@require_POST
def end_right(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a single right before its time."""
    rows = SingleRight.objects.unscoped(because="row security: colleagues of one's own agency")
    right = rows.filter(pk=pk, user__agency_id=request.viewer.agency_id).select_related("user").first()
    if right is None:
        raise Http404
    try:
        singles.end_right(request.viewer, right=right, at=timezone.now())
    except CannotGive as refused:
        messages.error(request, " ".join(str(reason.words) for reason in refused.reasons))
    return redirect("access:rights", right.user.username)


@staff_door(Section.USERS, Verb.WRITE)
@require_http_methods(FORM)
def why(request: HttpRequest) -> HttpResponse:
    """The rule that decides whether a colleague sees a record. A hidden record and a missing one answer alike."""
    form = WhyForm(request.viewer, request.POST or None)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        user, ref, at = form.cleaned_data["user"], form.cleaned_data["ref"], timezone.now()
        record("access.explained", about=user, by=request.viewer.user, at=at, changes={"reference": ref})
        context |= _explained(user, ref, at)
    return render(request, "access/why.html", context, status=422 if form.errors else 200)


def _explained(user: User, ref: str, at) -> dict:
    """Asked in the colleague's own voice, so that the database answers as it answers the colleague."""
    today = timezone.localdate(at)
    with speaking_for(agency=user.agency_id, user=user.pk):
        known = viewer_of(user, on=today, at=at)
        told = explaining.found(known, ref, at) if known.is_known else None
        answers = [(None, reasons.lines(known, told))] if told else []
        for loan in known.loans if told else ():
            deputy = viewer_of(user, on=today, at=at, standing_in=loan.id)
            again = explaining.found(deputy, ref, at)
            answers.append((loan, reasons.lines(deputy, again) if again else []))
        around = circumstances_of(user, known, at, today) if told else None
        grants = list(grants_to(user.agency_id, told.granted)) if told and told.granted else []
        reasons_of = explaining.because(grants)
    for grant in grants:
        grant.because_words = reasons_of.get(grant.pk, "")
    return {"asked": True, "account": user, "told": told, "answers": _worded(answers), "around": around,
            "grants": grants, "active": user.is_active}  # fmt: skip


def _worded(answers) -> list[dict]:
    """Lines by section, in words."""
    blocks = []
    for loan, lines in answers:
        sections: dict[str, list] = {}
        for one in lines:
            sections.setdefault(wording.section(one.section), []).append((wording.verbs([one.verb]), one))
        blocks.append({"loan": loan, "sections": list(sections.items())})
    return blocks
