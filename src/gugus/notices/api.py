"""Notices for programs: one's own, a code and a verb."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema

from gugus.access.api import api_door
from gugus.notices.actions import mark_read
from gugus.notices.queries import notices_of
from gugus.notices.wording import said

router = Router(tags=["notices"])
MOST = 100


class NoticeOut(Schema):
    """One notice."""

    id: UUID
    code: str = Field(description="Stable code of what happened.")
    words: str = Field(description="The same in words, never with a name.")
    about: str = Field(description="Reference of the record.")
    at: datetime
    read_at: datetime | None


class ReadIn(Schema):
    """Which notices were read."""

    ids: list[UUID] | None = Field(None, description="None means all.")


class ReadOut(Schema):
    """How many became read."""

    read: int


@router.get("/notices", response=list[NoticeOut], summary="My notices")
@api_door()
def mine(request: HttpRequest):
    """The newest hundred."""
    return [
        NoticeOut(
            id=one.pk, code=one.code, words=said(one.code, one.about_ref), about=one.about_ref, at=one.at,
            read_at=one.read_at,
        )
        for one in notices_of(request.viewer)[:MOST]
    ]  # fmt: skip


@router.post("/notices/read", response=ReadOut, summary="Mark notices as read")
@api_door()
def read(request: HttpRequest, told: ReadIn):
    """Only one's own."""
    return ReadOut(read=mark_read(viewer=request.viewer, at=now(), ids=told.ids))
