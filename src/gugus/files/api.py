"""Doors for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from gugus.access.api import api_door
from gugus.access.codes import Verb
from gugus.base.api import problem
from gugus.files import actions, store
from gugus.files.codes import Lost, MediaType, RemovalCode, ScanState
from gugus.files.crypt import ContentBroken
from gugus.files.gate import admitted, attachment_for
from gugus.files.models import Attachment
from gugus.files.queries import attachments_of
from gugus.files.views import as_download, whole

router = Router(tags=["files"])


class FileOut(Schema):
    """A file of a record. Its content has an address of its own."""

    id: UUID
    ref: str
    record: str = Field(description="Reference of the record it is about.")
    section: str
    title: str | None = Field(description="None when it was made unreadable.")
    media_type: MediaType
    size: int = Field(description="Bytes of the content as kept.")
    scan: ScanState = Field(description="A file that is infected or waiting is not given out.")
    lost: list[Lost] = Field(description="What a PDF had and the kept copy has not.")
    received_sha256: str | None = Field(description="Digest of what was received, before it was cleaned.")
    uploaded_at: datetime
    agency: str = Field(description="Slug of the agency that attached it.")


class RemoveIn(Schema):
    """Why a file is taken back."""

    code: RemovalCode


def _out(one: Attachment) -> FileOut:
    return FileOut(
        id=one.pk, ref=one.ref, record=one.about_ref, section=one.section, title=one.title, media_type=one.media_type,
        size=one.size, scan=one.scan, lost=one.lost, received_sha256=one.received_sha256 or None,
        uploaded_at=one.uploaded_at, agency=one.agency.slug,
    )  # fmt: skip


@router.get("/files/{kind}/{ref}/{section}", response=list[FileOut], summary="Files of a record's section")
@api_door()
def listed(request: HttpRequest, kind: str, ref: str, section: str):
    """Newest first. The record's own gate decides."""
    record = admitted(request.viewer, kind, ref, section=section, verb=Verb.SEE, at=now())
    return [_out(one) for one in attachments_of(record.about, sections=[section])]


@router.post("/files/{kind}/{ref}/{section}", response={201: FileOut}, summary="Attach a file")
@api_door()
def attached(
    request: HttpRequest,
    kind: str,
    ref: str,
    section: str,
    upload: File[UploadedFile],
    title: Form[str] = "",
):
    """As multipart/form-data. The kept copy is cleaned: pictures drawn anew, PDFs without what acts or tells."""
    at = now()
    record = admitted(request.viewer, kind, ref, section=section, verb=Verb.WRITE, at=at)
    made = actions.attach(
        about=record.about, within=record.within, section=section, upload=upload, title=title,
        by=request.viewer.user, at=at,
    )  # fmt: skip
    return Status(201, _out(made))


@router.get("/files/{pk}/content", summary="The content of a file")
@api_door()
def content(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As a download. Every call is written to the trail. 409 while it is kept shut."""
    at = now()
    found, record = attachment_for(request.viewer, pk, at=at)
    try:
        return as_download(found, whole(found, record, request.viewer, at))
    except actions.CannotOpen as refused:
        return problem(409, found.scan, _("This file is kept shut."), refused.reasons)
    except (store.ContentMissing, ContentBroken):
        return problem(410, "content_broken", _("Its content is missing or damaged."))


@router.post("/files/{pk}/remove", response={204: None}, summary="Take a file back")
@api_door()
def removed(request: HttpRequest, pk: UUID, told: RemoveIn):
    """The content goes for ever; that it was there stays in the trail."""
    at = now()
    found, record = attachment_for(request.viewer, pk, verb=Verb.WRITE, at=at)
    actions.remove(attachment=found, within=record.within, code=told.code, by=request.viewer.user, at=at)
    return Status(204, None)
