"""How somebody stands to a file: as to the record it lies in, in the file's section. A file is named by its id."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told, stands_to
from gugus.access.viewer import Viewer
from gugus.files.models import Attachment


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to the record in which a file lies; None where the viewer's agency sees none."""
    try:
        pk = UUID(ref)
    except ValueError:
        return None
    found = Attachment.objects.visible_to(viewer).filter(pk=pk).first()
    about = stands_to(found.about_kind, viewer, found.about_ref, at) if found else None
    if about is None or Section(found.section) not in about.by_section:
        return None
    section = Section(found.section)
    return replace(about, kind=_("File"), by_section={section: about.by_section[section]})
