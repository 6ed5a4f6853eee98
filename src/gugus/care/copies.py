"""Which services somebody was promised and got, for an access copy."""

from django.utils.translation import gettext_lazy as _

from gugus.care.models import ServiceLine
from gugus.kernel.copies import Asked, Part, row
from gugus.referrals.wording import word

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def services(asked: Asked) -> list[Part]:
    """Services of the person within chosen cases, with the notes on them: they are about this person alone."""
    rows = ServiceLine.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids
    )
    lines = [
        row(
            (_("Service"), word("services", one.service)),
            (_("Asked for"), one.asked_at.date().isoformat()),
            (_("Provider"), one.provider.name if one.provider else one.provider_name),
            (_("State"), one.get_state_display()),
            (_("Done on"), one.done_on.isoformat() if one.done_on else ""),
            (_("Result"), one.get_result_display() if one.result else ""),
            (_("Note"), one.note),
            (_("Note on the result"), one.result_note),
        )
        for one in rows.select_related("provider", "data_key").order_by("asked_at")
    ]
    return [Part("services", _("Services"), lines)]
