"""Attach a file, give out its content, look at it again, take it back."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.base.sealed import DataKey
from gugus.base.shredding import shred
from gugus.files import queries, rules, store
from gugus.files.codes import MediaType, RemovalCode, ScanState
from gugus.files.crypt import decrypted, encrypted
from gugus.files.models import Attachment
from gugus.files.scanning import Verdict, scan
from gugus.files.washing import CannotWash, washed
from gugus.outbox.actions import announce

WORDS = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 10 MB."),
    "not_accepted": _("Only PDF, JPEG, PNG and plain text are accepted."),
    "unreadable": _("The file cannot be read. Please open it, save it anew and attach that."),
    "locked": _("The PDF is protected by a password. Please save it without one and attach that."),
    "too_much": _(
        "The file is built so that it cannot be checked. Please print it to a new PDF and attach that."
    ),
    "infected": _("A virus was found. The file was not kept."),
    "record_full": _("This record holds as many files as it may. Take some back, or attach to a part of it."),
    "day_full": _("You attached very many files today. Please go on tomorrow, or ask a colleague."),
}


class CannotAttach(Cannot):
    """The file is not kept."""


class CannotOpen(Cannot):
    """The content is not given out."""


@dataclass(frozen=True, slots=True)
class Received:
    """An upload as it will be kept."""

    content: bytes
    media_type: MediaType
    lost: list[str]
    sha256: str  # of what came in
    verdict: Verdict


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

    The type is read from the content; pictures are drawn anew and PDFs copied page by page, without what acts or tells.
    The content is on the disk before the row is, so that a row never lacks it. Raises CannotAttach.
    """
    within = within or about
    received = _received(upload)
    if received.verdict.state == ScanState.INFECTED:
        # Told apart from the row that is not made: this line stays though the file does not.
        found = {"section": section, "found": received.verdict.found, "why": "infected"}
        record("file.refused", about=about, within=within, by=by, at=at, changes=found)
        raise CannotAttach([_reason("infected")])
    with transaction.atomic():
        return _kept(received, about, within, section, upload.name or "", title, by, at)


def _kept(received: Received, about, within, section: str, name: str, title: str, by: User, at) -> Attachment:
    if full := _full(within, len(received.content), by, at):
        raise CannotAttach([_reason(full)])
    made = Attachment(
        about_kind=about._meta.model_name,
        about_id=about.pk,
        about_ref=getattr(about, "ref", "") or getattr(within, "ref", ""),
        within_kind=within._meta.model_name,
        within_id=within.pk,
        section=section,
        agency_id=by.agency_id,
        media_type=received.media_type,
        size=len(received.content),
        scan=received.verdict.state,
        signatures=received.verdict.signatures,
        scanned_at=None if received.verdict.state != ScanState.CLEAN else at,
        lost=received.lost,
        uploaded_by=by,
        uploaded_at=at,
        title=(title.strip() or name)[:200],
        name=name[:200],
        received_sha256=received.sha256,
    )
    made.data_key = DataKey.fresh()
    made.sha256 = store.keep(made.pk, encrypted([received.content], made.data_key.opened(), made.bound_to))
    made.save(force_insert=True)
    changes = {"section": section, "media_type": made.media_type, "size": made.size, "scan": made.scan}
    record("file.attached", about=made, within=within, by=by, at=at, changes=changes | {"lost": made.lost})
    return made


def opened(
    *, attachment: Attachment, within: models.Model, by: User, at: datetime, unscanned: bool = False
) -> Iterator[bytes]:
    """The plain content in chunks; leaves a trace before the first.

    A file with a virus stays shut; one that waits for the scanner opens only for who said so (`unscanned`). Raises
    CannotOpen, ContentMissing or ContentBroken.
    """
    waits = attachment.scan == ScanState.WAITING
    if attachment.scan == ScanState.INFECTED or (waits and not unscanned):
        raise CannotOpen([Reason(attachment.scan, attachment.get_scan_display())])
    verb = "file.opened_unscanned" if waits else "file.opened"
    record(verb, about=attachment, within=within, by=by, at=at, changes={"section": attachment.section})
    return _plain(attachment)


