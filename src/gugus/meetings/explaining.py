"""How somebody stands to a meeting, for the page that explains."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.meetings.models import Meeting
from gugus.taskforce.gate import sight_of


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a meeting; None where the viewer's agency has no seat."""
    meeting = Meeting.objects.visible_to(viewer).select_related("task_force").filter(ref=ref).first()
    if meeting is None:
        return None
    stands = sight_of(viewer, meeting.task_force, section=Section.MEETING).stands
    return Told(_("Meeting"), {Section.MEETING: stands})
