"""What the worker does for restitution: whoever answers for the case hears what others wrote."""

from datetime import datetime
from uuid import UUID

from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.restitution.codes import State
from gugus.restitution.models import Claim, Debtor

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


def on_proceeding(*, event: Event, at: datetime) -> None:
    """The verdict behind a granted claim became final: the clock of payment waits for the day of its notice."""
    if event.facts.get("stage") != "final":
        return
    rows = Debtor.objects.unscoped(because="the worker hears of every verdict").filter(
        proceeding=event.about_id
    )
    for debtor in rows.filter(claim__state=State.GRANTED, released_on=None).select_related(
        "claim__case__manager"
    ):
        manager = debtor.claim.case.manager
        if manager is not None:
            notify(code="restitution_final", about=debtor.claim, at=event.at, users=[manager])


def on_correction(*, event: Event, at: datetime) -> None:
    """The verdict behind a claim was put right: amounts and days that were taken from it may be wrong too."""
    rows = Debtor.objects.unscoped(because="the worker hears of every verdict").filter(
        proceeding=event.about_id
    )
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    for debtor in rows.select_related("claim__case__manager"):
        manager = debtor.claim.case.manager
        if manager is not None:
            notify(
                code="restitution_verdict", about=debtor.claim, at=event.at, users=[manager], but_not=actor
            )
