"""How somebody stands to a service line, an assessment or a plan, for the page that explains: through its case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.care.gate import PARTS
from gugus.care.models import CarePlan, NeedsAssessment, ServiceLine
from gugus.cases.gate import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a service line; None where the viewer's agency sees none."""
    line = ServiceLine.objects.visible_to(viewer).select_related("case", "data_key").filter(ref=ref).first()
    if line is None or line.case is None:
        return None
    stands = standing_to(viewer, line.case, at)
    return Told(_("Service"), {Section(line.section): stands}, granted=(("case", line.case_id),))


def told_of_assessment(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for an assessment, in each part in which it may hold a domain."""
    return _through_case(NeedsAssessment, _("Assessment of needs"), viewer, ref, at)


def told_of_plan(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for a plan."""
    return _through_case(CarePlan, _("Intervention plan"), viewer, ref, at)


def _through_case(model, title, viewer: Viewer, ref: str, at: datetime) -> Told | None:
    found = model.objects.visible_to(viewer).select_related("case", "data_key").filter(ref=ref).first()
    if found is None or found.case is None:
        return None
    stands = standing_to(viewer, found.case, at)
    return Told(title, dict.fromkeys(PARTS, stands), granted=(("case", found.case_id),))
