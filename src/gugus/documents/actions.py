"""Ask for a document, make it in the worker, give it out, strike its number out, delete its file."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.audit.actions import Named, record
from gugus.base.periods import period
from gugus.base.refusals import Cannot, Reason
from gugus.base.sealed import DataKey
from gugus.documents import rules
from gugus.documents.codes import Form, State, VoidCode
from gugus.documents.kinds import DocumentKind
from gugus.documents.making import CannotMake, Made, written
from gugus.documents.models import Document, Signer
from gugus.documents.press import KILLED
from gugus.files import store
from gugus.files.crypt import decrypted, encrypted
from gugus.outbox.actions import announce

PLACE = "documents"


class CannotDocument(Cannot):
    """Nothing was asked for, given out or struck out."""


@transaction.atomic
def ask(
    *,
    kind: DocumentKind,
    about: Named,
    viewer: Viewer,
    at: datetime,
    form: str = Form.PDF,
    within: Named | None = None,
    signer: Signer | None = None,
    key: str = "",
) -> Document:
    """Have a letter or form made about a record that came through its gate. The same `key` is the same document.

    It is made under the rights the asker has then, narrowed as they are now. Raises CannotDocument.
    """
    by = viewer.user
    if key and (earlier := _earlier(by, key)):
        return earlier
    if form == Form.DOCX and not kind.docx:
        raise CannotDocument([Reason("no_docx", _("This document is only made as PDF."), "form")])
    if signer is not None and (signer.agency_id != by.agency_id or signer.ended_at is not None):
        raise CannotDocument(
            [Reason("no_signer", _("This official does not sign for your office."), "signer")]
        )
    _must_be_few(by, at)
    try:
        with transaction.atomic():
            return _asked(kind, about, within or about, viewer, Form(form), signer, key, at)
    except IntegrityError:
        return _earlier(by, key)


def make(*, document: Document, at: datetime) -> Document:
    """Lay the document out as its asker would see it, number it, seal it. Called by the worker; twice is once.

    That it began is written down first, so that a worker that dies leaves a trace; number, file and state then come
    together or not at all.
    """
    if not _begun(document, at):
        return _again(document)
    try:
        with transaction.atomic():
            return _finished(_locked(document), at)
    except CannotMake as why:
        return _put_back(document) if why.code == KILLED else _failed(document, why.code, at)
    except (Http404, PermissionDenied):
        return _failed(document, "not_there", at)
    except Cannot as refused:
        return _failed(document, refused.reasons[0].code if refused.reasons else "refused", at)
    except IntegrityError:
        return _failed(document, "number_taken", at)
    except DatabaseError as error:
        return _failed(document, getattr(error.__cause__, "sqlstate", "") or "database", at)


@transaction.atomic
def give_up(*, document: Document, at: datetime) -> Document:
    """It was begun as often as it may be and never ended."""
    return _failed(document, "broken_off", at)


@transaction.atomic
def give_out(*, document: Document, by: User, at: datetime) -> bytes:
    """The file, for whoever came through the gate. Leaves a trace.

    Raises CannotDocument, ContentMissing or ContentBroken.
    """
    document = _locked(document)
    if document.state != State.READY or document.until_at <= at or document.data_key.opened() is None:
        raise CannotDocument([Reason("not_there", _("The file is not there (any more)."))])
    with store.opened(document.pk, PLACE) as source:
        content = b"".join(decrypted(source, document.data_key.opened(), document.bound_to))
    document.downloads += 1
    document.save(update_fields=["downloads"])
    changes = {"kind": document.kind, "number": document.number, "sha256": document.sha256}
    record("document.downloaded", about=document, within=_within(document), by=by, at=at, changes=changes)
    return content


@transaction.atomic
def void(*, document: Document, code: str, by: User, at: datetime) -> Document:
    """Strike a number out: it stays in the register and is never given again. Raises CannotDocument."""
    document = _locked(document)
    if document.seq is None:
        raise CannotDocument([Reason("no_number", _("This document has no number."))])
    if document.void_code:
        raise CannotDocument([Reason("void", _("The number was struck out already."))])
    document.void_code, document.voided_at, document.voided_by = VoidCode(code), at, by
    document.save(update_fields=["void_code", "voided_at", "voided_by"])
    changes = {"number": document.number}
    record(
        "document.voided",
        about=document,
        within=_within(document),
        by=by,
        at=at,
        reason=code,
        changes=changes,
    )
    return document


@transaction.atomic
def purge(*, document: Document, at: datetime) -> None:
    """The days are over: the file goes for ever, the line about it and its number stay."""
    document.state = State.PURGED
    document.save(update_fields=["state"])
    DataKey.objects.filter(pk=document.data_key_id).update(wrapped=b"", shredded_at=at)
    record("document.purged", about=document, by=None, at=at, changes={"downloads": document.downloads})
    transaction.on_commit(lambda: store.discard(document.pk, PLACE))


def _asked(
    kind, about: Named, within: Named, viewer: Viewer, form: Form, signer, key: str, at: datetime
) -> Document:
    by = viewer.user
    document = Document(
        kind=kind.code, about_kind=about.kind, about_id=about.pk, about_ref=about.ref, within_kind=within.kind,
        within_id=within.pk, agency_id=by.agency_id, form=form, signer=signer, asked_by=by, asked_at=at, key=key,
        sections=sorted(viewer.only_sections),
        standing_in=viewer.stands_in_for.id if viewer.stands_in_for else None,
    )  # fmt: skip
    document.data_key = DataKey.fresh()
    document.save(force_insert=True)
    changes = {"kind": kind.code, "form": form, "signer": signer.pk if signer else None}
    record("document.asked", about=document, within=within, by=by, at=at, changes=changes)
    announce("document.asked", about=document, at=at)
    return document


@transaction.atomic
def _begun(document: Document, at: datetime) -> bool:
    """Is it this call's to make? Written down before the work begins."""
    document = _locked(document)
    stale = document.state == State.MAKING and document.begun_at <= at - rules.PATIENCE
    if document.state != State.ASKED and not stale:
        return False
    if document.tries >= rules.MOST_TRIES:
        give_up(document=document, at=at)
        return False
    document.state, document.begun_at, document.tries = State.MAKING, at, document.tries + 1
    document.save(update_fields=["state", "begun_at", "tries"])
    return True


