"""Offering a case: what goes along, to whom, why. And inside an agency: a colleague leaves, an agency was merged."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.tasks.clocks import clock_on
from gugus.transfers import leaving, queries, rules, succession, wording
from gugus.transfers.actions import Wish, offer_transfer, write_transfer
from gugus.transfers.basis import may_go_without
from gugus.transfers.forms import LeavingForm, SuccessionForm, WishForm
from gugus.transfers.gate import case_to_give, may_hand_over_for_others
from gugus.transfers.going import going_of, hurdles
from gugus.transfers.models import Succession, Transfer
from gugus.transfers.preview import preview_of


@staff_door(Section.CASE, Verb.HAND_OVER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """What would go along, and the form. Sending offers at once; "draft" keeps it."""
    at = now()
    case = case_to_give(request.viewer, ref, at=at)
    record("transfer.looked_ahead", about=case, within=case, by=request.viewer.user, at=at)
    today = timezone.localdate(at)
    days = clock_on(rules.HAND_OVER_CLOCK, today).amount
    form = WishForm(request.POST or None, agencies=queries.takers(today, but_not=case.agency_id), days=days)
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(case, form, request.viewer, at=at, draft_only="draft" in request.POST)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("transfers:detail", made.ref)
    going = going_of(case, target=case.agency_id, because=case.pk, at=at)
    facts = preview_of(case, going, at)
    context = {"case": case, "form": form, "preview": wording.preview_lines(facts), "hurdles": hurdles(going)}
    context |= {
        "counts": wording.count_lines(facts),
        "clocks": wording.clock_lines(facts),
        "people": len(going.persons),
    }
    context |= {"shared": len(going.shared), "own_services": _served_by_us(case)}
    return render(request, "transfers/write.html", context, status=422 if request.method == "POST" else 200)


def _served_by_us(case: Case) -> bool:
    """Does the giving agency itself still serve somebody? Then the new owner refers back."""
    return case.agency.kind in {"shelter", "health", "legal_aid"}


@transaction.atomic
def _make(case: Case, form: WishForm, viewer: Viewer, *, at: datetime, draft_only: bool) -> Transfer:
    given = form.words
    key = given.pop("key")
    transfer = write_transfer(case=case, wish=Wish(**given), by=viewer.user, at=at, key=key)
    if draft_only or transfer.state != "draft":
        return transfer
    return offer_transfer(transfer=transfer, by=viewer.user, at=at, may_go_without=may_go_without(viewer))


@staff_door(Section.CASE, Verb.HAND_OVER)
@require_http_methods(["GET", "POST"])
def colleague_leaves(request: HttpRequest) -> HttpResponse:
    """All files of a colleague to another: first the numbers, then the button."""
    at, viewer = now(), request.viewer
    everybody = leaving.holders(viewer) if may_hand_over_for_others(viewer) else [viewer.user]
    rows = User.objects.filter(pk__in=[one.pk for one in everybody]).order_by("full_name")
    choices = {"holders": rows, "managers": queries.managers(viewer.agency_id, timezone.localdate(at))}
    form = LeavingForm(request.POST or None, **choices)
    load, done = None, None
    if request.method == "POST" and form.is_valid():
        given = form.words
        expected = given.pop("expected")
        load = leaving.load_of(given["of"])
        if expected is not None and "sure" in request.POST:
            try:
                done = leaving.hand_over_all(**given, expected=expected, by=viewer.user, at=at)
            except Cannot as refused:
                form.show(refused)
    loads = [leaving.load_of(one) for one in everybody] if not form.is_bound else []
    context = {"form": form, "load": load, "done": done, "loads": loads}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "transfers/leaving.html", context, status=status)


@staff_door(Section.CASE, Verb.HAND_OVER)
@require_http_methods(["GET", "POST"])
def merged(request: HttpRequest) -> HttpResponse:
    """Agencies that were merged into ours and still have files: numbers, and asking a second person."""
    at, viewer = now(), request.viewer
    today = timezone.localdate(at)
    left = queries.left_behind(viewer, today)
    choices = {
        "agencies": Agency.objects.filter(pk__in=[one.agency.pk for one in left]),
        "managers": queries.managers(viewer.agency_id, today),
    }
    form = SuccessionForm(request.POST or None, **choices)
    if request.method == "POST" and form.is_valid():
        given = form.words
        try:
            asked = succession.ask_to_succeed(
                agency=given["agency"], manager=given["manager"], reason=given["reason"], viewer=viewer, at=at,
                key=given["key"],
            )  # fmt: skip
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("approvals:detail", asked.ref)
    running = Succession.objects.visible_to(viewer).select_related("agency", "manager")[:20]
    context = {"left": left, "form": form, "running": running}
    return render(request, "transfers/merged.html", context, status=422 if form.is_bound else 200)
