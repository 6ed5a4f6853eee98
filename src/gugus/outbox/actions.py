"""Announce that something happened; deliver it to each subscriber once it has."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from gugus.outbox import rules
from gugus.outbox.models import Delivery, Event
from gugus.outbox.subscribers import called, subscribe, subscribers_of

__all__ = ["announce", "deliver", "subscribe"]

log = logging.getLogger(__name__)


def announce(topic: str, *, about: models.Model, at: datetime, **facts: Any) -> Event:
    """Write down that `topic` happened to `about` and wake the worker, both in the caller's transaction.

    `facts` are small and open (codes, references, ids as text, ISO moments). Rolled back means never announced.
    """
    if too_big := rules.facts_too_big(facts):
        raise ValueError(f"An event carries small open facts only, not: {', '.join(too_big)}")
    event = Event(
        topic=topic,
        about_kind=about._meta.model_name,
        about_id=about.pk,
        about_ref=getattr(about, "ref", "") or "",
        facts=facts,
        at=at,
    )
    event.save(force_insert=True)
    # The queue itself is closed to the application role; this function lets it name one event and no more.
    with connection.cursor() as cursor:
        cursor.execute("select outbox_wake(%s)", [event.pk])
    return event


def deliver(event_id: UUID, *, at: datetime) -> bool:
    """Give an event to each subscriber that has not dealt with it; True when all have.

    One that fails is tried again later and stops nobody else. A missing event (tidied away) is settled.
    """
    event = Event.objects.filter(pk=event_id, settled_at=None).first()
    if event is None:
        return True
    outcomes = [_hand_over(event, path, at) for path in subscribers_of(event.topic)]
    settled = all(outcomes)  # only now: a failure must not keep the later subscribers waiting
    if settled:
        Event.objects.filter(pk=event.pk).update(settled_at=at)
    return settled


def _hand_over(event: Event, path: str, at: datetime) -> bool:
    Delivery.objects.bulk_create([Delivery(event=event, subscriber=path)], ignore_conflicts=True)
    try:
        with transaction.atomic():
            # The lock makes a second worker wait, then see that the work is done.
            delivery = Delivery.objects.select_for_update().get(event=event, subscriber=path)
            if delivery.done_at is not None:
                return True
            called(path)(event=event, at=at)
            delivery.done_at, delivery.next_at, delivery.last_error = at, None, ""
            delivery.save(update_fields=["done_at", "next_at", "last_error"])
    except Exception as error:
        _note_failure(event, path, error, at)
        return False
    return True


def _note_failure(event: Event, path: str, error: Exception, at: datetime) -> None:
    """Keep the kind of the error only: its text could hold what somebody typed."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(event=event, subscriber=path)
        delivery.attempts += 1
        delivery.last_error = type(error).__name__[:80]
        delivery.next_at = rules.next_try(delivery.attempts, at)
        delivery.save(update_fields=["attempts", "last_error", "next_at"])
    log.warning("%s failed for event %s (%s), try %d", path, event.pk, delivery.last_error, delivery.attempts)
