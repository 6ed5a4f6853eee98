"""How somebody stands to a frozen or published figure, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.figures.models import Published, Snapshot
from gugus.figures.policies import standing_to


def told_of_snapshot(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a frozen figure; None outside its task force."""
    return _told(viewer, Snapshot.objects.visible_to(viewer).filter(ref=ref).first(), _("Frozen figure"))


def told_of_published(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a published figure; None outside its task force."""
    return _told(viewer, Published.objects.visible_to(viewer).filter(ref=ref).first(), _("Published figure"))


def _told(viewer: Viewer, row, label) -> Told | None:
    return None if row is None else Told(label, {Section.FIGURES: standing_to(viewer, row.task_force)})
