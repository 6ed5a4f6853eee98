"""To whom somebody was referred, for an access copy."""

from django.utils.translation import gettext_lazy as _

from gugus.kernel.copies import Asked, Part, row
from gugus.referrals.models import Referral
from gugus.referrals.wording import word

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def referrals(asked: Asked) -> list[Part]:
    """Referrals of the person within chosen cases: to whom, for what, on which basis, what came of it."""
    rows = Referral.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids
    )
    lines = [
        row(
            (_("Referral"), one.ref),
            (_("Sent to"), one.to_agency.name),
            (_("Service"), word("services", one.service)),
            (_("Basis"), one.get_basis_display()),
            (_("Consent given on"), one.basis_on.isoformat() if one.basis_on else ""),
            (_("Sent"), one.sent_at.date().isoformat() if one.sent_at else ""),
            (_("State"), one.get_state_display()),
        )
        for one in rows.select_related("to_agency").order_by("written_at")
    ]
    return [Part("referrals", _("Referrals and consents"), lines)]
