"""Hearings as a calendar (RFC 5545): code, hour, length. No name, no place, no kind of case, no agenda."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from gugus.justice.codes import HearingState
from gugus.justice.models import Hearing

GONE = frozenset({HearingState.CANCELLED, HearingState.POSTPONED})


def drawn(hearings: Iterable[Hearing], at: datetime) -> bytes:
    """The calendar as a program reads it; times in UTC, so that every program shows the right hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//gugus//sidang//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "gugus")
    for hearing in hearings:
        calendar.add_component(_event(hearing, at))
    return calendar.to_ical()


def _event(hearing: Hearing, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{hearing.ref}@gugus")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", hearing.version)
    event.add("dtstart", hearing.starts_at.astimezone(UTC))
    event.add("dtend", (hearing.starts_at + timedelta(minutes=hearing.minutes)).astimezone(UTC))
    event.add("summary", hearing.ref)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if hearing.state in GONE else "CONFIRMED")
    return event
