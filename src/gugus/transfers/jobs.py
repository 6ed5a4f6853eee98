"""What the worker does for transfers: move what was accepted, tell who waits, end what nobody answers, find orphans."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.outbox.models import Event
from gugus.transfers import orphans, queries, succession
from gugus.transfers.actions import CannotMove, end_transfer
from gugus.transfers.codes import EndCode, State
from gugus.transfers.followups import follow, say_late
from gugus.transfers.handing_over import hand_over
from gugus.transfers.models import Stub, Succession, Transfer

RELATED = ("case__manager", "agency", "to_agency", "answered_by", "written_by", "manager")
BECAUSE = "the worker hears of every transfer"


def on_step(*, event: Event, at: datetime) -> None:
    """A transfer took a step. An accepted one is moved first; an event whose state is past already does nothing."""
    transfer = _fresh(event.about_id)
    if transfer is None or event.topic != f"transfer.{transfer.state}":
        return
    follow(transfer, at=event.at)
    if transfer.state == State.ACCEPTED:
        hand_over(transfer=transfer, at=at)


def on_succession(*, event: Event, at: datetime) -> None:
    """Two people agreed that a merged agency's files go to its successor."""
    succession.carry_on(Succession.objects.unscoped(because=BECAUSE).get(pk=event.about_id), at=at)


@app.periodic(cron="* * * * *")
@app.task(name="transfers.watch", queueing_lock="transfers.watch", lock="transfers.watch")
def watch(timestamp: int) -> None:
    """Every minute: who waited too long is told, what nobody answers ends, what was accepted is moved for certain."""
    look_at_clocks(now())
    for one in Succession.objects.unscoped(because=BECAUSE).filter(done_at=None):
        succession.carry_on(one, at=now())


@app.periodic(cron="7 * * * *")
@app.task(name="transfers.orphans", queueing_lock="transfers.orphans", lock="transfers.orphans")
def find_orphans(timestamp: int) -> None:
    """Every hour: files that nobody can open become somebody's task."""
    orphans.raise_alarm(now())


@app.periodic(cron="20 20 * * *")  # 03.20 in Jakarta
@app.task(name="transfers.tidy", queueing_lock="transfers.tidy")
def tidy(timestamp: int) -> None:
    """What the old agency kept for its own account goes when its time is over."""
    Stub.objects.unscoped(because="its time is over").filter(transfer__keep_until__lte=now()).delete()


def look_at_clocks(at: datetime) -> dict[str, int]:
    """What was told late, ended and moved, each in a transaction of its own: no failure keeps others waiting."""
    done = {"late": 0, "ended": 0, "moved": 0}
    for transfer in queries.not_moved_yet(at).select_related(*RELATED)[:50]:
        done["moved"] += hand_over(transfer=transfer, at=at).state == State.MOVED
    for transfer in queries.pointless(timezone.localdate(at)).select_related(*RELATED)[:200]:
        done["ended"] += _end(transfer, EndCode.RECEIVER_CLOSED, at)
    for transfer in queries.late(at).select_related(*RELATED)[:200]:
        if transfer.expires_at <= at:
            done["ended"] += _end(transfer, EndCode.NO_ANSWER, at)
        else:
            with transaction.atomic():
                done["late"] += say_late(transfer, at=at)
    return done


def _end(transfer: Transfer, code: EndCode, at: datetime) -> bool:
    try:
        end_transfer(transfer=transfer, code=code, at=at)
    except CannotMove:  # answered in this very moment: the answer wins
        return False
    return True


def _fresh(pk) -> Transfer | None:
    return Transfer.objects.unscoped(because=BECAUSE).select_related(*RELATED).filter(pk=pk).first()
