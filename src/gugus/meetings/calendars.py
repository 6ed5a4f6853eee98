"""Meetings as a calendar: what it is about, where, when. They show nobody, so they may say what they are."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Event

from gugus.base.calendars import calendar_of, entry
from gugus.meetings.codes import State
from gugus.meetings.models import Meeting

STATUS = {State.CANCELLED: "CANCELLED", State.POSTPONED: "CANCELLED", State.DRAFT: "TENTATIVE"}


def drawn(meetings: Iterable[Meeting], at: datetime) -> bytes:
    """The calendar as a program reads it."""
    return calendar_of((_entry(meeting, at) for meeting in meetings), about="rapat", name="gugus: rapat")


def _entry(meeting: Meeting, at: datetime) -> Event:
    return entry(
        key=meeting.ref,
        version=meeting.version,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        status=STATUS.get(meeting.state, "CONFIRMED"),
        at=at,
        summary=f"{meeting.get_kind_display()}: {meeting.title}",
        description=f"{meeting.task_force.name} · {meeting.ref}",
        **({"location": meeting.room} if meeting.room else {}),
    )
