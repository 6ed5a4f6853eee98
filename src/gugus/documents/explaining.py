"""How somebody stands to a document: as to the record it is about."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import Told, stands_to
from gugus.access.viewer import Viewer
from gugus.documents.models import Document


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to the record of an own document; None where it is somebody else's."""
    found = Document.objects.visible_to(viewer).filter(ref=ref).first()
    about = stands_to(found.about_kind, viewer, found.about_ref, at) if found else None
    return replace(about, kind=_("Document")) if about else None
