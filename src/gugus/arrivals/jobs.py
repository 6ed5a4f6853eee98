"""What the worker does for heads-ups: tasks, holds and notices after each move, what runs out, what is forgotten."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.arrivals import followups
from gugus.arrivals.actions import CannotTell, expire_headsup, forget_details
from gugus.arrivals.models import Headsup, Offer
from gugus.arrivals.offering import expire_offer
from gugus.arrivals.queries import offers_run_out, run_out, to_forget
from gugus.outbox.models import Event
from gugus.providers.models import Offering
from gugus.tasks.actions import finish_tasks_about, start_task

BECAUSE = "the worker hears of every heads-up"
TOLD = {"arrival.sent", "arrival.asked"}
ANSWERED = {"arrival.offered", "arrival.refused"}
DECIDED = {"arrival.taken", "arrival.declined", "arrival.offer_expired"}
ENDED = {"arrival.arrived", "arrival.cancelled", "arrival.expired"}


def on_move(*, event: Event, at: datetime) -> None:
    """A heads-up or one of its offers moved."""
    headsup = Headsup.objects.unscoped(because=BECAUSE).select_related("agency", "written_by")
    headsup = headsup.filter(pk=event.about_id).first()
    if headsup is None:
        return
    if event.topic in TOLD:
        followups.told(headsup, [UUID(one) for one in event.facts["agencies"]], event.at)
    elif event.topic == "arrival.extended":
        followups.extended(headsup, event.at)
    elif event.topic in ENDED:
        followups.ended(headsup, event.at)
    else:
        _on_offer(event, headsup)


def _on_offer(event: Event, headsup: Headsup) -> None:
    rows = Offer.objects.unscoped(because=BECAUSE).select_related("agency", "written_by", "decided_by")
    offer = rows.filter(pk=event.facts.get("offer")).first()
    if offer is None:
        return
    if event.topic in ANSWERED:
        followups.answered(headsup, offer, event.at)
    elif event.topic == "arrival.withdrawn":
        followups.withdrawn(headsup, event.at)
    elif event.topic in DECIDED:
        followups.decided(headsup, offer, event.at)


def on_unconfirmed(*, event: Event, at: datetime) -> None:
    """Nobody confirmed a service of the directory for long: whoever keeps it gets a task."""
    rows = Offering.objects.unscoped(because="the worker reminds every agency").select_related("kept_by")
    if one := rows.filter(pk=event.about_id).first():
        start_task(kind="provider_confirm", about=one, agency=one.kept_by, by=None, at=event.at)


def on_confirmed(*, event: Event, at: datetime) -> None:
    """It was confirmed, changed or ended."""
    rows = Offering.objects.unscoped(because="the worker settles the reminder")
    if one := rows.filter(pk=event.about_id).first():
        finish_tasks_about(about=one, kind="provider_confirm", by=one.confirmed_by, at=event.at)


@app.periodic(cron="* * * * *")
@app.task(name="arrivals.watch", queueing_lock="arrivals.watch", lock="arrivals.watch")
def watch(timestamp: int) -> None:
    """Every minute: heads-ups whose window passed end, offers whose hold ran out expire."""
    look_at_clocks(now())


def look_at_clocks(at: datetime) -> tuple[int, int]:
    """(heads-ups ended, offers expired) at a moment. Each in its own transaction: none keeps another waiting."""
    ended = expired = 0
    for headsup in run_out(at)[:500]:
        try:
            expire_headsup(headsup=headsup, at=at)
            ended += 1
        except CannotTell:  # ended in this very moment by its sender
            continue
    for offer in offers_run_out(at).select_related("headsup")[:500]:
        expire_offer(offer=offer, at=at)
        expired += 1
    return ended, expired


@app.periodic(cron="40 1 * * *")
@app.task(name="arrivals.forget", queueing_lock="arrivals.forget", lock="arrivals.forget")
def forget(timestamp: int) -> None:
    """Every night: of what ended a month ago only figures stay."""
    let_details_go(now())


def let_details_go(at: datetime) -> int:
    """How many heads-ups lost their details at a moment."""
    count = 0
    for headsup in to_forget(at)[:1000]:
        with transaction.atomic():
            forget_details(headsup=headsup, at=at)
        count += 1
    return count
