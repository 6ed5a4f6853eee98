"""How somebody stands to an agreement, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.agreements.models import Agreement
from gugus.agreements.policies import standing_to


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to an agreement; None where the viewer's agency takes no part."""
    agreement = Agreement.objects.visible_to(viewer).filter(ref=ref).first()
    if agreement is None:
        return None
    return Told(_("Sharing agreement"), {Section.AGREEMENT: standing_to(viewer, agreement)})
