"""What was decided about somebody in case conferences, for an access copy."""

from django.utils.translation import gettext_lazy as _

from gugus.conferences.codes import State
from gugus.conferences.models import Decision
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted for these cases; row security limits to the agency"


def decisions(asked: Asked) -> list[Part]:
    """Decisions of conferences about chosen cases. What was said tells of others too and stays."""
    rows = Decision.objects.unscoped(because=BECAUSE).filter(item__case_id__in=asked.case_ids)
    rows = rows.filter(item__conference__state__in=[State.APPROVED, State.CLOSED])
    lines = [
        row(
            (_("Case conference"), one.item.conference.ref),
            (_("Held on"), one.item.conference.starts_at.date().isoformat()),
            (_("Decision of the meeting"), one.get_kind_display()),
            (_("Carried out by"), one.to_agency.name if one.to_agency else ""),
            (_("Until"), one.due_on.isoformat() if one.due_on else ""),
            (_("Carried out on"), one.done_at.date().isoformat() if one.done_at else ""),
        )
        for one in rows.select_related("item__conference", "to_agency").order_by("written_at")
    ]
    return [Part("conferences", _("Case conferences"), lines)]
