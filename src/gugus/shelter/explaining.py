"""How somebody stands to a stay, for the page that explains: from within the house, or through the case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.shelter import queries
from gugus.shelter.policies import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a stay; None where the viewer's agency sees none."""
    stay = queries.stays_for(viewer).filter(ref=ref).first()
    if stay is None:
        return None
    stands = standing_to(viewer, stay, queries.case_of(viewer, stay), at)
    return Told(_("Stay"), {Section.CARE: stands}, granted=(("case", stay.case_id),))
