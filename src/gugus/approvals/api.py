"""Doors for machines. Programs read the queue and take requests back; a yes or no needs a person at the screen."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from gugus.access.api import api_door
from gugus.access.gate import is_fresh
from gugus.access.policies import Refusal
from gugus.approvals import actions, queries
from gugus.approvals.codes import State
from gugus.approvals.gate import request_for
from gugus.approvals.models import Request

router = Router(tags=["approvals"])
MOST = 100
NEEDS_A_PERSON = Refusal("needs_a_person", _("A program cannot be the second person. Sign in yourself."))

NOT_FRESH = Refusal("not_fresh", _("Do this at the screen: prove once more who you are, then try again."))


class RequestOut(Schema):
    """Something that needs two people."""

    ref: str
    kind: str
    about: str = Field(description="Reference of the record; may be empty.")
    facts: dict[str, Any] = Field(description="What is asked: codes, references, counts.")
    digest: str = Field(description="Send it back when approving: yes to exactly this.")
    reason: str
    asked_by: str = Field(description="User name.")
    asked_at: datetime
    until_at: datetime
    state: State
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str


class ApproveIn(Schema):
    """Yes to exactly what was read."""

    digest: str = Field(max_length=32)


class RefuseIn(Schema):
    """No, and why."""

    reason: str = Field(min_length=1, max_length=2000)


@router.get("/approvals", response=list[RequestOut], summary="Requests that need a second person")
@api_door()
def listing(
    request: HttpRequest,
    tab: str = Query("waiting", description="waiting, mine or decided"),
    limit: int = Query(50, ge=1, le=MOST),
):
    """What waits for the caller's decision, what the caller asked, or what was decided; the newest first."""
    tab = tab if tab in queries.TABS else "waiting"
    return [_out(one) for one in queries.queue(request.viewer, tab, now())[:limit]]


@router.get("/approvals/{ref}", response=RequestOut, summary="One request")
@api_door()
def one(request: HttpRequest, ref: str):
    """One's own request, or one that the caller may decide."""
    return _out(request_for(request.viewer, ref))


@router.post("/approvals/{ref}/approve", response=RequestOut, summary="Say yes as the second person")
@api_door()
def approve(request: HttpRequest, ref: str, told: ApproveIn):
    """It happens at once. Only from a signed-in page, never with a key."""
    asked = _by_a_person(request, ref)
    return _out(actions.approve(request=asked, by=request.viewer.user, at=now(), seen=told.digest))


@router.post("/approvals/{ref}/refuse", response=RequestOut, summary="Say no as the second person")
@api_door()
def refuse(request: HttpRequest, ref: str, told: RefuseIn):
    """The asking person reads the reason."""
    asked = _by_a_person(request, ref)
    return _out(actions.refuse(request=asked, by=request.viewer.user, at=now(), reason=told.reason))


@router.post("/approvals/{ref}/withdraw", response=RequestOut, summary="Take a request back")
@api_door()
def withdraw(request: HttpRequest, ref: str):
    """Only by the person who asked."""
    if request.viewer.read_only:
        raise PermissionDenied(NEEDS_A_PERSON)
    asked = request_for(request.viewer, ref)
    return _out(actions.withdraw(request=asked, by=request.viewer.user, at=now()))


def _by_a_person(request: HttpRequest, ref: str) -> Request:
    asked = request_for(request.viewer, ref)
    if request.viewer.by_key:
        raise PermissionDenied(NEEDS_A_PERSON)
    if not is_fresh(request):
        raise PermissionDenied(NOT_FRESH)
    return asked


def _out(one: Request) -> RequestOut:
    return RequestOut(
        ref=one.ref, kind=one.kind, about=one.about_ref, facts=one.facts, digest=one.digest,
        reason=one.reason or "", asked_by=one.asked_by.username, asked_at=one.asked_at, until_at=one.until_at,
        state=one.state, decided_by=one.decided_by.username if one.decided_by else None,
        decided_at=one.decided_at, decision_reason=one.decision_reason or "",
    )  # fmt: skip
