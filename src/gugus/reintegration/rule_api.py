"""The rules of monitoring for machines: every version, and the next one."""

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import seen_version, version_needed
from gugus.reintegration.actions.ruling import change_rules
from gugus.reintegration.models import MonitoringRules
from gugus.reintegration.rules import Wish
from gugus.tasks.codes import Standing

router = Router(tags=["reintegration"])
DAY = {"max_length": 40, "description": "Days after the reunion, rising."}


class RulesIn(Schema):
    """A version of schedules and stop rule."""

    high: list[int] = Field(**DAY)
    medium: list[int] = Field(**DAY)
    low: list[int] = Field(**DAY)
    visits_done: int = Field(ge=0, le=40, description="Visits that took place, at least.")
    alone_once: int = Field(ge=0, le=40, description="Seen or spoken to alone, at least.")
    safe_at_last: bool = Field(description="The last visit that counts found the person safe.")
    supports_open: int = Field(ge=0, le=20, description="Support still open, at most.")
    end_outcomes: int = Field(ge=0, le=6, description="Outcomes answered at the end, at least.")
    basis: str = Field(min_length=1, max_length=200)
    valid_from: date


class RulesAsked(RulesIn):
    """The next version."""

    reason: str = Field(max_length=300, description="For example the number of the decree.")


class RulesOut(RulesIn):
    """One version, with how sure its source is."""

    number: int
    status: Standing
    reason: str


@router.get("/reintegration-rules", response=list[RulesOut], summary="Rules of monitoring, every version")
@api_door(Section.LAW)
def list_rules(request: HttpRequest):
    """The newest first. What counts today is the highest number whose day has come."""
    return list(MonitoringRules.objects.all())


@router.post("/reintegration-rules", response={201: RulesOut}, summary="Change the rules of monitoring")
@api_door(Section.LAW, Verb.WRITE)
def add_rules(request: HttpRequest, body: RulesAsked):
    """Needs If-Match with the newest number. Reintegrations that run keep the version of their reunion."""
    if (seen := seen_version(request)) is None:
        return version_needed()
    facts = body.dict()
    reason = facts.pop("reason")
    wish = Wish(**{name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()})
    return Status(201, change_rules(wish=wish, reason=reason, by=request.viewer.user, at=now(), seen=seen))
