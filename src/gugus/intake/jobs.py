"""What the worker does after a report came in."""

from datetime import datetime

from gugus.intake.actions import start_triage_task
from gugus.intake.codes import State
from gugus.intake.models import Report
from gugus.outbox.models import Event


def start_clock_of_public_report(*, event: Event, at: datetime) -> None:
    """The public page has no agency's voice and starts no task; the worker does it, from the moment of receiving."""
    rows = Report.objects.unscoped(because="the worker's own event").select_related("agency", "data_key")
    report = rows.filter(pk=event.about_id, received_by=None, state=State.RECEIVED).first()
    if report is not None:
        start_triage_task(report, by=None, at=at)
