"""Where somebody stayed, for an access copy: the house by its code name, never its address."""

from django.utils.translation import gettext_lazy as _

from gugus.kernel.copies import Asked, Part, row
from gugus.referrals.wording import word
from gugus.shelter.models import Stay

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def stays(asked: Asked) -> list[Part]:
    """Stays of the person within chosen cases."""
    rows = Stay.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids
    )
    lines = [
        row(
            (_("House"), one.house.name),
            (_("State"), one.get_state_display()),
            (_("Ground of admission"), word("admission_grounds", one.ground)),
            (_("Came in"), one.in_at.date().isoformat() if one.in_at else ""),
            (_("Left"), one.out_at.date().isoformat() if one.out_at else ""),
            (_("Reason"), word("stay_exit_reasons", one.code) if one.out_at else ""),
        )
        for one in rows.select_related("house").order_by("proposed_at")
    ]
    return [Part("stays", _("Stays"), lines)]
