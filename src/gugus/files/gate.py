"""The only door to an attachment. The record's own context says who may come in; the composition root names it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.module_loading import import_string

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.files.models import Attachment


@dataclass(frozen=True, slots=True)
class Admitted:
    """A record that came through its own gate, and the report, case or person it lies in (perhaps itself)."""

    about: models.Model
    within: models.Model


def admitted(viewer: Viewer, kind: str, ref: str, *, section: str, verb: Verb, at: datetime) -> Admitted:
    """Ask the gate of a kind of record (setting FILE_GATES: model name → dotted path).

    The function is called as `gate(viewer, ref, section=, verb=, at=) -> (about, within)` and raises Http404 or
    PermissionDenied as gates do. A kind without a gate does not exist.
    """
    path = getattr(settings, "FILE_GATES", {}).get(kind)
    if path is None or section not in Section.values:
        raise Http404
    about, within = import_string(path)(viewer, ref, section=Section(section), verb=verb, at=at)
    return Admitted(about, within)


def attachment_for(
    viewer: Viewer, pk: UUID, *, verb: Verb = Verb.SEE, at: datetime
) -> tuple[Attachment, Admitted]:
    """An attachment and its record. Hidden, removed and missing look alike; only who uploaded it changes it."""
    if viewer.reviewing:
        raise PermissionDenied(OUT_OF_REACH)  # pictures and papers show faces and names
    rows = Attachment.objects.visible_to(viewer).select_related("agency", "uploaded_by", "data_key")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    record = admitted(viewer, found.about_kind, found.about_ref, section=found.section, verb=Verb.SEE, at=at)
    if verb != Verb.SEE:
        if found.agency_id != viewer.agency_id:
            raise PermissionDenied(OUT_OF_REACH)
        admitted(viewer, found.about_kind, found.about_ref, section=found.section, verb=verb, at=at)
    return found, record
