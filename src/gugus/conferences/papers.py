"""On paper: the invitation (undangan) and the minutes (notulen), always in Indonesian; and the entry for a calendar."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET
from icalendar import Event

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.base.calendars import as_calendar, calendar_of, entry
from gugus.conferences.actions.closing import print_paper
from gugus.conferences.gate import sight_for
from gugus.conferences.models import Conference
from gugus.conferences.views import facts
from gugus.law.clocks import zone
from gugus.tasks.rules import zone_of_area


@staff_door(Section.CONFERENCE)
@require_GET
def invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """The invitation as a letter: reference, time, questions on parts open to the reader. No name, no case."""
    return _paper(request, ref, "invitation")


@staff_door(Section.CONFERENCE)
@require_GET
def minutes(request: HttpRequest, ref: str) -> HttpResponse:
    """The minutes as far as the reader's agency may read them."""
    return _paper(request, ref, "minutes")


def _paper(request: HttpRequest, ref: str, paper: str) -> HttpResponse:
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    print_paper(conference=sight.conference, paper=paper, by=request.viewer.user, at=at)
    host = sight.conference.agency
    contact = " · ".join(part for part in (host.phone, host.email) if part)
    with (
        translation.override("id"),
        timezone.override(zone(zone_of_area(request.viewer.user.agency.area_code))),
    ):
        context = facts(sight, at) | {"letterhead": {"name": host.name, "address": contact}}
        return render(request, f"conferences/{paper}.html", context)


@staff_door(Section.CONFERENCE)
@require_GET
def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """An entry for a calendar: the reference and the time, nothing else."""
    at = now()
    conference = sight_for(request.viewer, ref, at=at).conference
    print_paper(conference=conference, paper="calendar", by=request.viewer.user, at=at)
    return as_calendar(
        calendar_of([_entry(conference, at)], about="rapat", name="gugus"), f"{conference.ref}.ics"
    )


def _entry(conference: Conference, at: datetime) -> Event:
    return entry(
        key=str(conference.pk),
        version=conference.version,
        starts_at=conference.starts_at,
        minutes=conference.minutes,
        status="CANCELLED" if conference.state == "cancelled" else "CONFIRMED",
        at=at,
        summary=conference.ref,
        **{"class": "CONFIDENTIAL"},
    )
