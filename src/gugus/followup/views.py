"""The board of recommendations, one recommendation with its way, its steps, a new one."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.audit.actions import record
from gugus.base.refusals import Cannot
from gugus.base.versions import Stale
from gugus.files.actions import CannotAttach, attach
from gugus.followup import forms, queries, wording
from gugus.followup.actions.recording import Origin, Told, record_recommendation
from gugus.followup.codes import Standing
from gugus.followup.gate import force_to_record, sight_for
from gugus.followup.origins import known
from gugus.followup.policies import Sight
from gugus.followup.queries import Filter
from gugus.followup.stepping import BY_SLUG, StepPage, possible_steps
from gugus.taskforce.gate import sight_of
from gugus.taskforce.queries import forces_for, members_on

PER_PAGE = 40


@staff_door(Section.FOLLOWUP)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Who must do what: by agency, late ones first. The filters stand in the address."""
    at = now()
    viewer, day = request.viewer, timezone.localdate(at)
    forces = list(forces_for(viewer, Section.FOLLOWUP))
    members = {agency.pk: agency for force in forces for agency in members_on(force, day)}
    owners = queries.owners_of(viewer, members.values())
    form = forms.BoardForm(request.GET or {}, agencies=owners, forces=forces)
    told = form.cleaned_data if form.is_valid() else {}
    chosen = Filter(
        told.get("gugus", ""), told.get("instansi", ""), told.get("bidang", ""), told.get("keadaan", ""),
        told.get("asal", ""), told.get("milik", False),
    )  # fmt: skip
    page = Paginator(queries.board(viewer, chosen, day), PER_PAGE).get_page(request.GET.get("page"))
    record("recommendation.board_read", by=viewer.user, at=at, changes={"standing": chosen.standing})
    context = {
        "form": form, "page": page, "rows": [_line(one, day) for one in page.object_list], "day": day,
        "agencies": queries.by_agency(viewer, chosen, day), "keep": _keep(request), "standing": chosen.standing,
        "may_record": _hosted(request, forces), "filtered": any(request.GET.get(name) for name in form.fields),
        "members": {one.slug for one in members.values()},
        "standings": [(one.value, one.label) for one in Standing],
    }  # fmt: skip
    return render(request, "followup/board.html", context, status=422 if form.errors else 200)


def _line(one, day: date) -> dict:
    kind, words = wording.chip_of(one, day)
    return {
        "one": one,
        "chip": kind,
        "chip_words": words,
        "late": kind == "late",
        "days": (day - one.due_on).days,
    }


