"""How somebody stands to a service line, for the page that explains: through its case, in the line's section."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.care.models import ServiceLine
from gugus.cases.gate import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a service line; None where the viewer's agency sees none."""
    line = ServiceLine.objects.visible_to(viewer).select_related("case", "data_key").filter(ref=ref).first()
    if line is None or line.case is None:
        return None
    stands = standing_to(viewer, line.case, at)
    return Told(_("Service"), {Section(line.section): stands}, granted=(("case", line.case_id),))
