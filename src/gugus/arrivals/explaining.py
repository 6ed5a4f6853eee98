"""How somebody stands to a heads-up, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.arrivals.models import Headsup
from gugus.arrivals.policies import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a heads-up, on either side; None where the viewer's agency sees none."""
    headsup = Headsup.objects.visible_to(viewer).filter(ref=ref).first()
    return Told(_("Heads-up"), {Section.REFERRAL: standing_to(viewer, headsup)}) if headsup else None
