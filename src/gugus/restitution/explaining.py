"""How somebody stands to a claim, for the page that explains: through its case, in the section of justice."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.cases.gate import standing_to
from gugus.restitution.models import Claim, LedgerLine


def line(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for a line of a ledger, for the evidence that hangs on it."""
    rows = LedgerLine.objects.unscoped(because="the claim is asked for next").filter(ref=ref)
    claim = rows.values_list("claim__ref", flat=True).first()
    return told(viewer, claim, at) if claim else None


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a claim; None where the viewer's agency sees none."""
    claim = Claim.objects.visible_to(viewer).select_related("case", "data_key").filter(ref=ref).first()
    if claim is None:
        return None
    stands = standing_to(viewer, claim.case, at)
    return Told(_("Restitution"), {Section.JUSTICE: stands}, granted=(("case", claim.case_id),))
