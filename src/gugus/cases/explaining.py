"""How somebody stands to a case, for the page that explains; the gate's own answer, not a second one."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.cases.policies import standing_to

SECTIONS = (
    Section.CASE, Section.IDENTITY, Section.SCREENING, Section.REFERRAL, Section.CARE, Section.HEALTH, Section.JUSTICE,
    Section.REPATRIATION, Section.REINTEGRATION,
)  # fmt: skip


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to every section of a case; None where the viewer's agency sees none."""
    case = Case.objects.visible_to(viewer).filter(ref=ref).first()
    if case is None:
        return None
    stands = standing_to(viewer, case, at)
    return Told(_("Case"), dict.fromkeys(SECTIONS, stands), granted=(("case", case.pk),))
