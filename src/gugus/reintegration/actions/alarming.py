"""The re-trafficking alarm: raised with one click, told at once, the case open again; settled with a verdict."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.cases.actions import check_safety
from gugus.cases.codes import CaseState, ResumeReason, Safety
from gugus.cases.models import Case
from gugus.cases.states import move
from gugus.notices.actions import notify
from gugus.notices.queries import holders
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.actions.moving import BECAUSE, CannotReintegrate, kept, told, written
from gugus.reintegration.actions.planning import have_visit
from gugus.reintegration.codes import State, Verdict
from gugus.reintegration.models import MonitoringVisit, Reintegration, ReturnAlarm
from gugus.tasks.actions import finish_tasks_about, start_task

TASKS = ("reintegration_alarm", "reintegration_alarm_watch")
LOOK_WITHIN = timedelta(days=1)


@transaction.atomic
def raise_alarm(
    *,
    one: Reintegration,
    kind: str,
    by: User,
    at: datetime,
    words: str = "",
    visit: MonitoringVisit | None = None,
) -> ReturnAlarm:
    """Somebody saw a sign that this person may be trafficked again. An open alarm of the kind stays the one alarm.

    Works at any time, also after the end and for a closed case.
    """
    return put_alarm(one, kind, words=words, visit=visit, by=by, at=at)


def put_alarm(
    one: Reintegration, kind: str, *, words: str, visit: MonitoringVisit | None, by: User, at: datetime
) -> ReturnAlarm:
    """The row, its line in the trail, its event; one's own agency is told at once, another one by the worker."""
    rows = ReturnAlarm.objects.unscoped(because=BECAUSE).select_related("data_key", "reintegration")
    open_ones = rows.filter(reintegration=one, kind=kind, ended_at=None)
    if (earlier := open_ones.first()) is not None:
        return earlier
    alarm = ReturnAlarm(
        reintegration=one, case_id=one.case_id, kind=kind, words=words or None, visit=visit, by=by, at=at
    )  # fmt: skip
    try:
        with transaction.atomic():
            alarm.save(force_insert=True)
    except IntegrityError:
        return open_ones.get()  # somebody pressed in the same moment
    told("reintegration.alarm_raised", one, by=by, at=at, changes={"kind": kind}, alarm=str(alarm.pk))
    if by.agency_id == one.agency_id:
        follow_alarm(alarm, by=by, at=at)
    return alarm


@transaction.atomic
def follow_alarm(alarm: ReturnAlarm, *, by: User | None, at: datetime) -> bool:
    """Open the case again, give manager and supervisor a task, tell them. Twice is once; True if this call did it."""
    rows = ReturnAlarm.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "reintegration__agency", "reintegration__case").get(pk=alarm.pk)
    if fresh.told_at is not None:
        return False
    kept(fresh, told_at=at)
    one = fresh.reintegration
    case = (
        Case.objects.unscoped(because=BECAUSE)
        .select_related("agency", "manager", "data_key")
        .get(pk=one.case_id)
    )
    _reopen(case, fresh, by=by or fresh.by, at=at)
    _look_again(one, fresh, by=by, at=at)
    supervisors = holders(case.agency_id, [Role.SUPERVISOR], timezone.localdate(at))
    watcher = User.objects.filter(pk__in=supervisors, is_active=True).order_by("username").first()
    for kind, assignee in zip(TASKS, (case.manager, watcher), strict=True):
        start_task(
            kind=kind, about=fresh, within=case, agency=case.agency, assignee=assignee, risk="high",
            clock="triage_high", by=by, at=at,
        )  # fmt: skip
    notify(
        code="reintegration_alarm", about=fresh, at=at, users=[case.manager] if case.manager else [],
        agency=case.agency_id, role=Role.SUPERVISOR, but_not=by, risk="high",
    )  # fmt: skip
    return True


def _reopen(case: Case, alarm: ReturnAlarm, *, by: User, at: datetime) -> None:
    if case.state in {CaseState.CLOSED, CaseState.ARCHIVED}:
        code = rules.REOPENING.get(alarm.kind, "new_danger")
        move(case=case, to=CaseState.OPEN, code=code, note=alarm.reintegration.ref, by=by, at=at)
    elif case.state == CaseState.ON_HOLD:
        move(
            case=case, to=CaseState.OPEN, code=ResumeReason.NEW_DANGER, note=alarm.reintegration.ref, by=by, at=at
        )  # fmt: skip
    if alarm.kind in rules.IN_DANGER:
        check_safety(case=case, safety=Safety.DANGER, note=alarm.words or alarm.ref, by=by, at=at)


def _look_again(one: Reintegration, alarm: ReturnAlarm, *, by: User | None, at: datetime) -> None:
    """What had ended goes on, and somebody comes tomorrow."""
    if one.reunited_on is None:
        return
    if one.state in rules.ENDED:
        kept(one, state=State.FOLLOWING, code="", ended_at=None, ended_by=None)
        written("reintegration.resumed", one, by=by, at=at, code=alarm.kind)
    tomorrow = schedule.day_at(at, one.area_code) + LOOK_WITHIN
    if queries.planned_until(one, tomorrow) is None:
        have_visit(one, tomorrow, by=by, at=at)


@transaction.atomic
def settle_alarm(
    *, alarm: ReturnAlarm, verdict: str, words: str, by: User, at: datetime, seen: int | None = None
) -> ReturnAlarm:
    """How it ended: dealt with, a new crime, or a false alarm; always with a reason that is kept sealed."""
    rows = ReturnAlarm.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "reintegration").get(pk=alarm.pk)
    check_version(fresh, seen)
    reasons = []
    if fresh.ended_at is not None:
        reasons.append(Reason("settled_already", _("A colleague has settled this alarm already.")))
    if verdict not in Verdict.values:
        reasons.append(Reason("no_code", _("Choose how it ended."), "verdict"))
    if not words.strip():
        reasons.append(Reason("words_needed", _("Say why."), "words"))
    if reasons:
        raise CannotReintegrate(reasons)
    kept(fresh, verdict=verdict, end_words=words, ended_at=at, ended_by=by)
    for kind in TASKS:
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    told("reintegration.alarm_settled", fresh.reintegration, by=by, at=at, code=fresh.verdict)
    return fresh


def alarm_of(pk: UUID | str) -> ReturnAlarm | None:
    """For the worker, which knows an alarm by its event only."""
    rows = ReturnAlarm.objects.unscoped(because="the worker hears of every alarm")
    return rows.select_related("by", "reintegration").filter(pk=pk).first()
