"""Write down a visit, or why it did not take place. Whoever follows for another agency does this too."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import check_safety
from gugus.cases.codes import Safety
from gugus.cases.models import Case
from gugus.law.lists import UnknownCode
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.actions.alarming import put_alarm
from gugus.reintegration.actions.moving import (
    BECAUSE,
    CannotReintegrate,
    kept,
    locked_visit,
    must_not_be_ahead,
    told,
)
from gugus.reintegration.actions.planning import TASK, doubts_about_day, have_visit
from gugus.reintegration.codes import State, VisitState
from gugus.reintegration.models import MonitoringVisit, Reintegration, VisitRecord
from gugus.tasks.actions import finish_tasks_about

DOMAINS = ("home", "days", "health", "kin", "debt", "recruiter")


@dataclass(frozen=True, slots=True)
class Seen:
    """What whoever came saw and heard. `findings`: {domain: code}; `next_on`: when somebody comes again (extra)."""

    visited_on: date
    means: str
    alone: str
    safety: str
    findings: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    words: str = ""
    next_on: date | None = None
    alarm: bool = True  # raise what the answers are a sign of


@transaction.atomic
def record_visit(
    *, visit: MonitoringVisit, seen: Seen, by: User, at: datetime, version: int | None = None
) -> VisitRecord:
    """Keep what was found; what speaks for danger becomes an alarm in the same transaction.

    The look at safety reaches the banner of the case: at once when one's own agency answers for it, else by the
    worker. A second call in a row is kept, but is no look at safety.
    """
    fresh = locked_visit(visit, seen=version)
    one = fresh.reintegration
    _must_fit(fresh, one, seen, at)
    counts = rules.counts_as_check(seen.means, queries.means_before(one, fresh))
    kept(fresh, state=VisitState.DONE, visited_on=seen.visited_on, needs=list(seen.needs))
    row = VisitRecord(
        visit=fresh, reintegration=one, case_id=one.case_id, means=seen.means, alone=seen.alone, safety=seen.safety,
        counts=counts, findings=seen.findings, words=seen.words or None, visited_on=seen.visited_on,
        needs=list(seen.needs), by=by, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    finish_tasks_about(about=fresh, kind=TASK, by=by, at=at)
    if seen.next_on is not None:
        have_visit(one, seen.next_on, by=by, at=at)
    if by.agency_id == one.agency_id:
        pass_on_safety(row, by=by, at=at)
    changes = {"number": fresh.number, "means": seen.means, "safety": seen.safety, "counts": counts}
    told(
        "reintegration.visited", one, by=by, at=at, changes=changes, visit=str(fresh.pk), needs=list(seen.needs)
    )  # fmt: skip
    if seen.alarm:
        for kind in rules.signs_in(seen.safety, seen.findings.values()):
            put_alarm(one, kind, words="", visit=fresh, by=by, at=at)
    return row


def pass_on_safety(row: VisitRecord, *, by: User, at: datetime) -> None:
    """The banner of the case says what was found last, unless somebody looked later or the file is closed."""
    case = Case.objects.unscoped(because=BECAUSE).get(pk=row.case_id)
    if not row.counts or case.state in {"closed", "archived"}:
        return
    one = row.reintegration
    if case.safety_at and schedule.day_at(case.safety_at, one.area_code) > row.visit.visited_on:
        return
    note = row.words or f"{one.ref} k{row.visit.number}"
    check_safety(case=case, safety=Safety(row.safety), note=note, by=by, at=at)


def _must_fit(visit: MonitoringVisit, one: Reintegration, seen: Seen, at: datetime) -> None:
    reasons = _must_be_planned(visit, one) + doubts_about(seen, one, at)
    if seen.next_on is not None:
        reasons += doubts_about_day(one, seen.next_on, at, "next_on")
    if reasons:
        raise CannotReintegrate(reasons)


def doubts_about(seen: Seen, one: Reintegration, at: datetime) -> list[Reason]:
    """What cannot be: a day ahead or before the reunion, danger without words, answers that fit no question."""
    reasons = must_not_be_ahead(seen.visited_on, one, "visited_on", at)
    if one.reunited_on is not None and seen.visited_on < one.reunited_on:
        reasons.append(Reason("before_reunion", _("This lies before the reunion."), "visited_on"))
    if seen.safety in {Safety.DANGER, Safety.WATCH} and not seen.words.strip():
        reasons.append(Reason("words_needed", _("Say what the danger is and what was done."), "words"))
    for domain, code in seen.findings.items():
        if domain not in DOMAINS or not _belongs(code, domain):
            reasons.append(Reason("unknown_code", _("This answer does not fit."), domain))
    for service in seen.needs:
        law.code("services", service)
    return reasons


def _belongs(code: str, domain: str) -> bool:
    try:
        return law.code("reintegration_findings", code).parent == domain
    except UnknownCode:
        return False


def _must_be_planned(visit: MonitoringVisit, one: Reintegration) -> list[Reason]:
    reasons = []
    if one.state != State.FOLLOWING:
        reasons.append(Reason("not_followed", _("Visits follow the reunion, until the end.")))
    if visit.state != VisitState.PLANNED:
        reasons.append(Reason("written_already", _("A colleague has written down this visit already.")))
    return reasons


@transaction.atomic
def miss_visit(
    *, visit: MonitoringVisit, code: str, by: User, at: datetime, words: str = "", version: int | None = None
) -> MonitoringVisit:
    """It did not take place, for a coded reason; somebody tries again soon. Returns the next try.

    Whoever no longer lives there is missing until somebody knows better: that is an alarm.
    """
    fresh = locked_visit(visit, seen=version)
    one = fresh.reintegration
    reasons = _must_be_planned(fresh, one)
    if not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if reasons:
        raise CannotReintegrate(reasons)
    kept(fresh, state=VisitState.MISSED)
    VisitRecord(
        visit=fresh, reintegration=one, case_id=one.case_id, missed=code, words=words or None, by=by, at=at
    ).save(force_insert=True)
    finish_tasks_about(about=fresh, kind=TASK, by=by, at=at)
    again = schedule.day_at(at, one.area_code) + timedelta(days=rules.AGAIN_DAYS[one.risk])
    following = queries.planned_until(one, again)
    tried = following or have_visit(one, again, by=by, at=at)
    changes = {"number": fresh.number, "code": code, "again": tried.planned_on}
    told("reintegration.visit_missed", one, by=by, at=at, changes=changes, visit=str(fresh.pk))
    if code == "not_found":
        put_alarm(one, "missing", words="", visit=fresh, by=by, at=at)
    return tried


def cancel_planned(one: Reintegration, *, by: User | None, at: datetime) -> None:
    """Nobody comes any more: what was planned is no longer needed; the reintegration is locked."""
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    for visit in rows.filter(reintegration=one, state=VisitState.PLANNED):
        kept(visit, state=VisitState.CANCELLED)
        finish_tasks_about(about=visit, kind=TASK, by=by, at=at)
