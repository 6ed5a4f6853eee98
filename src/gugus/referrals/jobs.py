"""What the worker does for referrals: tasks and notices after each move, late ones, expired ones, stranded ones."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.referrals import rules
from gugus.referrals.actions import CannotMove, expire_referral
from gugus.referrals.followups import follow, say_late, senders
from gugus.referrals.models import Referral
from gugus.referrals.queries import overdue, stranded
from gugus.referrals.succession import settle

RELATED = ("case__manager", "agency", "to_agency", "answered_by", "written_by")
MOST = 500


def on_move(*, event: Event, at: datetime) -> None:
    """A referral moved. An event whose state is past already (its successor waits behind it) does nothing."""
    rows = Referral.objects.unscoped(because="the worker hears of every referral")
    referral = rows.select_related(*RELATED).filter(pk=event.about_id).first()
    if referral is None:
        return
    if event.topic == "referral.final_report":
        notify(code="referral_final", about=referral, at=event.at, users=senders(referral))
    elif event.topic == f"referral.{referral.state}" and event.at == referral.state_at:
        follow(referral, at=event.at)


@app.periodic(cron="* * * * *")
@app.task(name="referrals.watch", queueing_lock="referrals.watch", lock="referrals.watch")
def watch(timestamp: int) -> None:
    """Every minute: who waited too long is told, what nobody answered ends, closed agencies' work moves on."""
    look_at_clocks(now())
    look_for_successors(now())


def look_at_clocks(at: datetime) -> tuple[int, int]:
    """(told to be late, ended) at a moment. Each in its own transaction: one failure keeps no other waiting."""
    late = expired = 0
    for referral in overdue(at).select_related(*RELATED)[:MOST]:
        if rules.expires_at(referral.urgency, referral.answer_due_at) <= at:
            expired += _expire(referral, at)
        else:
            with transaction.atomic():
                late += say_late(referral, at=at)
    return late, expired


def look_for_successors(at: datetime) -> dict[str, int]:
    """How many open referrals of closed agencies were taken over or went home, by what happened."""
    found: dict[str, int] = {}
    for referral in stranded(timezone.localdate(at)).select_related(*RELATED)[:MOST]:
        if what := settle(referral, at=at):
            found[what] = found.get(what, 0) + 1
    return found


def _expire(referral: Referral, at: datetime) -> bool:
    try:
        expire_referral(referral=referral, at=at)
    except CannotMove:  # answered in this very moment: the answer wins
        return False
    return True
