"""What the worker does for cases: the manager hears of emergency access to the file."""

from datetime import datetime
from uuid import UUID

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
