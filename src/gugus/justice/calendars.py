"""Hearings as a calendar: code, hour, length. No name, no place, no kind of case, no agenda."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Event

from gugus.base.calendars import calendar_of, entry
from gugus.justice.codes import HearingState
from gugus.justice.models import Hearing

GONE = frozenset({HearingState.CANCELLED, HearingState.POSTPONED})


def drawn(hearings: Iterable[Hearing], at: datetime) -> bytes:
    """The calendar as a program reads it."""
    return calendar_of((_entry(hearing, at) for hearing in hearings), about="sidang", name="gugus")


def _entry(hearing: Hearing, at: datetime) -> Event:
    return entry(
        key=hearing.ref,
        version=hearing.version,
        starts_at=hearing.starts_at,
        minutes=hearing.minutes,
        status="CANCELLED" if hearing.state in GONE else "CONFIRMED",
        at=at,
        summary=hearing.ref,
        **{"class": "PRIVATE"},
    )
