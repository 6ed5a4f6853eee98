"""Entries as calendar programs read them (RFC 5545). What an entry may say, its context decides."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from icalendar import Calendar, Event


def entry(
    *, key: str, version: int, starts_at: datetime, minutes: int, status: str, at: datetime, **more
) -> Event:
    """One entry; programs know it again by its key. `more` by the names of the standard; times in UTC."""
    event = Event()
    event.add("uid", f"{key}@gugus")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", version)
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + timedelta(minutes=minutes)).astimezone(UTC))
    event.add("status", status)
    for name, value in more.items():
        event.add(name, value)
    return event


def calendar_of(entries: Iterable[Event], *, about: str, name: str) -> bytes:
    """The calendar that holds them; `about` tells programs which of our calendars, `name` tells people."""
    calendar = Calendar()
    calendar.add("prodid", f"-//gugus//{about}//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in entries:
        calendar.add_component(one)
    return calendar.to_ical()


def as_calendar(text: bytes, name: str = "") -> HttpResponse:
    """An answer that calendar programs read; as a download when it has a name."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
