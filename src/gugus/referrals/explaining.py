"""How somebody stands to a referral, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.referrals.models import Referral
from gugus.referrals.policies import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a referral, on either side; None where the viewer's agency sees none."""
    referral = Referral.objects.visible_to(viewer).filter(ref=ref).first()
    return Told(_("Referral"), {Section.REFERRAL: standing_to(viewer, referral)}) if referral else None