def _keep(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def _hosted(request: HttpRequest, forces: list) -> list:
    """Task forces for which the viewer may record."""
    if not request.viewer.has(Section.FOLLOWUP, Verb.WRITE):
        return []
    sights = [sight_of(request.viewer, force, section=Section.FOLLOWUP) for force in forces]
    return [one.force for one in sights if one.host_refusal(Verb.WRITE) is None]


@staff_door(Section.FOLLOWUP)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One recommendation: what, who, until when, its way. Reading it is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref)
    one = sight.recommendation
    record("recommendation.read", about=one, within=one.task_force, by=request.viewer.user, at=at)
    return render(request, "followup/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict:
    """A recommendation in words, for page and steps. A fixed number of queries."""
    one, day = sight.recommendation, timezone.localdate(at)
    lines = queries.lines_of(one)
    members = {member.pk for member in members_on(one.task_force, day)}
    names = queries.supporters_of([one])
    spans, events, until = wording.way_of(one, lines, day)
    kind, words = wording.chip_of(one, day)
    return {
        "one": one, "sight": sight, "day": day, "chip": kind, "chip_words": words, "origin": wording.origin_of(one),
        "decision": wording.decision_of(one) if one.state == "dropped" else None,
        "lines": [wording.told_of(line, one) for line in reversed(lines)], "steps": possible_steps(sight),
        "supporters": sorted(names.values()), "spans": spans, "events": events, "until": until,
        "parts": queries.parts_of(one), "moved": one.due_on != one.first_due_on,
        "evidence": [line.evidence for line in lines if line.evidence and line.evidence.removed_at is None],
        "nobodys": sight.runs and one.owner_id not in members,
        "asked": next((line for line in reversed(lines) if line.kind in {"asked", "moved"}), None),
    }  # fmt: skip


@staff_door(Section.FOLLOWUP, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """A recommendation as it was said; `asal` and `kode` in the address name where."""
    at = now()
    room = force_to_record(request.viewer, ref)
    record("taskforce.read", about=room.force, by=request.viewer.user, at=at)
    day = timezone.localdate(at)
    usual = {
        "said_on": day,
        "origin_kind": request.GET.get("asal", "meeting"),
        "origin_ref": request.GET.get("kode", ""),
    }
    form = forms.RecordForm(request.POST or None, initial=usual, members=members_on(room.force, day))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        origin = Origin(told["origin_kind"], told["said_on"], told["origin_ref"], told["origin_words"])
        said = Told(
            told["text"], told["owner"], told["due_on"], told["field"], told["target"], told["supporters"]
        )
        try:
            origin = known(request.viewer, origin, field="origin_ref", at=at)
            made = record_recommendation(
                force=room.force, told=said, origin=origin, by=request.viewer.user, at=at, key=told["key"]
            )
            return redirect("followup:detail", made.ref)
        except Cannot as refused:
            form.show(refused)
    context = {"form": form, "force": room.force}
    return render(request, "followup/new.html", context, status=422 if form.errors else 200)


@staff_door(Section.FOLLOWUP, Verb.SEE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: the words it needs, what follows, the button. Too late: what the other one did."""
    at, asked = now(), BY_SLUG.get(slug)
    if asked is None:
        raise Http404
    sight = sight_for(request.viewer, ref)
    if not asked.possible(sight):
        if why := sight.side_refusal(asked.allowed):
            raise PermissionDenied(why)
        if request.method == "GET":
            return redirect("followup:detail", ref)
    one = sight.recommendation
    record("recommendation.read", about=one, within=one.task_force, by=request.viewer.user, at=at)
    form = _form(request, asked, sight, at)
    if request.method == "GET":
        return _step_page(request, sight, asked, form, at)
    if not asked.possible(sight):
        return _step_page(request, sight, asked, form, at, status=409)
    if form.is_valid():
        try:
            if answer := _done(request, sight, asked, form, at):
                return answer
        except Stale:
            return _step_page(request, sight_for(request.viewer, ref), asked, form, at, status=409)
        except Cannot as refused:
            form.show(refused)
    return _step_page(request, sight, asked, form, at, status=422)


def _form(request: HttpRequest, asked: StepPage, sight: Sight, at: datetime):
    one = sight.recommendation
    needs_members = {"owner", "a_owner"} & asked.form.base_fields.keys()
    day = timezone.localdate(at)
    usual = {
        "version": one.version, "text": one.text, "target": one.target, "owner": one.owner_id,
        "supporters": one.supporters, "field": one.field, "share": one.share, "decided_on": day,
        "due_on": one.due_on, "a_text": one.text, "a_owner": one.owner_id, "a_due_on": one.due_on,
        "b_due_on": one.due_on, "a_target": one.target,
    }  # fmt: skip
    if asked.slug == "tenggat" and (wish := queries.wished_day(one)) is not None:
        usual["due_on"] = wish
    return asked.form(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=usual,
        members=members_on(one.task_force, day) if needs_members else (),
        others=queries.others_running(one, sight.viewer) if "other" in asked.form.base_fields else None,
    )


def _done(request: HttpRequest, sight: Sight, asked: StepPage, form, at: datetime) -> HttpResponse | None:
    """Do it; None when the file was refused, whose line in the trail stays (no savepoint takes it back)."""
    told = dict(form.words)
    if asked.takes_version:
        told["seen"] = form.cleaned_data["version"]
    if asked.names_a_record:
        told["viewer"] = request.viewer
    with transaction.atomic():
        if asked.takes_file:
            try:
                told["evidence"] = _kept(request, sight, told.pop("upload"), at)
            except CannotAttach as refused:
                return form.show(refused)
        asked.run(recommendation=sight.recommendation, by=request.viewer.user, at=at, **told)
    return redirect("followup:detail", sight.recommendation.ref)


def _kept(request: HttpRequest, sight: Sight, upload, at: datetime):
    if not upload:
        return None
    if not sight.may_attach:
        raise PermissionDenied
    return attach(
        about=sight.recommendation, section=Section.FOLLOWUP, upload=upload, by=request.viewer.user, at=at
    )


def _step_page(request: HttpRequest, sight: Sight, asked: StepPage, form, at: datetime, *, status: int = 200):
    one = sight.recommendation
    context = {
        "one": one, "sight": sight, "step": asked, "form": form, "day": timezone.localdate(at),
        "clash": status == 409, "still_possible": asked.possible(sight),
        "back": reverse("followup:detail", args=[one.ref]),
    }  # fmt: skip
    return render(request, "followup/step.html", context, status=status)
