"""Attach a file, give out its content, take it back."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.sealed import DataKey
from gugus.files import rules, store
from gugus.files.codes import MediaType, RemovalCode, ScanState
from gugus.files.crypt import decrypted, encrypted
from gugus.files.models import Attachment
from gugus.files.pictures import PictureUnreadable, redrawn
from gugus.files.scanning import scan

WORDS = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 10 MB."),
    "not_accepted": _("Only PDF, JPEG, PNG and plain text are accepted."),
    "unreadable": _("The picture cannot be read."),
    "infected": _("A virus was found. The file was not kept."),
}


class CannotAttach(Cannot):
    """The file is not kept."""


@transaction.atomic
def attach(
    *,
    about: models.Model,
    section: str,
    upload: UploadedFile,
    by: User,
    at: datetime,
    within: models.Model | None = None,
    title: str = "",
) -> Attachment:
    """Keep an upload about a record, encrypted. `within` is the report, case or person that decides who sees it.

    The type is read from the content; pictures are drawn anew without metadata. The content is on the disk before the
    row is, so that a row never lacks it. Raises CannotAttach.
    """
    content, media_type = _accepted(upload)
    scanned = scan(content)
    if scanned == ScanState.INFECTED:
        raise CannotAttach([_reason("infected")])
    within = within or about
    made = Attachment(
        about_kind=about._meta.model_name,
        about_id=about.pk,
        about_ref=getattr(about, "ref", "") or getattr(within, "ref", ""),
        within_kind=within._meta.model_name,
        within_id=within.pk,
        section=section,
        agency_id=by.agency_id,
        media_type=media_type,
        size=len(content),
        scan=scanned,
        uploaded_by=by,
        uploaded_at=at,
        title=(title.strip() or upload.name or "")[:200],
        name=(upload.name or "")[:200],
    )
    made.data_key = DataKey.fresh()
    made.sha256 = store.keep(made.pk, encrypted([content], made.data_key.opened(), made.bound_to))
    made.save(force_insert=True)
    changes = {"section": section, "media_type": media_type, "size": made.size, "scan": scanned}
    record("file.attached", about=made, within=within, by=by, at=at, changes=changes)
    return made


def opened(*, attachment: Attachment, within: models.Model, by: User, at: datetime) -> Iterator[bytes]:
    """The plain content in chunks; leaves a trace before the first. Raises ContentMissing or ContentBroken."""
    record(
        "file.opened", about=attachment, within=within, by=by, at=at, changes={"section": attachment.section}
    )
    return _plain(attachment)


@transaction.atomic
def remove(
    *, attachment: Attachment, within: models.Model, code: RemovalCode, by: User, at: datetime
) -> Attachment:
    """Take a file back: the row stays with its reason, the content goes for ever, backups included."""
    attachment.removed_at, attachment.removed_by, attachment.removal_code = at, by, code
    attachment.save(update_fields=["removed_at", "removed_by", "removal_code"])
    # Without its key the content (and the title) can never be read again, wherever a copy lies.
    DataKey.objects.filter(pk=attachment.data_key_id).update(wrapped=b"", shredded_at=at)
    record("file.removed", about=attachment, within=within, by=by, at=at, changes={"why": code})
    transaction.on_commit(lambda: store.discard(attachment.pk))
    return attachment


def _accepted(upload: UploadedFile) -> tuple[bytes, MediaType]:
    """The content as it is kept, and what it is. Raises CannotAttach."""
    if (upload.size or 0) > rules.LARGEST:
        raise CannotAttach([_reason("too_large")])
    content = b"".join(upload.chunks())
    if hurdles := rules.hurdles(content):
        raise CannotAttach([_reason(hurdle) for hurdle in hurdles])
    media_type = rules.media_type_of(content)
    if media_type not in {MediaType.JPEG, MediaType.PNG}:
        return content, media_type
    try:
        return redrawn(content, media_type), media_type
    except PictureUnreadable:
        raise CannotAttach([_reason("unreadable")]) from None


def _plain(attachment: Attachment) -> Iterator[bytes]:
    key = attachment.data_key.opened()
    if key is None:
        raise store.ContentMissing(str(attachment.pk))
    with store.opened(attachment.pk) as source:
        yield from decrypted(source, key, attachment.bound_to)


def _reason(code: str) -> Reason:
    return Reason(code, WORDS[code], "upload")