def _finished(document: Document, at: datetime) -> Document:
    """Called with the row locked; nothing of it is seen before the end."""
    if document.state != State.MAKING:  # another worker was quicker
        return document
    made: Made = written(document, at)
    key = document.data_key.opened()
    if key is None:
        raise CannotMake("not_there")
    store.keep(document.pk, encrypted([made.content], key, document.bound_to), PLACE)
    document.state, document.size = State.READY, len(made.content)
    document.sha256, document.digest = hashlib.sha256(made.content).hexdigest(), made.digest
    document.measure = made.measure
    document.year, document.seq, document.number = made.year, made.seq, made.number
    document.template_version = made.version
    document.ready_at, document.until_at = at, at + period("documents", rules.KEPT)
    document.save()
    changes = {"kind": document.kind, "number": made.number, "sha256": document.sha256, "digest": made.digest}
    changes["template"] = made.version
    record(
        "document.made",
        about=document,
        within=_within(document),
        by=document.asked_by,
        at=at,
        changes=changes,
    )
    announce("document.ended", about=document, at=at, by=str(document.asked_by_id))
    return document


@transaction.atomic
def _put_back(document: Document) -> Document:
    """Somebody killed the process that lays it out: the job of each minute takes it up once more."""
    document = _locked(document)
    if document.state == State.MAKING:
        document.state = State.ASKED
        document.save(update_fields=["state"])
    return document


@transaction.atomic
def _failed(document: Document, problem: str, at: datetime) -> Document:
    document = _locked(document)
    if document.state not in {State.ASKED, State.MAKING}:
        return document
    document.state, document.problem_code = State.FAILED, problem[:40]
    document.save(update_fields=["state", "problem_code"])
    record(
        "document.failed",
        about=document,
        within=_within(document),
        by=document.asked_by,
        at=at,
        reason=problem.lower(),
    )
    announce("document.ended", about=document, at=at, by=str(document.asked_by_id))
    return document


def _rows():
    return Document.objects.unscoped(because="it came through its gate, or the worker makes it")


def _locked(document: Document) -> Document:
    found = _rows().select_related("asked_by__agency", "signer", "agency", "data_key")
    return found.select_for_update(of=("self",)).get(pk=document.pk)


def _again(document: Document) -> Document:
    return _rows().get(pk=document.pk)


def _within(document: Document) -> Named:
    return Named(document.within_kind, document.within_id)


def _earlier(by: User, key: str) -> Document | None:
    rows = Document.objects.unscoped(because="one's own double press")
    return rows.filter(asked_by=by, key=key).first()


def _must_be_few(by: User, at: datetime) -> None:
    rows = Document.objects.unscoped(because="one's own documents are counted")
    if rows.filter(asked_by=by, asked_at__gt=at - timedelta(days=1)).count() >= rules.MOST_A_DAY:
        raise CannotDocument(
            [Reason("many", _("You asked for very many documents today. Please go on tomorrow."))]
        )
