"""From due deliveries to messages: everything for one person over one channel leaves as one."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gugus.access.models import User
from gugus.notices import rules
from gugus.notices.codes import PENDING, Purpose, Risk, State, Step, Why
from gugus.notices.knowing import address_of, house, known, works_here
from gugus.notices.models import Delivery, Dispatch
from gugus.notices.quiet import next_digest

BECAUSE = "the worker sends what is due"
MOST = 2000  # pairs of person and channel in one round


def gather_due(*, at: datetime) -> int:
    """Make the messages that are due; returns how many. Each pair of person and channel has its own transaction."""
    due = Delivery.objects.unscoped(because=BECAUSE).filter(state__in=PENDING, due_at__lte=at)
    pairs = due.order_by("user_id", "channel").values_list("user_id", "channel").distinct()[:MOST]
    return sum(_gather(user_id, channel, at) for user_id, channel in list(pairs))


@transaction.atomic
def _gather(user_id: UUID, channel: str, at: datetime) -> int:
    # Whoever gathers for a person waits here for the other one, who may just count the messages of the last hour.
    user = User.objects.select_for_update(of=("self",)).select_related("agency").get(pk=user_id)
    rows = Delivery.objects.unscoped(because=BECAUSE).filter(
        user_id=user_id, channel=channel, state__in=PENDING, due_at__lte=at
    )
    rows = list(rows.select_related("notice").select_for_update(of=("self",)).order_by("made_at", "pk"))
    rows = _wanted(rows, user, channel, at)
    if not rows:
        return 0
    urgent = [row for row in rows if row.notice.risk == Risk.HIGH]
    fresh = [row for row in rows if row.state != State.DIGEST and row not in urgent]
    if fresh and _is_burst(user_id, channel, at):
        _put_off(fresh, user_id, at)
        rows = [row for row in rows if row not in fresh]
    if not rows:
        return 0
    return _join(rows, user, channel, urgent=bool(urgent), at=at)


def _wanted(rows: Sequence[Delivery], user: User, channel: str, at: datetime) -> list[Delivery]:
    """What still should leave; the rest is dropped with its reason."""
    _address, why = address_of(user, channel)
    here = timezone.localdate(at)
    reasons = {
        row.pk: Why.READ_MEANWHILE if row.notice.read_at
        else Why.LEFT if not works_here(user, row.notice.at, here)
        else why
        for row in rows
    }  # fmt: skip
    for row in rows:
        if reasons[row.pk]:
            settle([row.pk], State.DROPPED, reasons[row.pk])
    return [row for row in rows if not reasons[row.pk]]


def _is_burst(user_id: UUID, channel: str, at: datetime) -> bool:
    recent = Dispatch.objects.unscoped(because=BECAUSE).filter(
        user_id=user_id, channel=channel, purpose=Purpose.NEWS, made_at__gt=at - timedelta(hours=1)
    )
    return rules.is_burst(sent_last_hour=recent.count(), most=house().most_an_hour)


def _put_off(rows: Sequence[Delivery], user_id: UUID, at: datetime) -> None:
    moment = next_digest(known([user_id], at).quiet(user_id), at)
    keys = [row.pk for row in rows]
    due = Delivery.objects.unscoped(because=BECAUSE).filter(pk__in=keys)
    due.update(state=State.DIGEST, why=Why.BURST, due_at=moment)


def _join(rows: Sequence[Delivery], user: User, channel: str, *, urgent: bool, at: datetime) -> int:
    """Put them into the message that still waits for this person, else into a new one."""
    waiting = Dispatch.objects.unscoped(because=BECAUSE).filter(
        user=user, channel=channel, step=Step.WAITING, purpose__in=[Purpose.NEWS, Purpose.DIGEST]
    )
    found = waiting.select_for_update(skip_locked=True).order_by("made_at").first()
    if found is None:
        found = new_dispatch(
            user=user, channel=channel, at=at, urgent=urgent,
            purpose=Purpose.DIGEST if all(row.state == State.DIGEST for row in rows) else Purpose.NEWS,
        )  # fmt: skip
    elif urgent and not found.urgent:
        found.urgent, found.next_at = True, at
        found.save(update_fields=["urgent", "next_at"])
    keys = [row.pk for row in rows]
    due = Delivery.objects.unscoped(because=BECAUSE).filter(pk__in=keys)
    due.update(state=State.LEAVING, dispatch=found)
    return 1


def new_dispatch(
    *, user: User | None, channel: str, purpose: str, at: datetime, urgent: bool = False
) -> Dispatch:
    """A message that waits to leave, with a name that no server can read anything from."""
    made = Dispatch(
        user=user, channel=channel, purpose=purpose, key=secrets.token_hex(16), made_at=at, next_at=at, urgent=urgent
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def settle(keys: Sequence[UUID], state: str, why: str) -> None:
    """Write down how far deliveries got."""
    Delivery.objects.unscoped(because=BECAUSE).filter(pk__in=keys).update(state=state, why=why)
