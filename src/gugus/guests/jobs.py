"""What the worker does for passes: they end with their time and their referral, and the sender hears what happened."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.actions import close_because
from gugus.guests import rules
from gugus.guests.actions import end_pass
from gugus.guests.codes import EndCode, PassState, Reach
from gugus.guests.models import GuestPass, Sheet
from gugus.guests.queries import over, untold
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.referrals import rules as referral_rules
from gugus.referrals.codes import State, Way
from gugus.referrals.models import Referral
from gugus.referrals.moving import grace_of
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.models import Task

BECAUSE = "the worker's own"
SERVING = (State.ACCEPTED, State.IN_SERVICE)
RELATED = ("referral__case__manager", "agency", "made_by")


def on_referral(*, event: Event, at: datetime) -> None:
    """A referral moved: what it no longer needs of its passes ends, and what a guest declined stays shut."""
    referral = Referral.objects.unscoped(because=BECAUSE).filter(pk=event.about_id).first()
    if referral is None:
        return
    if referral.state not in SERVING:
        finish_tasks_about(about=referral, kind=rules.LATE_WORK, by=None, at=event.at)
    if referral.state not in referral_rules.ENDED:
        return
    if referral.way == Way.GUEST:  # a guest ends no grants itself: it cannot see them
        close_because(because=referral, by=None, at=event.at)
    _end_with(referral, event.at)


def on_opened(*, event: Event, at: datetime) -> None:
    """The link was opened: the sender may want to know that it arrived."""
    found = _passes().filter(pk=event.about_id).first()
    if found is not None:
        notify(code="guest_opened", about=found.referral, at=event.at, users=_senders(found))


@app.periodic(cron="* * * * *")
@app.task(name="guests.watch", queueing_lock="guests.watch", lock="guests.watch")
def watch(timestamp: int) -> None:
    """Every minute: what ran out ends; of second browsers and wrong codes the sender is told."""
    look_at_passes(now())
    look_at_reports(now())


def look_at_passes(at: datetime) -> tuple[int, int]:
    """(ended, told) at a moment. Each in a transaction of its own."""
    ended = told = 0
    for one in over(at).select_related(*RELATED)[:500]:
        with transaction.atomic():
            if end_pass(guest_pass=one, code=EndCode.EXPIRED, at=at):
                ended += 1
                if one.opened_at is None:
                    notify(code="guest_expired", about=one.referral, at=at, users=_senders(one))
    for referral in Referral.objects.unscoped(because=BECAUSE).filter(
        state__in=referral_rules.ENDED, passes__state__in=[PassState.WAITING, PassState.OPEN]
    )[:500]:
        ended += _end_with(referral, at)
    for one in untold().select_related(*RELATED)[:500]:
        with transaction.atomic():
            _tell(one, at)
            told += 1
    return ended, told


def look_at_reports(at: datetime) -> int:
    """Who has no account has no task either: when its report is late, the sender gets one, once for each clock."""
    rows = Referral.objects.unscoped(because=BECAUSE).filter(state__in=SERVING, due_at__lte=at)
    told = Task.objects.unscoped(because=BECAUSE).filter(
        kind=rules.LATE_WORK, about_id=OuterRef("pk"), started_at__gte=OuterRef("clock_from")
    )
    late = (
        rows.exclude(way=Way.ACCOUNT)
        .exclude(Exists(told))
        .select_related("case__manager", "agency", "written_by")
    )
    number = 0
    for referral in late[:500]:
        with transaction.atomic():
            start_task(
                kind=rules.LATE_WORK, about=referral, within=referral.case, agency=referral.agency, by=None, at=at,
                due_at=at, assignee=referral.case.manager or referral.written_by,
            )  # fmt: skip
            number += 1
    return number


@transaction.atomic
def _end_with(referral: Referral, at: datetime) -> int:
    """End its passes unless a final report may still come; what it showed is emptied either way."""
    rows = _passes().filter(referral=referral).exclude(state=PassState.ENDED)
    grace, ended = grace_of(referral), 0
    for one in rows:
        reach = rules.reach(
            state=one.state,
            seen_at=None,
            until=one.until_at or at,
            referral_state=referral.state,
            grace=grace,
            at=at,
        )
        if reach == Reach.GRACE:
            Sheet.objects.unscoped(because=BECAUSE).filter(guest_pass=one).update(content=None)
        else:
            ended += end_pass(guest_pass=one, code=EndCode.REFERRAL, at=at)
    return ended


def _tell(one: GuestPass, at: datetime) -> None:
    GuestPass.objects.unscoped(because=BECAUSE).filter(pk=one.pk).update(told_at=at)
    locked = one.end_code == EndCode.LOCKED
    notify(code="guest_locked" if locked else "guest_again", about=one.referral, at=at, users=_senders(one))
    if locked and one.referral.state not in referral_rules.ENDED:
        case = one.referral.case
        start_task(
            kind=rules.LOCKED_WORK, about=one.referral, within=case, agency=one.agency, by=None, at=at, due_at=at,
            assignee=case.manager or one.made_by, risk="high" if one.referral.urgency == "now" else "",
        )  # fmt: skip


def _passes():
    return GuestPass.objects.unscoped(because=BECAUSE).select_related(*RELATED)


def _senders(one: GuestPass) -> list:
    return [who for who in {one.made_by, one.referral.case.manager} if who is not None]
