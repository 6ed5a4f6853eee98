"""What the worker does for recommendations: tasks and notices of the agencies, reminders, successors."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.directory.models import Agency, TaskForce
from gugus.followup import rules
from gugus.followup.actions.succession import follow_successor
from gugus.followup.codes import State
from gugus.followup.models import Recommendation
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.taskforce.queries import host_on, members_on
from gugus.tasks.actions import finish_tasks_about, pass_on_tasks, start_task
from gugus.tasks.models import Task

DO, ACCEPT, GIVE = "recommendation_do", "recommendation_accept", "recommendation_give"
DOERS = (Role.LIAISON, Role.SUPERVISOR, Role.PREVENTION_OFFICER, Role.SECRETARIAT)
BECAUSE = "the worker hears of every recommendation"
AT_ONCE = 500


def on_move(*, event: Event, at: datetime) -> None:
    """A recommendation moved: whoever waits gets a task and a notice. Doing it twice is doing it once."""
    rows = Recommendation.objects.unscoped(because=BECAUSE).select_related("owner", "task_force", "data_key")
    one = rows.filter(pk=event.about_id).first()
    if one is None:
        return
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    follow = FOLLOW.get(event.topic.partition(".")[2])
    if follow:
        follow(one, event, actor)


def _recorded(one: Recommendation, event: Event, actor: UUID | None) -> None:
    _ask(one, event.at)
    _tell("recommendation_recorded", one, event.at, one.owner_id, actor)


def _changed(one: Recommendation, event: Event, actor: UUID | None) -> None:
    """Another deadline or owner: the old task ends, a new one begins."""
    for kind in (DO, GIVE):
        finish_tasks_about(about=one, kind=kind, by=None, at=event.at)
    if one.state == State.OPEN:
        _ask(one, event.at)
    _tell("recommendation_changed", one, event.at, one.owner_id, actor)


def _reported(one: Recommendation, event: Event, actor: UUID | None) -> None:
    finish_tasks_about(about=one, kind=DO, by=None, at=event.at)
    host = host_on(one.task_force, timezone.localdate(event.at))
    if host is not None and one.state == State.REPORTED:
        due = event.at + rules.ACCEPT_WITHIN
        start_task(kind=ACCEPT, about=one, agency=host, by=None, at=event.at, due_at=due)
        _tell("recommendation_reported", one, event.at, host.pk, actor)


def _asked(one: Recommendation, event: Event, actor: UUID | None) -> None:
    host = host_on(one.task_force, timezone.localdate(event.at))
    if host is not None:
        _tell("recommendation_asked", one, event.at, host.pk, actor)


def _sent_back(one: Recommendation, event: Event, actor: UUID | None) -> None:
    finish_tasks_about(about=one, kind=ACCEPT, by=None, at=event.at)
    if one.state == State.OPEN:
        _ask(one, event.at)
        _tell("recommendation_sent_back", one, event.at, one.owner_id, actor)


def _ended(one: Recommendation, event: Event, actor: UUID | None) -> None:
    for kind in (DO, ACCEPT, GIVE):
        finish_tasks_about(about=one, kind=kind, by=None, at=event.at)
    _tell("recommendation_ended", one, event.at, one.owner_id, actor)


def _handed(one: Recommendation, event: Event, actor: UUID | None) -> None:
    finish_tasks_about(about=one, kind=GIVE, by=None, at=event.at)
    if one.state == State.OPEN:
        _ask(one, event.at)
    _tell("recommendation_recorded", one, event.at, one.owner_id, actor)


FOLLOW = {
    "recorded": _recorded,
    "changed": _changed,
    "moved": _changed,
    "asked": _asked,
    "reported": _reported,
    "sent_back": _sent_back,
    "accepted": _ended,
    "replaced": _ended,
    "split": _ended,
    "dropped": _ended,
    "handed": _handed,
}


def _ask(one: Recommendation, at: datetime) -> None:
    """The owner's task: until the end of the deadline's day."""
    if one.state == State.OPEN:
        start_task(kind=DO, about=one, agency=one.owner, by=None, at=at, due_at=_end_of(one.due_on))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(
        datetime.combine(day + timedelta(days=1), time.min), timezone.get_default_timezone()
    )


def _tell(code: str, one: Recommendation, at: datetime, agency: UUID, actor: UUID | None = None) -> None:
    notify(code=code, about=one, at=at, agency=agency, role=DOERS, but_not=actor)


@app.periodic(cron="10 1 * * *")
@app.task(name="followup.remind", queueing_lock="followup.remind", lock="followup.remind")
def remind_daily(timestamp: int) -> None:
    """Each night (08.10 in Jakarta): reminders, and what an agency still had to do that was replaced or left."""
    pass_on(now())
    remind(now())


def on_seat_left(*, event: Event, at: datetime) -> None:
    """A seat ended or was taken by another agency: on its day what is still to be done goes along."""
    pass_on(at)


def pass_on(at: datetime) -> int:
    """Running recommendations whose agency sits there no more go to who followed it; returns how many.

    Where nobody followed (an office was closed), the secretariat is asked to name another agency. What waits for the
    secretariat goes along when another member keeps it.
    """
    today, handed = timezone.localdate(at), 0
    running = Recommendation.objects.unscoped(because=BECAUSE).running().select_related("owner", "data_key")
    for force in TaskForce.objects.filter(pk__in=running.order_by().values("task_force")):
        host, rows = host_on(force, today), running.filter(task_force=force)
        if host is not None:
            _follow_host(rows, host, at)
        for one in rows.exclude(owner__in=members_on(force, today))[:AT_ONCE]:
            if follow_successor(one, at=at):
                handed += 1
            elif host is not None:
                due = at + rules.ACCEPT_WITHIN
                start_task(kind=GIVE, about=one, agency=host, by=None, at=at, due_at=due)
    return handed


def _follow_host(rows, host: Agency, at: datetime) -> None:
    """Tasks of whoever kept the secretariat before are those of the present one."""
    waiting = (
        Task.objects.unscoped(because=BECAUSE)
        .open()
        .filter(kind__in=[ACCEPT, GIVE], about_kind="recommendation")
    )
    waiting = (
        waiting.filter(about_id__in=rows.order_by().values("pk"))
        .exclude(agency=host)
        .select_related("agency")
    )
    about = {one.pk: one for one in rows.filter(pk__in=[task.about_id for task in waiting])}
    for task in waiting:
        pass_on_tasks(about=about[task.about_id], before=task.agency, to=host, at=at)


def remind(at: datetime) -> int:
    """A notice in the week before the deadline, one the day after and then weekly; returns how many were sent.

    After the deadline the secretariat hears of it too.
    """
    today, sent = timezone.localdate(at), 0
    rows = Recommendation.objects.unscoped(because=BECAUSE).filter(state=State.OPEN)
    rows = rows.filter(due_on__lte=today + rules.REMIND_BEFORE).select_related("task_force", "owner")
    for one in rows.exclude(reminded_on=today)[:AT_ONCE]:
        code = rules.reminder(one.due_on, today, one.reminded_on)
        if not code:
            continue
        for agency in {one.owner_id} | (_host_of(one, today) if code == "late" else set()):
            _tell(f"recommendation_{code}", one, at, agency)
        rows.filter(pk=one.pk).update(reminded_on=today)
        sent += 1
    return sent


def _host_of(one: Recommendation, today: date) -> set[UUID]:
    host: Agency | None = host_on(one.task_force, today)
    return {host.pk} if host else set()
