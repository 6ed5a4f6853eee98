"""On paper: the invitation (undangan) and the minutes (notulen), always in Indonesian; and the entry for a calendar."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from gugus.access.codes import Section
from gugus.access.gate import staff_door
from gugus.conferences import rules
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
    """An entry for a calendar (RFC 5545): the reference and the time, nothing else."""
    at = now()
    conference = sight_for(request.viewer, ref, at=at).conference
    print_paper(conference=conference, paper="calendar", by=request.viewer.user, at=at)
    answer = HttpResponse(entry(conference, at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{conference.ref}.ics"'
    return answer


def entry(conference: Conference, at: datetime) -> str:
    """The lines of the entry, in UTC."""
    status = "CANCELLED" if conference.state == "cancelled" else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gugus//rapat//ID", "BEGIN:VEVENT",
        f"UID:{conference.pk}@gugus", f"SEQUENCE:{conference.version}", f"DTSTAMP:{_stamp(at)}",
        f"DTSTART:{_stamp(conference.starts_at)}",
        f"DTEND:{_stamp(rules.ends_at(conference.starts_at, conference.minutes))}",
        f"SUMMARY:{conference.ref}", "CLASS:CONFIDENTIAL", f"STATUS:{status}", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
