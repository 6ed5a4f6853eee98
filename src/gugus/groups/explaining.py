"""How somebody stands to a group, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.groups.gate import standing_to
from gugus.groups.models import Group


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a group; None where the viewer's agency sees none."""
    group = Group.objects.visible_to(viewer).filter(ref=ref).first()
    if group is None:
        return None
    stands = standing_to(viewer, group)
    return Told(_("Group of arrivals"), {Section.REPATRIATION: stands, Section.SCREENING: stands})
