"""How somebody stands to a report, for the page that explains; the gate's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.intake.gate import standing_to
from gugus.intake.models import Report


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a report; None where the viewer's agency sees none."""
    report = Report.objects.visible_to(viewer).filter(ref=ref).first()
    if report is None:
        return None
    stands = standing_to(viewer, report, at)
    return Told(_("Report"), {Section.REPORT: stands}, granted=(("report", report.pk),))
