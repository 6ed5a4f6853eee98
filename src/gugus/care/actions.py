"""Write a service line, arrange it, mark it done or cancelled."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.care import clocks
from gugus.care.codes import Attendance, MoveCode, Result, State
from gugus.care.models import Appointment, PlanStep, ServiceLine
from gugus.cases.actions import must_be_open, own_row
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.law.lists import root
from gugus.outbox.actions import announce
from gugus.referrals.models import Referral
from gugus.tasks.actions import finish_tasks_about, start_task


class CannotServe(Cannot):
    """The line cannot be written or changed like this; all reasons at once."""


@transaction.atomic
def write_line(
    *,
    case: Case,
    party: Party,
    service: str,
    by: User,
    at: datetime,
    asked_at: datetime | None = None,
    provider: Agency | None = None,
    provider_name: str = "",
    referral: Referral | None = None,
    appointment_at: datetime | None = None,
    note: str = "",
    step: PlanStep | None = None,
    key: UUID | None = None,
) -> ServiceLine:
    """Somebody needs a service; the legal clock runs from the request (`asked_at`, default now).

    `step`: of the plan that it serves. The same `key` twice (a double click) gives the same line.
    """
    if key and (earlier := own_row(_mine_in(case, by), key)):
        return earlier
    must_be_open(case)
    law.code("services", service)
    if party.case_id != case.pk:
        raise CannotServe([Reason("not_in_case", _("This person has no role in the case."), "party")])
    asked = asked_at or at
    due_at = clocks.due_at(service, asked, by.agency.area_code, risk=case.risk)
    if asked > at:
        raise CannotServe([Reason("in_the_future", _("This lies in the future."), "asked_at")])
    if step is not None and step.case_id != case.pk:
        raise CannotServe([Reason("another_plan", _("This step belongs to another plan."), "step")])
    line = ServiceLine(
        id=key or new_id(), case=case, person=party.person, agency_id=by.agency_id, provider=provider,
        provider_name=provider_name or None,
        referral=referral, service=service, section="health" if root("services", service).code == "health" else "care",
        state=State.ARRANGED if appointment_at else State.PLANNED, appointment_at=appointment_at, asked_at=asked,
        due_at=due_at, written_by=by, written_at=at, note=note or None, step=step,
    )  # fmt: skip
    line.save(force_insert=True)
    if appointment_at is not None:
        _book(line, appointment_at, by=by, at=at)
    start_task(
        kind="service", about=line, within=case, agency=by.agency, assignee=case.manager if _own(case, by) else by,
        clock=clocks.code_for(service), due_at=due_at, risk=case.risk, by=by, at=asked,
        title_params={"service": service},
    )  # fmt: skip
    return _told("service.written", line, by=by, at=at, changes={"service": service})


@transaction.atomic
def arrange(
    *,
    line: ServiceLine,
    appointment_at: datetime,
    by: User,
    at: datetime,
    code: str = MoveCode.OTHER,
    seen: int | None = None,
) -> ServiceLine:
    """There is an appointment; one that was still to come was moved, for a coded reason."""
    line = _locked(line, seen=seen)
    _must_be_open(line)
    _settle(line, Attendance.MOVED, by=by, at=at, code=code)
    _book(line, appointment_at, by=by, at=at)
    line.state, line.appointment_at = State.ARRANGED, appointment_at
    _save(line, "state", "appointment_at")
    return _told("service.arranged", line, by=by, at=at, changes={"appointment_at": appointment_at})


@transaction.atomic
def finish_line(
    *,
    line: ServiceLine,
    done_on: date,
    result: str,
    by: User,
    at: datetime,
    note: str = "",
    cost: Decimal | None = None,
    seen: int | None = None,
) -> ServiceLine:
    """It was done on a day (local), with a result. `cost` in rupiah, exact."""
    line = _locked(line, seen=seen)
    _must_be_open(line)
    reasons = []
    if done_on < timezone.localdate(line.asked_at):
        reasons.append(Reason("before_request", _("This lies before the request."), "done_on"))
    if done_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "done_on"))
    if not result:
        reasons.append(Reason("no_result", _("Choose a result."), "result"))
    if cost is not None and cost < 0:
        reasons.append(Reason("negative", _("Costs cannot be negative."), "cost"))
    if reasons:
        raise CannotServe(reasons)
    line.state, line.done_on, line.result = State.DONE, done_on, result
    line.result_note, line.cost, line.done_by = note or None, cost, by
    _save(line, "state", "done_on", "result", "result_note", "cost", "done_by")
    _settle(line, Attendance.ABSENT if result == Result.ABSENT else Attendance.CAME, by=by, at=at)
    finish_tasks_about(about=line, kind="service", by=by, at=at)
    return _told("service.done", line, by=by, at=at, changes={"result": result, "done_on": done_on})


@transaction.atomic
def cancel_line(
    *, line: ServiceLine, code: str, by: User, at: datetime, seen: int | None = None
) -> ServiceLine:
    """It will not happen, for a coded reason; the line stays."""
    line = _locked(line, seen=seen)
    _must_be_open(line)
    if not code:
        raise CannotServe([Reason("no_code", _("Choose a reason."), "code")])
    line.state, line.code = State.CANCELLED, code
    _save(line, "state", "code")
    _settle(line, Attendance.CALLED_OFF, by=by, at=at)
    finish_tasks_about(about=line, kind="service", by=by, at=at)
    return _told("service.cancelled", line, by=by, at=at, changes={"code": code})


@transaction.atomic
def attend(
    *,
    line: ServiceLine,
    came: bool,
    by: User,
    at: datetime,
    code: str = "",
    note: str = "",
    seen: int | None = None,
) -> ServiceLine:
    """The appointment is over: the person came, or did not, for a coded reason. Who did not come needs another one."""
    line = _locked(line, seen=seen)
    _must_be_open(line)
    coming = line.appointments.filter(attendance="").first()
    reasons = []
    if coming is None:
        reasons.append(Reason("no_appointment", _("There is no appointment to come.")))
    elif coming.starts_at > at:
        reasons.append(Reason("not_yet", _("The appointment lies ahead."), "came"))
    if not came and not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if reasons:
        raise CannotServe(reasons)
    ended = Attendance.CAME if came else Attendance.ABSENT
    _settle(line, ended, by=by, at=at, code="" if came else code, note=note)
    if not came:
        line.state, line.appointment_at = State.PLANNED, None
    _save(line, "state", "appointment_at")
    return _told("service.attended", line, by=by, at=at, changes={"attendance": ended})


@transaction.atomic
def serve_step(
    *, line: ServiceLine, step: PlanStep | None, by: User, at: datetime, seen: int | None = None
) -> ServiceLine:
    """Which step of the plan a service line serves; None: none."""
    line = _locked(line, seen=seen)
    if step is not None and step.case_id != line.case_id:
        raise CannotServe([Reason("another_plan", _("This step belongs to another plan."), "step")])
    line.step = step
    _save(line, "step")
    return _told("service.placed", line, by=by, at=at, changes={"step": str(step.pk) if step else ""})


def read_lines(*, case: Case, about: models.Model, by: User, at: datetime) -> None:
    """Somebody read what was done for a person; the trail of the case keeps it."""
    record("service.read", about=about, within=case, by=by, at=at)


def _mine_in(case: Case, by: User) -> QuerySet[ServiceLine]:
    rows = ServiceLine.objects.unscoped(because="the same form was sent twice")
    return rows.filter(case=case, written_by=by)


def _locked(line: ServiceLine, *, seen: int | None) -> ServiceLine:
    rows = ServiceLine.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=line.pk)
    check_version(fresh, seen)
    return fresh


def _must_be_open(line: ServiceLine) -> None:
    if line.state in {State.DONE, State.CANCELLED}:
        raise CannotServe([Reason("ended", _("This service was already done or cancelled."))])


def _save(line: ServiceLine, *fields: str) -> None:
    line.version += 1
    line.save(update_fields=[*fields, "version"])


def _book(line: ServiceLine, starts_at: datetime, *, by: User, at: datetime) -> None:
    made = Appointment(line=line, starts_at=starts_at, written_by=by, written_at=at, data_key=line.data_key)
    made.save(force_insert=True)


def _settle(
    line: ServiceLine, attendance: str, *, by: User, at: datetime, code: str = "", note: str = ""
) -> None:
    """How the appointment that was to come ended; nothing where there is none."""
    coming = line.appointments.select_related("data_key").filter(attendance="").first()
    if coming is None:
        return
    coming.attendance, coming.code, coming.note = attendance, code, note or None
    coming.recorded_by, coming.recorded_at = by, at
    coming.save(update_fields=["attendance", "code", "note", "recorded_by", "recorded_at"])


def _own(case: Case, by: User) -> bool:
    return case.agency_id == by.agency_id


def _told(verb: str, line: ServiceLine, *, by: User, at: datetime, changes: dict) -> ServiceLine:
    record(verb, about=line, within=Case(pk=line.case_id), by=by, at=at, changes=changes)
    announce(verb, about=line, at=at)
    return line
