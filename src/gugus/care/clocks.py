"""The clock of a service from its request: rows that officials edit (UU 21/2007 arts. 52 and 53), no number here."""

from datetime import datetime

from django.utils import timezone

from gugus.law.clocks import zone, zone_of_area
from gugus.tasks.clocks import clock_on, runs_out
from gugus.tasks.models import Clock

REQUEST_CLOCK = "service_request"
OWN_CLOCKS = {"first_aid": "first_aid"}  # a service whose clock another article gives


def code_for(service: str) -> str:
    """The code of the clock that a service runs by."""
    return OWN_CLOCKS.get(service, REQUEST_CLOCK)


def clock_for(service: str, asked_at: datetime, area_code: str = "") -> Clock:
    """The row in force on the day of the request, where the office is. Raises NoClock."""
    day = timezone.localdate(asked_at, zone(zone_of_area(area_code)))
    return clock_on(code_for(service), day, area_code=area_code)


def due_at(service: str, asked_at: datetime, area_code: str = "", *, risk: str = "") -> datetime:
    """When the service must have begun, as an aware moment; at high risk always round the clock."""
    return runs_out(clock_for(service, asked_at, area_code), asked_at, risk=risk, area_code=area_code)
