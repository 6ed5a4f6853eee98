"""How somebody stands to a return or to minutes, for the page that explains."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.repatriation.gate import standing_to
from gugus.repatriation.models import Handover, Repatriation


def repatriation(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a return; None where the viewer's agency sees none."""
    found = Repatriation.objects.visible_to(viewer).filter(ref=ref).first()
    return _told(viewer, found, at) if found else None


def handover(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for minutes: as to the first return in them that the viewer's agency sees."""
    if not Handover.objects.visible_to(viewer).filter(ref=ref).exists():
        return None
    found = Repatriation.objects.visible_to(viewer).filter(handed__handover__ref=ref).first()
    return _told(viewer, found, at) if found else Told(_("Hand-over"))


def _told(viewer: Viewer, found: Repatriation, at: datetime) -> Told:
    granted = (("repatriation", found.pk), ("case", found.case_id))
    return Told(_("Return"), {Section.REPATRIATION: standing_to(viewer, found, at)}, granted=granted)
