"""Doors for machines that a person sits at: the same actions as the pages; a key breaks no glass."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.gate import is_fresh
from gugus.approvals.api import NOT_FRESH
from gugus.emergency import actions, queries
from gugus.emergency.codes import Verdict, Why
from gugus.emergency.gate import opening_for
from gugus.emergency.models import Opening
from gugus.emergency.rules import LONGEST, SHORTEST, USUAL

router = Router(tags=["emergency"])
MOST = 100


class OpeningOut(Schema):
    """One emergency access."""

    ref: str
    asked: str = Field(description="The code that was typed.")
    opened: bool = Field(description="Whether a file was opened.")
    user: str
    code: Why
    at: datetime
    until_at: datetime
    ended_at: datetime | None
    verdict: Verdict


class OpenIn(Schema):
    """The exact code of a file, why, how long."""

    ref: str = Field(max_length=20)
    code: Why
    reason: str = Field(max_length=2000)
    hours: int = Field(USUAL, ge=SHORTEST, le=LONGEST)
    key: UUID | None = Field(None, description="The same key opens once.")


class ReviewIn(Schema):
    verdict: Verdict
    note: str = Field("", max_length=2000)


class BrokenOut(Schema):
    """The same whether a file has this code or not."""

    ref: str


@router.post("/emergency", response={201: BrokenOut}, summary="Open a file in an emergency")
@api_door(Section.CASE, Verb.BREAK_GLASS)
def break_glass(request: HttpRequest, told: OpenIn):
    """Only from a signed-in page. What was opened, if anything, stands at the opening itself."""
    if not request.viewer.by_key and not is_fresh(request):
        raise PermissionDenied(NOT_FRESH)
    opening = actions.break_glass(viewer=request.viewer, at=now(), **told.dict())
    return Status(201, BrokenOut(ref=opening.ref))


@router.get("/emergency", response=list[OpeningOut], summary="Emergency access")
@api_door()
def listing(
    request: HttpRequest,
    tab: str = Query("mine", description="mine, review or all"),
    limit: int = Query(50, ge=1, le=MOST),
):
    """One's own; for reviewers what waits for them, or all that their agency reviews."""
    tab = tab if tab in queries.TABS else "mine"
    return [_out(one) for one in queries.openings(request.viewer, tab)[:limit]]


@router.get("/emergency/{ref}", response=OpeningOut, summary="One emergency access")
@api_door()
def one(request: HttpRequest, ref: str):
    """For whoever opened, whoever answers for the file, and whoever reviews; never the file itself."""
    return _out(opening_for(request.viewer, ref))


@router.post("/emergency/{ref}/end", response=OpeningOut, summary="End it before its time")
@api_door()
def end(request: HttpRequest, ref: str):
    """By whoever opened it, or by whoever answers for the file."""
    opening = opening_for(request.viewer, ref)
    actions.end_opening(opening=opening, by=request.viewer.user, at=now())
    return _out(opening_for(request.viewer, ref))


@router.post("/emergency/{ref}/review", response=OpeningOut, summary="Sign it off as the second person")
@api_door(Section.CASE, Verb.APPROVE)
def review(request: HttpRequest, ref: str, told: ReviewIn):
    """Justified or not, with a reason; never by whoever opened it, and once."""
    opening = opening_for(request.viewer, ref)
    actions.review(opening=opening, by=request.viewer.user, at=now(), **told.dict())
    return _out(opening_for(request.viewer, ref))


def _out(one: Opening) -> OpeningOut:
    return OpeningOut(
        ref=one.ref, asked=one.asked_ref, opened=one.record_id is not None, user=one.user.username, code=one.code,
        at=one.at, until_at=one.until_at, ended_at=one.ended_at, verdict=one.verdict,
    )  # fmt: skip
