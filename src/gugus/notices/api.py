"""Notices for programs: one's own, how one is told, and for administrators how the channels are."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema

from gugus.access.api import api_door
from gugus.notices.actions import mark_read
from gugus.notices.choice_api import router as choice_router
from gugus.notices.codes import Family, Risk
from gugus.notices.models import Notice
from gugus.notices.queries import deliveries_of, notices_of, unread_count
from gugus.notices.wording import said

router = Router(tags=["notices"])
router.add_router("", choice_router)
MOST = 100


class NoticeOut(Schema):
    """One notice."""

    id: UUID
    code: str = Field(description="Stable code of what happened.")
    family: Family = Field(description="What it belongs to.")
    risk: Risk = Field(description="high breaks quiet hours.")
    words: str = Field(description="The same in words, never with a name.")
    about: str = Field(description="Reference of the record.")
    at: datetime
    read_at: datetime | None

    @staticmethod
    def of(one: Notice) -> "NoticeOut":
        return NoticeOut(
            id=one.pk, code=one.code, family=one.family, risk=Risk(one.risk), words=said(one.code, one.about_ref),
            about=one.about_ref, at=one.at, read_at=one.read_at,
        )  # fmt: skip


class ReadIn(Schema):
    """Which notices were read."""

    ids: list[UUID] | None = Field(None, description="None means all.")


class ReadOut(Schema):
    """How many became read."""

    read: int


class CountOut(Schema):
    """How many are unread."""

    unread: int


class DeliveryOut(Schema):
    """One notice over one channel, and how far it got."""

    notice: UUID
    channel: str
    state: str = Field(description="waiting, held, digest, leaving, sent, failed, given_up or dropped.")
    why: str = Field(description="Code of the reason; empty when there is none.")
    due_at: datetime
    made_at: datetime


@router.get("/notices", response=list[NoticeOut], summary="My notices")
@api_door()
def mine(request: HttpRequest, unread: bool = False, family: Family | None = None):
    """The newest hundred; only unread ones or those of a family if asked for."""
    rows = notices_of(request.viewer, unread=unread, family=family or "")
    return [NoticeOut.of(one) for one in rows[:MOST]]


@router.get("/notices/count", response=CountOut, summary="How many notices are unread")
@api_door()
def unread(request: HttpRequest):
    """One small question to the database; made to be asked often."""
    return CountOut(unread=unread_count(request.viewer))


@router.post("/notices/read", response=ReadOut, summary="Mark notices as read")
@api_door()
def read(request: HttpRequest, told: ReadIn):
    """Only one's own."""
    return ReadOut(read=mark_read(viewer=request.viewer, at=now(), ids=told.ids))


@router.get("/notices/deliveries", response=list[DeliveryOut], summary="What left of my notices")
@api_door()
def deliveries(request: HttpRequest):
    """The newest hundred deliveries to oneself."""
    return [
        DeliveryOut(
            notice=one.notice_id, channel=one.channel, state=one.state, why=one.why, due_at=one.due_at,
            made_at=one.made_at,
        )
        for one in deliveries_of(request.viewer)[:MOST]
    ]  # fmt: skip
