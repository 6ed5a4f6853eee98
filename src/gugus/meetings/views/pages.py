"""The list of meetings, one meeting, its steps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.access.policies import OUT_OF_REACH
from gugus.base.trying import DONE, OVERTAKEN, tried
from gugus.meetings import forms, queries, rules, shown_figures, wording
from gugus.meetings.actions import inviting, planning
from gugus.meetings.actions.closing import read_meeting
from gugus.meetings.codes import State, Tab, WhyNot
from gugus.meetings.gate import Sight, sight_for
from gugus.meetings.models import Invitation, Meeting
from gugus.meetings.steps import BY_SLUG, Step, as_seen, possible_steps
from gugus.taskforce.queries import forces_for

PER_PAGE = 25


@staff_door(Section.MEETING)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The meetings of the task forces in which my agency sits."""
    at = now()
    tab = request.GET.get("tab", Tab.COMING)
    tab = tab if tab in Tab.values else Tab.COMING
    page = Paginator(queries.listed(request.viewer, tab, at), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?tab={value}", "current": value == tab} for value, label in Tab.choices]
    context = {"page": page, "rows": list(page.object_list), "tab": tab, "tabs": tabs, "keep": f"tab={tab}&"}
    context["may_confer"] = request.viewer.has(Section.CONFERENCE, Verb.SEE)
    return render(request, "meetings/list.html", context | {"may_write": bool(hosted(request))})


def hosted(request: HttpRequest) -> list:
    """The task forces whose secretariat the viewer's agency keeps, if the viewer writes for it."""
    viewer = request.viewer
    if not viewer.has(Section.MEETING, Verb.WRITE):
        return []
    return [one for one in forces_for(viewer, Section.MEETING) if queries.is_hosted(viewer, one)]


@staff_door(Section.MEETING)
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One meeting as far as it is open to the viewer."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    return render(request, "meetings/detail.html", facts(sight, at))


def facts(sight: Sight, at: datetime) -> dict[str, Any]:
    """What the page, the papers and the steps show of a meeting."""
    meeting = sight.meeting
    invitations = queries.invitations_of(meeting)
    mine = queries.own_of(sight.viewer, invitations, timezone.localdate(at))
    points = queries.points_of(meeting) if sight.reads_minutes else []
    lines = queries.attendees_of(meeting)
    return {
        "meeting": meeting,
        "sight": sight,
        "now": at,
        "invitations": invitations,
        "answers": wording.answers_in_short(invitations) if sight.is_host else "",
        "mine": mine,
        "agenda": wording.agenda(queries.agenda_of(meeting), points),
        "has_points": bool(points),
        "speakers": queries.speakers_of(meeting),
        "papers": wording.by_kind(queries.papers_of(meeting)),
        "shown": shown_figures.told(queries.shown_at(meeting)),
        "addenda": queries.addenda_of(meeting) if meeting.state == State.APPROVED else [],
        "lines": lines,
        "there": wording.there_in_short(lines) if sight.is_host else "",
        "fields_of_work": wording.fields_of(meeting.fields),
        "writable": meeting.state in rules.WRITABLE,
        "prepared": meeting.state in rules.PREPARED,
        "open_for_speakers": meeting.state in planning.SPOKEN,
        "why_not": WhyNot(meeting.code).label if meeting.code else "",
        "steps": possible_steps(sight, mine),
        "ends_at": rules.ends_at(meeting.starts_at, meeting.minutes),
    }


@staff_door(Section.MEETING)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One step: what follows, the words it needs, the button. Too late: what stands now, and what was typed."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    context = facts(sight, at)
    asked = BY_SLUG.get(slug)
    if asked is None or (request.method == "GET" and not asked.possible(sight, context["mine"])):
        return redirect("meetings:detail", ref)
    form = _form(asked, request, sight, context["mine"], at)
    context |= {"step": as_seen(asked, sight), "form": form}
    late = form.is_bound and not asked.possible(sight, context["mine"])
    if late and sight.meeting.state in asked.states:
        raise PermissionDenied(sight.force.host_refusal(Verb.WRITE) or OUT_OF_REACH)
    status = OVERTAKEN if late else tried(form, lambda given: _run(asked, sight, form, at))
    if status == DONE:
        return _after(request, sight, form, at)
    if status == OVERTAKEN:
        context |= facts(sight_for(request.viewer, ref, at=at), at) | {"clash": True}
    return render(request, "meetings/step.html", context, status=status)


def _after(request: HttpRequest, sight: Sight, form, at: datetime) -> HttpResponse:
    """Back to the meeting; with the answer links of who was just invited, when they were asked for."""
    if form.cleaned_data.get("links"):
        made = inviting.make_answer_links(meeting=sight.meeting, by=request.viewer.user, at=at)
        if made:
            fresh = sight_for(request.viewer, sight.meeting.ref, at=at)
            return show_links(request, fresh.meeting, made)
    return redirect("meetings:detail", sight.meeting.ref)


def show_links(request: HttpRequest, meeting: Meeting, made: list[tuple[Invitation, str]]) -> HttpResponse:
    """Answer links, this once: office by office, to be sent with the letter."""
    start = request.build_absolute_uri(reverse("meetings:reply"))
    rows = [{"office": wording.office_of(one), "link": f"{start}#{secret}"} for one, secret in made]
    response = render(request, "meetings/link.html", {"meeting": meeting, "rows": rows})
    response["Cache-Control"] = "no-store"
    return response


def _form(asked: Step, request: HttpRequest, sight: Sight, mine: Invitation | None, at: datetime):
    meeting, more = sight.meeting, {}
    initial: dict[str, Any] = {"version": meeting.version}
    if asked.form is forms.InviteForm:
        more["members"] = queries.to_invite(meeting.task_force, meeting, at)
        initial["agencies"] = [one.pk for one in more["members"]]
    elif asked.form is forms.AgainForm:
        initial |= {"starts_at": meeting.starts_at, "minutes": meeting.minutes}
    elif asked.form is forms.AnswerForm and mine is not None:
        initial |= {"people": mine.people, "words": mine.words, "persons": mine.persons}
        initial["answer"] = "" if mine.answer == "waiting" else mine.answer
    return asked.form(request.POST if request.method == "POST" else None, initial=initial, **more)


def _run(asked: Step, sight: Sight, form, at: datetime) -> None:
    words = form.words_given if asked.form is forms.AnswerForm else form.words
    if asked.versioned:
        words["seen"] = form.cleaned_data["version"]
    asked.run(meeting=sight.meeting, by=sight.viewer.user, at=at, **words)


def moved_by_one(order: list[UUID], given: Mapping[str, str]) -> list[UUID]:
    """The order after one line went `up` or `down`. Raises ValueError for what is no line of it."""
    for way, by in (("up", -1), ("down", 1)):
        if given.get(way):
            place = order.index(UUID(given[way]))
            other = place + by
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
    return order
