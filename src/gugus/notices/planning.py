"""From a notice to its deliveries: over which channels it leaves, and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from gugus.notices import rules
from gugus.notices.channels import working
from gugus.notices.codes import PHONES, Channel, Why
from gugus.notices.families import INSIDE_ONLY, mode_for
from gugus.notices.knowing import BECAUSE, Knowledge, known
from gugus.notices.models import Address, Delivery, Notice

BATCH = 500
TOO_OLD = timedelta(days=2)  # a channel that was switched on yesterday does not tell of last month


def plan_fresh(*, at: datetime) -> int:
    """Give every fresh notice its deliveries, each batch in one transaction; returns how many notices were planned."""
    total = 0
    while done := _plan_some(at):
        total += done
    return total


@transaction.atomic
def _plan_some(at: datetime) -> int:
    rows = Notice.objects.unscoped(because="the worker plans every notice").filter(planned_at=None)
    fresh = list(rows.order_by("at").select_for_update(skip_locked=True)[:BATCH])
    ways = working()
    if fresh and ways:
        about = known({one.user_id for one in fresh}, at)
        reached = _numbers_of(fresh)
        made = [row for one in fresh for row in _deliveries(one, ways, about, reached, at)]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
    keys = [one.pk for one in fresh]
    Notice.objects.unscoped(because="the worker plans every notice").filter(pk__in=keys).update(planned_at=at)
    return len(fresh)


def _numbers_of(fresh: Sequence[Notice]) -> set[tuple]:
    """Who confirmed a number on which channel: (user, channel)."""
    rows = Address.objects.unscoped(because=BECAUSE).filter(
        user__in={one.user_id for one in fresh}, verified_at__isnull=False
    )
    return set(rows.values_list("user_id", "channel"))


def _deliveries(
    notice: Notice, ways: Sequence[Channel], about: Knowledge, reached: set[tuple], at: datetime
) -> Iterator[Delivery]:
    if notice.read_at is not None or notice.code in INSIDE_ONLY or notice.at < at - TOO_OLD:
        return
    for channel in ways:
        if channel in PHONES and (notice.user_id, channel) not in reached:
            continue
        chosen = about.mode(notice.user_id, channel, notice.family)
        if channel in PHONES and not _was_chosen(about, notice, channel):
            continue  # a phone rings only for what its owner asked for
        planned = rules.plan(
            mode=mode_for(notice.code, notice.risk, chosen),
            risk=notice.risk,
            quiet=about.quiet(notice.user_id),
            at=at,
        )
        if planned is not None:
            state, due_at = planned
            yield Delivery(
                notice=notice, user_id=notice.user_id, channel=channel, state=state, why=Why.NONE, due_at=due_at,
                made_at=at,
            )  # fmt: skip


def _was_chosen(about: Knowledge, notice: Notice, channel: str) -> bool:
    """Did the owner of a confirmed number ask to be told of anything over it?"""
    return any(
        mode != "never"
        for (user, way, _family), mode in about.choices.items()
        if user == notice.user_id and way == channel
    )
