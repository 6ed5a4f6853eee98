"""How somebody stands to a transfer, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.transfers.models import Transfer
from gugus.transfers.policies import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a transfer, on either side; None where the viewer's agency sees none."""
    transfer = Transfer.objects.visible_to(viewer).filter(ref=ref).first()
    return Told(_("Transfer"), {Section.REFERRAL: standing_to(viewer, transfer)}) if transfer else None
