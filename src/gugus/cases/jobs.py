"""What the worker does for cases: the manager hears of emergency access; silence and running law are noticed."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.cases import watching
from gugus.cases.models import Case
from gugus.notices.actions import tell
from gugus.outbox.models import Event


def on_emergency(*, event: Event, at: datetime) -> None:
    """Somebody opened a case in an emergency: its manager is told (the supervisors are told by `notices`)."""
    if event.facts.get("kind") != "case":
        return
    rows = Case.objects.unscoped(because="the worker hears of every emergency")
    manager = rows.filter(pk=UUID(event.facts["record"])).values_list("manager_id", flat=True).first()
    if manager is not None:
        tell(
            code="emergency_opened", kind=event.about_kind, pk=event.about_id, ref=event.about_ref, at=at,
            users=[manager], but_not=UUID(event.facts["user"]),
        )  # fmt: skip


@app.periodic(cron="7 * * * *")
@app.task(name="cases.look_after", queueing_lock="cases.look_after", lock="cases.look_after")
def look_after(timestamp: int) -> None:
    """Hourly: ask for contact where it is silent, and see whether the law still runs on closed cases."""
    watching.look_after(now())
