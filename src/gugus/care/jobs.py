"""What the worker does for services: agreements on cases with a service under way follow it."""

from datetime import datetime

from gugus.agreements.jobs import look_at
from gugus.care.models import ServiceLine
from gugus.outbox.models import Event


def on_service(*, event: Event, at: datetime) -> None:
    """A service began, ended or was taken back: does an agreement mean its case (still)?"""
    rows = ServiceLine.objects.unscoped(because="the worker hears of every service")
    look_at(rows.filter(pk=event.about_id).values_list("case_id", flat=True), at)
