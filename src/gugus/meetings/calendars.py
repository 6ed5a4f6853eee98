"""Meetings as a calendar (RFC 5545): what it is about, where, when. They show nobody, so they may say what they are."""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from gugus.meetings import rules
from gugus.meetings.codes import State
from gugus.meetings.models import Meeting

STATUS = {State.CANCELLED: "CANCELLED", State.POSTPONED: "CANCELLED", State.DRAFT: "TENTATIVE"}


def drawn(meetings: Iterable[Meeting], at: datetime) -> bytes:
    """The calendar as a program reads it; times in UTC, so that every program shows the right hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//gugus//rapat//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "gugus: rapat")
    for meeting in meetings:
        calendar.add_component(_event(meeting, at))
    return calendar.to_ical()


def _event(meeting: Meeting, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{meeting.ref}@gugus")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", meeting.version)
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", rules.ends_at(meeting.starts_at, meeting.minutes).astimezone(UTC))
    event.add("summary", f"{meeting.get_kind_display()}: {meeting.title}")
    if meeting.room:
        event.add("location", meeting.room)
    event.add("description", f"{meeting.task_force.name} · {meeting.ref}")
    event.add("status", STATUS.get(meeting.state, "CONFIRMED"))
    return event
