"""The only doors to a document: the kind's right, and the gate of the record it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.policies import NO_RIGHT
from gugus.access.viewer import Viewer
from gugus.audit.actions import Named
from gugus.base.refusals import Cannot, Reason
from gugus.documents.actions import CannotDocument
from gugus.documents.codes import State
from gugus.documents.kinds import DocumentKind, kind_of, may
from gugus.documents.making import CannotMake, measure_for
from gugus.documents.models import Document


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that came through its gate, and the report or case in whose trail its documents stand."""

    about: Named
    within: Named


def kind_for(viewer: Viewer, code: str) -> DocumentKind:
    """A kind that the viewer may have made."""
    found = kind_of(code)
    if found is None:
        raise Http404
    if not may(viewer, found):
        raise PermissionDenied(NO_RIGHT)
    return found


def kind_to_ask(viewer: Viewer, code: str) -> DocumentKind:
    """The same for having one made, which a key for reading may not."""
    found = kind_for(viewer, code)
    if viewer.read_only:
        raise PermissionDenied(NO_RIGHT)
    return found


def subject_for(viewer: Viewer, kind: DocumentKind, ref: str, *, at: datetime) -> Subject:
    """The record that a document would be about; its own gate is asked. Raises Http404, PermissionDenied or Cannot."""
    told = kind.gathered(viewer, ref, at)
    if "_about" in told:
        about = Named(kind.about, told["_about"], ref)
        return Subject(about, about)
    rows = _model_of(kind)._base_manager.all()
    if hasattr(rows, "unscoped"):
        rows = rows.unscoped(because="it came through its own gate; row-level security holds")
    pk = rows.filter(ref=ref).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    about = Named(kind.about, pk, ref)
    within = Named(*told["_within"]) if "_within" in told else about
    return Subject(about, within)


def document_for(viewer: Viewer, ref: str, *, at: datetime) -> Document:
    """A document of one's own, or a colleague's about a record that one's own rights open, to see how far it is.

    Hidden and missing look alike.
    """
    if not viewer.is_known:
        raise Http404
    rows = Document.objects.all().of_office(viewer)
    found = rows.select_related("asked_by", "agency", "signer", "voided_by").filter(ref=ref).first()
    if found is None:
        raise Http404
    if found.asked_by_id != viewer.user_id:
        _must_open(viewer, found, at)
    return found


def _must_open(viewer: Viewer, document: Document, at: datetime) -> None:
    kind = kind_of(document.kind)
    if kind is None or not may(viewer, kind):
        raise Http404
    try:
        subject_for(viewer, kind, document.about_ref, at=at)
    except (PermissionDenied, Cannot):
        raise Http404 from None


def is_the_same_for(viewer: Viewer, document: Document, *, at: datetime) -> bool:
    """Does the file hold exactly what the record's gate gives this viewer now? One's own was made so.

    Rights differ between colleagues (walls, seals, sections), and what was written down since may be closed to one.
    """
    if document.asked_by_id == viewer.user_id:
        return True
    try:
        return bool(document.measure) and document.measure == measure_for(document, viewer, at)
    except (CannotMake, PermissionDenied, Cannot, Http404):
        return False


def to_download(viewer: Viewer, ref: str, *, at: datetime) -> Document:
    """The same for its content: role and record are asked once more, because both may have ended since.

    A colleague takes only what they could have made themselves. Raises CannotDocument where it would differ.
    """
    found = document_for(viewer, ref, at=at)
    kind = kind_for(viewer, found.kind)
    narrow = set(viewer.only_sections)
    if narrow and not (found.sections and set(found.sections) <= narrow):
        raise PermissionDenied(NO_RIGHT)  # a narrow key takes nothing that was made with more rights
    subject_for(viewer, kind, found.about_ref, at=at)
    if found.state == State.READY and not is_the_same_for(viewer, found, at=at):
        words = _("You would see the record otherwise than this document shows it. Have your own one made.")
        raise CannotDocument([Reason("differs", words)])
    return found


def to_void(viewer: Viewer, ref: str) -> Document:
    """A numbered letter of one's office: by whoever asked for it, or by whoever keeps the letterhead."""
    if not viewer.is_known:
        raise Http404
    rows = Document.objects.all().of_office(viewer).select_related("asked_by", "agency")
    found = rows.filter(ref=ref).first()
    if found is None or not (found.asked_by_id == viewer.user_id or keeps_office(viewer)):
        raise Http404
    if viewer.read_only or viewer.reviewing:
        raise PermissionDenied(NO_RIGHT)
    return found


def keeps_office(viewer: Viewer) -> bool:
    """May the viewer write letterhead, signers and numbers of the office?"""
    return viewer.has(Section.USERS, Verb.WRITE)


def _model_of(kind: DocumentKind):
    """The model of the records that a kind is about: in the context that gathers, else the one that has that name."""
    label = kind.gather.split(".")[1]
    found = [one for one in apps.get_models() if one._meta.model_name == kind.about and hasattr(one, "ref")]
    return min(found, key=lambda one: one._meta.app_label != label)
