"""How somebody stands to an assessment, for the page that explains; the gate's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.screening.gate import standing_to
from gugus.screening.models import Assessment


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to an assessment; None where the viewer's agency sees none."""
    rows = Assessment.objects.visible_to(viewer).select_related("case", "data_key")
    assessment = rows.filter(ref=ref).first()
    if assessment is None:
        return None
    granted = (("case", assessment.case_id),) if assessment.case_id else ()
    return Told(_("Screening"), {Section.SCREENING: standing_to(viewer, assessment, at)}, granted=granted)