@transaction.atomic
def look_again(*, attachment: Attachment, at: datetime) -> Attachment:
    """Have the scanner look at a kept file, because it waited or the signatures are new. A virus shuts the file."""
    content = b"".join(_plain(attachment))
    verdict = scan(content)
    if verdict.state in {ScanState.WAITING, ScanState.NOT_SCANNED}:
        return attachment
    attachment = (
        Attachment.objects.unscoped(because="the worker's scan")
        .select_for_update(of=("self",))
        .get(pk=attachment.pk)
    )
    changed = attachment.scan != verdict.state
    attachment.scan, attachment.signatures, attachment.scanned_at = verdict.state, verdict.signatures, at
    attachment.save(update_fields=["scan", "signatures", "scanned_at"])
    if changed:
        said = {"scan": verdict.state, "found": verdict.found}
        record("file.scanned", about=attachment, within=_within(attachment), by=None, at=at, changes=said)
    if verdict.state == ScanState.INFECTED:
        facts = {
            "kind": attachment.about_kind,
            "record": str(attachment.about_id),
            "ref": attachment.about_ref,
        }
        people = {"agency": str(attachment.agency_id), "by": str(attachment.uploaded_by_id)}
        announce("file.infected", about=attachment, at=at, **facts, **people)
    return attachment


@transaction.atomic
def remove(
    *, attachment: Attachment, within: models.Model, code: RemovalCode, by: User, at: datetime
) -> Attachment:
    """Take a file back: the row stays with its reason, the content goes for ever, backups included."""
    attachment.removed_at, attachment.removed_by, attachment.removal_code = at, by, code
    attachment.save(update_fields=["removed_at", "removed_by", "removal_code"])
    # Without its key the content (and the title) can never be read again, wherever a copy lies.
    shred([attachment.data_key_id], at)
    record("file.removed", about=attachment, within=within, by=by, at=at, changes={"why": code})
    transaction.on_commit(lambda: store.discard(attachment.pk))
    return attachment


def _received(upload: UploadedFile) -> Received:
    """The upload as it is kept, and what the scanner says of it. Raises CannotAttach."""
    if (upload.size or 0) > rules.LARGEST:
        raise CannotAttach([_reason("too_large")])
    raw = b"".join(upload.chunks())
    if hurdles := rules.hurdles(raw):
        raise CannotAttach([_reason(hurdle) for hurdle in hurdles])
    media_type = rules.media_type_of(raw)
    verdict = scan(raw)  # as it came in: what cleaning would take away is what a scanner knows
    content, lost = raw, []
    if media_type != MediaType.TEXT and verdict.state != ScanState.INFECTED:
        try:
            content, lost = washed(raw, media_type)
        except CannotWash as why:
            raise CannotAttach([_reason(why.code)]) from None
    return Received(content, media_type, lost, hashlib.sha256(raw).hexdigest(), verdict)


def _full(within: models.Model, more: int, by: User, at: datetime) -> str:
    if queries.attached_today(by, at) >= rules.MOST_A_DAY:
        return "day_full"
    return "record_full" if rules.is_full(*queries.weight_of(within), more) else ""


def _within(attachment: Attachment) -> Named:
    return Named(attachment.within_kind, attachment.within_id)


def _plain(attachment: Attachment) -> Iterator[bytes]:
    key = attachment.data_key.opened()
    if key is None:
        raise store.ContentMissing(str(attachment.pk))
    with store.opened(attachment.pk, sha256=attachment.sha256) as source:
        yield from decrypted(source, key, attachment.bound_to)


def _reason(code: str) -> Reason:
    return Reason(code, WORDS[code], "upload")
