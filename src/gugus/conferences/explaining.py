"""How somebody stands to a conference, for the page that explains."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.conferences.gate import standing_to
from gugus.conferences.models import Conference


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a conference; None where the viewer's agency sees none."""
    conference = Conference.objects.visible_to(viewer).filter(ref=ref).first()
    if conference is None:
        return None
    stands = standing_to(viewer, conference, at)
    return Told(_("Case conference"), {Section.CONFERENCE: stands}, granted=(("case", conference.case_id),))
