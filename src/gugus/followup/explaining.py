"""How somebody stands to a recommendation, for the page that explains."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.followup.gate import sight_for


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a recommendation; None for who is outside."""
    try:
        sight = sight_for(viewer, ref)
    except Http404:
        return None
    return Told(_("Recommendation"), {Section.FOLLOWUP: sight.room.stands})
