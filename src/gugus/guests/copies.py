"""Who without an account learned of somebody, for an access copy: guests, and paper with the name."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gugus.guests.models import GuestPass, Letter
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def outside(asked: Asked) -> list[Part]:
    """Guest links that were opened and letters with the name, within chosen cases. No name of who answered."""
    of_person = {"referral__person_id": asked.person_id, "referral__case_id__in": asked.case_ids}
    passes = GuestPass.objects.unscoped(because=BECAUSE).filter(**of_person, opened_at__isnull=False)
    letters = Letter.objects.unscoped(because=BECAUSE).filter(**of_person)
    lines = [
        row(
            (_("Referral"), one.referral.ref),
            (_("Guest link"), one.to_agency.name),
            (_("Opened"), localdate(one.opened_at).isoformat()),
            (_("Ends"), localdate(one.ended_at).isoformat() if one.ended_at else ""),
        )
        for one in passes.select_related("referral", "to_agency").order_by("made_at")
    ] + [
        row(
            (_("Referral"), one.referral.ref),
            (_("Letter with the name"), one.referral.to_agency.name),
            (_("printed"), localdate(one.printed_at).isoformat()),
        )
        for one in letters.select_related("referral__to_agency").order_by("printed_at")
    ]
    return [Part("guests", _("Offices without an account"), lines)]
