"""To which agency somebody's case went, for an access copy."""

from django.utils.translation import gettext_lazy as _

from gugus.kernel.copies import Asked, Part, row
from gugus.transfers.codes import State
from gugus.transfers.models import Transfer

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def transfers(asked: Asked) -> list[Part]:
    """Which agency gave the case to which, when, why and on which basis."""
    rows = Transfer.objects.unscoped(because=BECAUSE).filter(case_id__in=asked.case_ids)
    rows = rows.exclude(state=State.DRAFT)
    lines = [
        row(
            (_("Transfer"), one.ref),
            (_("From"), one.agency.name),
            (_("To"), one.to_agency.name),
            (_("Reason"), one.get_reason_display()),
            (_("Basis"), one.get_basis_display()),
            (_("Offered"), one.offered_at.date().isoformat() if one.offered_at else ""),
            (_("Handed over"), one.moved_at.date().isoformat() if one.moved_at else ""),
            (_("State"), one.get_state_display()),
        )
        for one in rows.select_related("agency", "to_agency").order_by("written_at")
    ]
    return [Part("transfers", _("Transfers to other agencies"), lines)]
