"""What offices set themselves to do about somebody's files, for an access copy: kind and dates, never a note."""

from django.utils.translation import gettext_lazy as _

from gugus.kernel.copies import Asked, Part, row
from gugus.tasks.models import Task

BECAUSE = "the request was granted for these files; row security limits to the agency"
MOST = 500


def tasks(asked: Asked) -> list[Part]:
    """Tasks within chosen files."""
    rows = Task.objects.unscoped(because=BECAUSE).filter(within_id__in=asked.case_ids | asked.report_ids)
    lines = [
        row(
            (_("Task"), one.title),
            (_("Begun"), one.started_at.date().isoformat()),
            (_("Done"), one.done_at.date().isoformat() if one.done_at else ""),
        )
        for one in rows.select_related("clock").order_by("started_at")[:MOST]
    ]
    return [Part("tasks", _("What was to be done"), lines)]
