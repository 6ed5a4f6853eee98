"""What the worker does: tasks of who follows, safety and alarms of others' visits, a reminder after arrivals."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.cases.models import Case
from gugus.cases.queries import survivors
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.reintegration.actions.alarming import follow_alarm
from gugus.reintegration.actions.correcting import pass_on_correction
from gugus.reintegration.actions.planning import TASK, start_visit_task
from gugus.reintegration.actions.visiting import pass_on_safety
from gugus.reintegration.codes import VisitState
from gugus.reintegration.models import MonitoringVisit, Reintegration, ReturnAlarm, VisitRecord
from gugus.tasks.actions import finish_tasks_about, start_task

BECAUSE = "the worker hears of every reintegration"
FOLLOWERS = (Role.LIAISON, Role.COMPANION, Role.CASE_MANAGER)
REMIND_WITHIN = timedelta(days=7)


def on_move(*, event: Event, at: datetime) -> None:
    """A reintegration moved: whoever waits gets a task and a notice. Doing it twice is doing it once."""
    rows = Reintegration.objects.unscoped(because=BECAUSE).select_related(
        "case__agency", "case__manager", "follower"
    )
    one = rows.filter(pk=event.about_id).first()
    if one is None:
        return
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    verb = event.topic.partition(".")[2]
    if verb == "visited":
        _visited(one, event, actor)
    elif verb == "visit_corrected":
        _corrected(one, event, actor)
    elif verb == "visit_missed":
        _ended(event.facts["visit"], event.at)
        _tell_owner(one, event.at, actor, "reintegration_visit_missed")
    elif verb == "alarm_raised":
        _alarm(event)
    _tasks(one, event.at)


def _visited(one: Reintegration, event: Event, actor: UUID | None) -> None:
    """What another agency found reaches the banner of the case, once."""
    _ended(event.facts["visit"], event.at)
    rows = VisitRecord.objects.unscoped(because=BECAUSE).select_related(
        "by", "visit", "reintegration", "data_key"
    )
    record = rows.filter(visit=event.facts["visit"], corrects=None).first()
    if record is None or record.by is None or record.by.agency_id == one.agency_id:
        return
    pass_on_safety(record, by=record.by, at=event.at)
    _tell_owner(one, event.at, actor, "reintegration_visited")


def _corrected(one: Reintegration, event: Event, actor: UUID | None) -> None:
    """What another agency corrected reaches the banner of the case, once."""
    rows = VisitRecord.objects.unscoped(because=BECAUSE).select_related(
        "by", "visit", "reintegration", "data_key", "corrects"
    )
    record = rows.filter(pk=event.facts["record"]).first()
    if record is None or record.by is None or record.by.agency_id == one.agency_id:
        return
    pass_on_correction(record, by=record.by, at=event.at)
    _tell_owner(one, event.at, actor, "reintegration_visit_corrected")


def _ended(visit: str, at: datetime) -> None:
    row = (
        MonitoringVisit.objects.unscoped(because=BECAUSE)
        .select_related("reintegration")
        .filter(pk=visit)
        .first()
    )
    if row is not None:
        finish_tasks_about(about=row, kind=TASK, by=None, at=at)


def _tell_owner(one: Reintegration, at: datetime, actor: UUID | None, code: str) -> None:
    if one.case.manager is not None:
        notify(code=code, about=one, at=at, users=[one.case.manager], but_not=actor)


def _alarm(event: Event) -> None:
    rows = ReturnAlarm.objects.unscoped(because=BECAUSE).select_related("by", "reintegration")
    alarm = rows.filter(pk=event.facts["alarm"], told_at=None).first()
    if alarm is not None:
        follow_alarm(alarm, by=None, at=event.at)


def _tasks(one: Reintegration, at: datetime) -> None:
    """Every planned visit is a task of who answers for the case, and of who follows; tasks of a former follower end."""
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE).filter(
        reintegration=one, state=VisitState.PLANNED
    )
    for visit in rows:
        visit.reintegration = one
        start_visit_task(visit, one, by=None, at=at)
        if one.follower is not None:
            start_task(
                kind=TASK, about=visit, agency=one.follower, due_at=visit.due_at, risk=one.risk, by=None, at=at,
                title_params={"number": visit.number},
            )  # fmt: skip
    if one.follower is not None and rows:
        notify(code="reintegration_to_follow", about=one, at=at, agency=one.follower_id, role=FOLLOWERS)


def on_arrival(*, event: Event, at: datetime) -> None:
    """Somebody arrived at home: the manager of the case is asked to prepare the return to life.

    `repatriation.arrived` is about a repatriation; its facts name the case (id or reference) and the person.
    """
    case = _case_of(event)
    if case is None or case.state in {"closed", "archived"}:
        return
    rows = Reintegration.objects.unscoped(because=BECAUSE).filter(case=case)
    begun = {str(pk) for pk in rows.values_list("person_id", flat=True)}
    waiting = {str(one.person_id) for one in survivors(case)} - begun
    if not waiting or event.facts.get("person", min(waiting)) not in waiting:
        return
    start_task(
        kind="reintegration_begin", about=case, within=case, agency=case.agency, assignee=case.manager, risk=case.risk,
        due_at=event.at + REMIND_WITHIN, by=None, at=event.at,
    )  # fmt: skip


def _case_of(event: Event) -> Case | None:
    """The case of an event, told in one of the ways in which a context may tell it."""
    rows = Case.objects.unscoped(because=BECAUSE).select_related("agency", "manager", "data_key")
    for name in ("case", "case_id", "case_ref"):
        told = str(event.facts.get(name) or "")
        if not told:
            continue
        try:
            found = rows.filter(pk=UUID(told)).first()
        except ValueError:
            found = rows.filter(ref=told).first()
        if found is not None:
            return found
    return rows.filter(pk=event.about_id).first()


@app.periodic(cron="17 * * * *")
@app.task(name="reintegration.watch", queueing_lock="reintegration.watch", lock="reintegration.watch")
def watch(timestamp: int) -> None:
    """Each hour: an alarm whose event was lost is told all the same."""
    look_for_untold(now())


def look_for_untold(at: datetime) -> int:
    """Alarms that nobody was told of; returns how many were told now."""
    rows = ReturnAlarm.objects.unscoped(because=BECAUSE).filter(
        told_at=None, at__lt=at - timedelta(minutes=10)
    )
    return sum(follow_alarm(one, by=None, at=at) for one in rows[:200])
