"""Pages that compose a meeting: the plan, the agenda, speakers, files, figures, answer links."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.base.refusals import Cannot
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.meetings import forms, openings, queries, shown_figures
from gugus.meetings.actions import inviting, keeping, planning
from gugus.meetings.actions.closing import read_meeting
from gugus.meetings.gate import Sight, force_to_meet, invitation_of, item_of, speaker_of, to_write
from gugus.meetings.models import Speaker
from gugus.meetings.views.pages import facts, hosted, moved_by_one, show_links

PLAN = (
    "version", "kind", "title", "starts_at", "minutes", "room", "chaired_by", "opened_by", "approver", "legal_basis",
    "letter_number", "follows", "words",
)  # fmt: skip


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A meeting of a task force whose secretariat the own agency keeps."""
    at, forces = now(), hosted(request)
    if not forces:
        return render(request, "meetings/plan.html", {"none": True})
    next_week = timezone.localtime(at).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=14)
    force = _chosen(request, forces)
    earlier = queries.meetings_for(request.viewer).filter(task_force=force, state="approved")
    form = forms.PlanForm(
        request.POST if request.method == "POST" else None, forces=forces,
        signers=queries.may_sign(force, at), earlier=earlier,
        initial={"starts_at": next_week, "kind": "coordination", "task_force": force.pk},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            plan = planning.Plan(**form.plan)
            meeting = planning.write_meeting(
                task_force=force, plan=plan, by=request.viewer.user, at=at, key=form.cleaned_data["key"]
            )
        except Cannot as refused:
            form.show(refused)
        else:
            return redirect("meetings:detail", meeting.ref)
    return render(request, "meetings/plan.html", {"form": form}, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest, forces: list):
    """The task force that the form names, through its gate; else the first one."""
    wanted = request.POST.get("task_force") or request.GET.get("gugus", "")
    found = next((one for one in forces if wanted in {str(one.pk), one.ref}), forces[0])
    return force_to_meet(request.viewer, found.ref).force


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Other words, room or people; of a draft another time too."""
    at = now()
    sight = _to_write(request, ref, at)
    one = sight.meeting
    earlier = queries.meetings_for(request.viewer).filter(task_force=one.task_force, state="approved")
    form = forms.PlanForm(
        request.POST if request.method == "POST" else None, signers=queries.may_sign(one.task_force, at),
        earlier=earlier.exclude(pk=one.pk),
        initial={name: getattr(one, name) for name in PLAN} | {"fields_of_work": one.fields},
    )  # fmt: skip
    status = tried(
        form,
        lambda given: planning.change_plan(
            meeting=one, plan=planning.Plan(**form.plan), by=request.viewer.user, at=at, seen=given["version"]
        ),
    )
    if status == DONE:
        return redirect("meetings:detail", ref)
    context = {"meeting": one, "form": form, "clash": status == OVERTAKEN}
    return render(request, "meetings/plan.html", context, status=status)


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_items(request: HttpRequest, ref: str) -> HttpResponse:
    """Open items of the registers to pick from, and a line of one's own."""
    at = now()
    sight = _to_write(request, ref, at)
    offered = openings.openings_for(request.viewer, sight.meeting.task_force, at)
    form = forms.ItemForm(request.POST if request.method == "POST" else None, offered=offered)

    def run() -> None:
        given = form.words
        if picked := openings.chosen(offered, given.pop("picked", [])):
            planning.pick_items(meeting=sight.meeting, openings=picked, by=request.viewer.user, at=at)
        if given["title"].strip():
            planning.add_item(meeting=sight.meeting, by=request.viewer.user, at=at, **given)

    return _answer(request, sight, form, run, "meetings/items.html", at)


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def order_items(request: HttpRequest, ref: str) -> HttpResponse:
    """One line goes up or down, or the whole order is given."""
    at = now()
    sight = _to_write(request, ref, at)
    order = [one.pk for one in queries.agenda_of(sight.meeting)]
    with suppress(ValueError, Cannot):
        planning.order_items(
            meeting=sight.meeting, order=moved_by_one(order, request.POST), by=request.viewer.user, at=at
        )
    return redirect(reverse("meetings:detail", args=[ref]) + "#agenda")


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def take_off(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A line leaves the agenda."""
    at = now()
    sight = _to_write(request, ref, at)
    item = item_of(sight, pk)
    return _done(request, ref, lambda by: planning.take_off(meeting=sight.meeting, item=item, by=by, at=at))


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_speaker(request: HttpRequest, ref: str) -> HttpResponse:
    """Who speaks on what."""
    at = now()
    sight = _to_write(request, ref, at)
    form = forms.SpeakerForm(request.POST if request.method == "POST" else None)

    def run() -> None:
        planning.add_speaker(meeting=sight.meeting, by=request.viewer.user, at=at, **form.words)

    return _answer(request, sight, form, run, "meetings/speaker.html", at)


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def change_speaker(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Another name, office or topic."""
    at = now()
    sight = _to_write(request, ref, at)
    one = speaker_of(sight, pk)
    told = {"name": one.name, "position": one.position, "topic": one.topic}
    form = forms.SpeakerForm(request.POST if request.method == "POST" else None, initial=told)

    def run() -> None:
        planning.change_speaker(
            meeting=sight.meeting, speaker=one, by=request.viewer.user, at=at, **form.words
        )

    return _answer(request, sight, form, run, "meetings/speaker.html", at, speaker=one)


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def drop_speaker(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """Somebody does not speak after all."""
    at = now()
    sight = _to_write(request, ref, at)
    one = speaker_of(sight, pk)
    return _done(
        request, ref, lambda by: planning.drop_speaker(meeting=sight.meeting, speaker=one, by=by, at=at)
    )


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def add_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Material of a speaker, a photo, the signed list."""
    at = now()
    sight = _to_write(request, ref, at)
    sent = request.method == "POST"
    speakers = Speaker.objects.unscoped(because="the meeting came through its gate").filter(
        meeting=sight.meeting
    )
    form = forms.PaperForm(
        request.POST if sent else None, request.FILES if sent else None, speakers=speakers,
        initial={"kind": request.GET.get("jenis", "material"), "speaker": request.GET.get("narasumber")},
    )  # fmt: skip

    def run() -> None:
        keeping.keep_paper(meeting=sight.meeting, by=request.viewer.user, at=at, **form.words)

    return _answer(request, sight, form, run, "meetings/paper.html", at)


@staff_door(Section.MEETING, Verb.WRITE)
@require_http_methods(["GET", "POST"])
def show_figure(request: HttpRequest, ref: str) -> HttpResponse:
    """A frozen figure that the meeting sees."""
    at = now()
    sight = _to_write(request, ref, at)
    offered = shown_figures.offered(request.viewer, sight.meeting.task_force, at)
    form = forms.FigureForm(request.POST if request.method == "POST" else None, offered=offered)

    def run() -> None:
        kind, _sign, ref = form.cleaned_data["figure"].partition("|")
        planning.show_figure(
            meeting=sight.meeting, figure_kind=kind, figure_ref=ref, title=form.cleaned_data["title"],
            by=request.viewer.user, at=at,
        )  # fmt: skip

    return _answer(request, sight, form, run, "meetings/figure.html", at)


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def make_link(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """An answer link for one invited office, shown once."""
    at = now()
    sight = _to_write(request, ref, at)
    one = invitation_of(sight, pk)
    try:
        secret = inviting.make_answer_link(invitation=one, by=request.viewer.user, at=at)
    except Cannot as refused:
        messages.error(request, refused.reasons[0].words)
        return redirect("meetings:detail", ref)
    return show_links(request, sight.meeting, [(one, secret)])


@staff_door(Section.MEETING, Verb.WRITE)
@require_POST
def make_links(request: HttpRequest, ref: str) -> HttpResponse:
    """An answer link for every invited office that has none and has not answered, shown once."""
    at = now()
    sight = _to_write(request, ref, at)
    try:
        made = inviting.make_answer_links(meeting=sight.meeting, by=request.viewer.user, at=at)
    except Cannot as refused:
        messages.error(request, refused.reasons[0].words)
        return redirect("meetings:detail", ref)
    if not made:
        messages.info(request, _("Everybody has a link already or has answered. Renew one at its office."))
        return redirect("meetings:detail", ref)
    return show_links(request, sight.meeting, made)


def _to_write(request: HttpRequest, ref: str, at: datetime) -> Sight:
    sight = to_write(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    return sight


def _done(request: HttpRequest, ref: str, run: Callable) -> HttpResponse:
    try:
        run(request.viewer.user)
    except Cannot as refused:
        messages.error(request, refused.reasons[0].words)
    return redirect("meetings:detail", ref)


def _answer(
    request: HttpRequest, sight: Sight, form, run: Callable[[], None], template: str, at: datetime, **more
) -> HttpResponse:
    """Run it and go back to the meeting; a refusal stands at its field, and nothing typed is lost."""
    status = tried(form, lambda given: run())
    if status == DONE:
        return redirect("meetings:detail", sight.meeting.ref)
    return render(request, template, facts(sight, at) | {"form": form} | more, status=status)
