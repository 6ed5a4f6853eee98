"""What the worker does for restitution: whoever answers for the case hears what others wrote."""

from datetime import datetime
from uuid import UUID

from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.restitution.models import Claim

CODES = {"restitution.turned": "restitution_moved", "restitution.money_written": "restitution_paid"}


def on_move(*, event: Event, at: datetime) -> None:
    """A claim moved or money did: the case manager hears of it, unless it was her own hand. Twice is once."""
    code = CODES.get(event.topic)
    rows = Claim.objects.unscoped(because="the worker hears of every claim").select_related("case__manager")
    claim = rows.filter(pk=event.about_id).first()
    if code is None or claim is None or claim.case.manager is None:
        return
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    notify(code=code, about=claim, at=event.at, users=[claim.case.manager], but_not=actor)
