"""Pages about several persons at once: ask for them, see who was answered, decide for each, take the rest back."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.links import url_of
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.directory.queries import receivers
from gugus.places.queries import labels
from gugus.referrals import queries, wording
from gugus.referrals.asking import Wish
from gugus.referrals.batches import decide_batch, read_batch, revoke_rest, send_batch, write_batch
from gugus.referrals.forms import RevokeForm
from gugus.referrals.forms_together import ApartForm, DecisionForm, TogetherForm
from gugus.referrals.gate import BatchSight, batch_for
from gugus.referrals.models import Batch
from gugus.referrals.wording import word


def ask(
    request: HttpRequest, case: Case, wanted: dict, choices: list[tuple[str, str]], parties: dict[str, Party],
    at: datetime,
) -> HttpResponse:  # fmt: skip
    """The last page of writing when several persons were wished for; called behind the door of `writing.new`."""
    agency: Agency = wanted["to_agency"]
    others = queries.agencies_for(wanted["service"], timezone.localdate(at), but_not=case.agency_id)
    form = TogetherForm(request.POST or None, parties=choices, to=agency, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _make(request, case, wanted, form, parties, at)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("referrals:batch", batch.ref)
    place = labels([agency.area_code]).get(agency.area_code, "")
    context = {"case": case, "agency": agency, "form": form, "place": place}
    context["service"] = word("services", wanted["service"])
    return render(request, "referrals/together.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _make(
    request: HttpRequest, case: Case, wanted: dict, form: TogetherForm, parties: dict, at: datetime
) -> Batch:
    by, given = request.viewer.user, form.cleaned_data
    batch = write_batch(
        case=case, asks=form.asks(parties), wish=Wish(**wanted, **form.wish), kind=given["together"], by=by, at=at,
        key=given["key"],
    )  # fmt: skip
    drafts = batch.referrals.filter(state="draft")
    if "draft" not in request.POST and drafts.exists():
        send_batch(batch=batch, by=by, at=at)
    return batch


@staff_door(Section.REFERRAL)
@require_GET
def batch(request: HttpRequest, ref: str) -> HttpResponse:
    """Everybody who was asked for in one go, as this side sees them now."""
    at = now()
    seen = batch_for(request.viewer, ref, at=at)
    read_batch(batch=seen.batch, by=request.viewer.user, at=at)
    return _page(request, seen, at)


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """One decision per person, all in one form; nothing that was typed is lost when one of them does not fit."""
    at = now()
    seen = batch_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if request.method == "GET" or not seen.asked:
        return redirect("referrals:batch", ref)
    forms, whole = _forms(request, seen, at), ApartForm(request.POST)
    if all([one.is_valid() for one in forms] + [whole.is_valid()]):
        made = [one.made for one in forms if one.made]
        try:
            apart = whole.cleaned_data["apart"]
            decide_batch(batch=seen.batch, decisions=made, by=request.viewer.user, at=at, apart=apart)
        except Stale:
            whole.add_error(
                None, _("Somebody was faster with one of them. Look at the states and send it again.")
            )
            return _page(request, batch_for(request.viewer, ref, at=at), at, forms, whole, status=409)
        except Cannot as refused:
            whole.show(refused)
        else:
            return redirect("referrals:batch", ref)
    return _page(request, seen, at, forms, whole, status=422)


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_POST
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """Send all drafts of the batch together."""
    at = now()
    seen = batch_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    try:
        send_batch(batch=seen.batch, by=request.viewer.user, at=at)
    except Cannot as refused:
        return _page(request, seen, at, refused=refused, status=422)
    return redirect("referrals:batch", ref)


@staff_door(Section.REFERRAL, Verb.DECIDE)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back whatever nobody has answered yet, for one reason."""
    at = now()
    seen = batch_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if request.method == "GET" and not seen.unanswered:
        return redirect("referrals:batch", ref)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            revoke_rest(batch=seen.batch, code=code, by=request.viewer.user, at=at)
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("referrals:batch", ref)
    context = {"batch": seen.batch, "seen": seen, "form": form, "number": len(seen.unanswered)}
    return render(request, "referrals/take_back.html", context, status=422 if form.is_bound else 200)


def _forms(request: HttpRequest, seen: BatchSight, at: datetime) -> list[DecisionForm]:
    sides = {one.referral.agency_id for one in seen.sights} | {
        one.referral.to_agency_id for one in seen.sights
    }
    agencies = list(receivers(timezone.localdate(at)).exclude(pk__in=sides)) if seen.asked else []
    data = request.POST if request.method == "POST" else None
    return [DecisionForm(data, sight=one, agencies=agencies) for one in seen.asked]


def _page(
    request: HttpRequest, seen: BatchSight, at: datetime, forms: list | None = None, whole=None,
    refused: Cannot | None = None, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    forms = forms if forms is not None else _forms(request, seen, at)
    by_ref = {one.sight.referral.ref: one for one in forms}
    rows = [one.referral for one in seen.sights]
    wording.in_short(rows)
    places = labels({one.area_code for one in rows})
    names = queries.names_of(request.viewer, rows, at)
    lines = [
        {
            "one": sight.referral, "form": by_ref.get(sight.referral.ref), "name": names.get(sight.referral.pk, ""),
            "preview": wording.preview_lines(sight.referral, places) if sight.reads_preview else [],
        }
        for sight in seen.sights
    ]  # fmt: skip
    case = queries.case_of(request.viewer, rows[0])
    context = {
        "batch": seen.batch, "seen": seen, "lines": lines, "whole": whole or ApartForm(), "refused": refused,
        "counts": [(state.label, number) for state, number in seen.counts.items()], "now": at,
        "case": case, "case_url": url_of("case", case.ref) if case else "", "forms": forms,
    }  # fmt: skip
    return render(request, "referrals/batch.html", context, status=status)
