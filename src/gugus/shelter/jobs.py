"""What the worker does for houses: tasks and notices of the other agency, the daily check, ends that have passed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.shelter import rules
from gugus.shelter.actions.succession import stranded_houses, take_over
from gugus.shelter.codes import State
from gugus.shelter.feeding import feed
from gugus.shelter.models import House, Stay
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import clock_on, runs_out

BECAUSE = "the worker hears of every stay"
RELATED = ("case__manager", "agency", "sender", "house__head", "house__deputy")
SUPERVISORS = (Role.SUPERVISOR, Role.CASE_MANAGER)
NEWS = {
    "approved": "stay_approved", "declined": "stay_declined", "withdrawn": "stay_withdrawn", "admitted": "stay_in",
    "moved": "stay_moved", "longer": "stay_longer_until", "left": "stay_out",
}  # fmt: skip


def on_move(*, event: Event, at: datetime) -> None:
    """A stay moved: whoever waits is told, codes and verbs only. Doing it twice is doing it once."""
    rows = Stay.objects.unscoped(because=BECAUSE).select_related(*RELATED)
    stay = rows.filter(pk=event.about_id).first()
    if stay is None:
        return
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    what = event.topic.partition(".")[2]
    if what == "proposed" or what == "longer_asked":
        notify(code=f"stay_{what}", about=stay, at=event.at, users=_heads(stay.house), but_not=actor)
    if what in NEWS:
        notify(code=NEWS[what], about=stay, at=event.at, users=_managers(stay), but_not=actor)
    if what == "missing" or (what == "left" and event.facts.get("code") == rules.LEFT_WITHOUT_WORD):
        _alarm(stay, event.at, actor)
    elif what == "found":
        finish_tasks_about(about=stay, kind="stay_missing", by=None, at=event.at)
        notify(code="stay_found", about=stay, at=event.at, users=_managers(stay), but_not=actor, risk="high")


def _alarm(stay: Stay, at: datetime, actor: UUID | None) -> None:
    """Somebody left without word: high risk, at once, to who answers for the case, and to the head of the house."""
    if stay.state == State.IN and stay.missing_at is None:
        return  # found before the alarm went out
    start_task(
        kind="stay_missing", about=stay, within=stay.case, agency=stay.sender, assignee=_manager(stay),
        clock="shelter_missing", risk="high", by=None, at=at,
    )  # fmt: skip
    if stay.state == State.IN and stay.sender_id != stay.agency_id:
        start_task(
            kind="stay_missing_house", about=stay, agency=stay.agency, assignee=stay.house.head,
            clock="shelter_missing", risk="high", by=None, at=at,
        )  # fmt: skip
    notify(
        code="stay_missing", about=stay, at=at, users=_managers(stay), agency=stay.sender_id, role=(Role.SUPERVISOR,),
        risk="high",
    )  # fmt: skip
    notify(code="stay_missing", about=stay, at=at, users=_heads(stay.house), but_not=actor, risk="high")


def _manager(stay: Stay) -> User | None:
    manager = stay.case.manager
    return manager if manager and manager.agency_id == stay.sender_id else None


def _managers(stay: Stay) -> set[User]:
    return {one for one in (_manager(stay),) if one}


def _heads(house: House) -> set[User]:
    return {one for one in (house.head, house.deputy) if one}


@app.periodic(cron="*/10 * * * *")
@app.task(name="shelter.watch", queueing_lock="shelter.watch", lock="shelter.watch")
def watch(timestamp: int) -> None:
    """Every ten minutes: houses that nobody looked through today, ends that have passed, beds held from now on."""
    follow_successors(now())
    look_for_unchecked(now())
    look_for_overdue(now())
    feed_all(now())


def follow_successors(at: datetime) -> int:
    """Houses of closed agencies go to their successors, each in a transaction of its own; how many."""
    return sum(take_over(house=one, at=at) for one in stranded_houses(at))


def look_for_unchecked(at: datetime) -> int:
    """A task for the head of each house with somebody in it in which nobody made the daily round; how many houses."""
    clock = clock_on("shelter_daily_check", timezone.localdate(at))
    someone = Stay.objects.unscoped(because=BECAUSE).filter(house=OuterRef("pk"), state=State.IN)
    rows = House.objects.unscoped(because=BECAUSE).filter(Exists(someone), closed_at=None)
    count = 0
    for house in rows.select_related("head", "agency")[:500]:
        since = house.checked_at or someone_since(house)
        if since and runs_out(clock, since) <= at:
            start_task(
                kind="house_check",
                about=house,
                agency=house.agency,
                assignee=house.head,
                by=None,
                at=at,
                due_at=at,
            )
            count += 1
    return count


def someone_since(house: House) -> datetime | None:
    """Since when the first of those who stay is in a house that was never looked through."""
    rows = Stay.objects.unscoped(because=BECAUSE).filter(house=house, state=State.IN)
    return rows.order_by("in_at").values_list("in_at", flat=True).first()


def look_for_overdue(at: datetime) -> int:
    """A task for the head about each stay whose expected end has passed while the person is still there; how many."""
    rows = Stay.objects.unscoped(because=BECAUSE).filter(state=State.IN, until_at__lte=at)
    late = list(rows.select_related("house__head", "agency")[:500])
    for stay in late:
        start_task(
            kind="stay_end",
            about=stay,
            agency=stay.agency,
            assignee=stay.house.head,
            by=None,
            at=at,
            due_at=at,
        )
    return len(late)


def feed_all(at: datetime) -> int:
    """Beds held from today on, or out of use since now, change what is free without anybody's hand; how many houses."""
    rows = House.objects.unscoped(because=BECAUSE).filter(~Q(offering=None), closed_at=None)
    houses = list(rows.select_related("offering__agency", "agency"))
    for house in houses:
        with transaction.atomic():
            feed(house, by=None, at=at)
    return len(houses)
