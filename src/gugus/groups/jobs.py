"""What the worker does for groups: carry imports and hand-overs on, destroy the keys of lists whose days are over."""

import logging
from datetime import datetime, timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.audit.actions import record
from gugus.base.shredding import shred
from gugus.groups import rules, sending
from gugus.groups.codes import LoadState
from gugus.groups.loading import Looked, carry_on, drop_list
from gugus.groups.models import Load
from gugus.groups.queries import orders_to_carry_on, to_carry_on
from gugus.outbox.models import Event

log = logging.getLogger(__name__)


def on_import_begun(*, event: Event, at: datetime) -> None:
    """A large list waits. The import has transactions of its own, so not from here."""
    carry_now.defer()


@app.task(name="groups.carry_now", lock="groups.carry")
def carry_now() -> None:
    """Import what waits, a hundred rows in each transaction."""
    carry_all()


@app.periodic(cron="* * * * *")
@app.task(name="groups.carry", queueing_lock="groups.carry", lock="groups.carry")
def carry(timestamp: int) -> None:
    """Every minute: an import whose worker was killed goes on where it stopped."""
    carry_all()


def carry_all() -> int:
    """Every running import to its end; returns how many lists were touched."""
    touched = 0
    for load in to_carry_on().select_related("group__agency", "group__data_key", "begun_by", "data_key"):
        looked = Looked(load)
        while carry_on(load=load, looked=looked, at=now()):
            pass
        touched += 1
    return touched


def on_hand_over_ordered(*, event: Event, at: datetime) -> None:
    """People are to be handed over. It has transactions of its own, one a person, so not from here."""
    hand_now.defer()


@app.task(name="groups.hand_now", lock="groups.hand")
def hand_now() -> None:
    """Hand over what was ordered, one person in each transaction."""
    hand_all()


@app.periodic(cron="* * * * *")
@app.task(name="groups.hand", queueing_lock="groups.hand", lock="groups.hand")
def hand(timestamp: int) -> None:
    """Every minute: a hand-over whose worker was killed goes on with the next person."""
    hand_all()


def hand_all() -> int:
    """Every ordered hand-over to its end; one that breaks keeps no other waiting. Returns how many were touched."""
    touched = 0
    for order in orders_to_carry_on():
        touched += 1
        try:
            while sending.carry_on(order=order, at=now()):
                pass
        except Exception as error:  # only its kind: its words may repeat a value
            log.error("groups: a hand-over broke off (%s) and is tried again", type(error).__name__)
    return touched


@app.periodic(cron="35 20 * * *")  # 03.35 in Jakarta
@app.task(name="groups.tidy", queueing_lock="groups.tidy")
def tidy(timestamp: int) -> None:
    """Lists go a week after they were brought or imported."""
    destroy_old(now())


def destroy_old(at: datetime) -> int:
    """Destroy the keys of lists whose days are over; one that nobody imported is thrown away. Returns how many."""
    limit = at - timedelta(days=rules.KEPT_DAYS)
    rows = Load.objects.unscoped(because="the worker's nightly job").select_related("group", "data_key")
    gone = 0
    for load in rows.filter(state=LoadState.CHECKING, brought_at__lte=limit):
        drop_list(load=load, by=None, at=at)
        gone += 1
    for load in rows.filter(state=LoadState.DONE, ended_at__lte=limit, data_key__shredded_at=None):
        shred([load.data_key_id], at)
        record("group.list_destroyed", about=load, by=None, at=at)
        gone += 1
    return gone
