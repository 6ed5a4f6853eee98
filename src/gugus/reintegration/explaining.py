"""How somebody stands to a reintegration, for the page that explains: through its case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.cases.gate import standing_to
from gugus.reintegration.models import Reintegration


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a reintegration; None where the viewer's agency sees none."""
    one = Reintegration.objects.visible_to(viewer).select_related("case").filter(ref=ref).first()
    if one is None:
        return None
    stands = standing_to(viewer, one.case, at)
    return Told(_("Reintegration"), {Section.REINTEGRATION: stands}, granted=(("case", one.case_id),))
