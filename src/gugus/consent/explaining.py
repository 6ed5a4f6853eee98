"""How somebody stands to a line of the ledger, for the page that explains; the gate's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.consent.gate import ledger_of
from gugus.consent.models import Ground


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a ground; None where the viewer's agency keeps none with this reference."""
    ground = Ground.objects.visible_to(viewer).select_related("person").filter(ref=ref).first()
    if ground is None:
        return None
    return Told(_("Basis"), {Section.CONSENT: ledger_of(viewer, ground.person, at).stands})
