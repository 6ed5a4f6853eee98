"""What an agency reports for a period: opened by the worker, written and handed in by the agency, answered by the
secretariat, passed on when the agency is replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.actionplan import rules
from gugus.actionplan.codes import PlanState, ReportState
from gugus.actionplan.heart import BECAUSE, CannotReport, about_nobody, locked_report, moved, save
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Achieved, Activity, Entry, Indicator, PeriodReport, Plan
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.directory.queries import holder_on
from gugus.files.models import Attachment
from gugus.kernel.ids import new_id
from gugus.kernel.periods import Period
from gugus.outbox.actions import announce
from gugus.taskforce.queries import given_up_to, heir_on
from gugus.tasks.actions import finish_tasks_about, pass_on_tasks, start_task

TASK, ANSWER, MEND = "actionplan_report", "actionplan_answer", "actionplan_mend"
MOST = Decimal("99999999999999.99")
NOT_YOURS = Reason("not_now", _("The report was handed in; it can be changed when it is sent back."))


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for an activity since the beginning of the year. Amounts are exact rupiah."""

    spent_apbn: Decimal = Decimal(0)
    spent_apbd: Decimal = Decimal(0)
    spent_other: Decimal = Decimal(0)
    evidence: str = ""
    obstacle: str = ""
    follow_up: str = ""
    reached: Mapping[UUID, Figure] = field(default_factory=dict)


@transaction.atomic
def open_reports(*, plan: Plan, at: datetime) -> list[PeriodReport]:
    """Ask every agency with a live activity for the periods that have ended. Run by the worker; twice is once."""
    today = timezone.localdate(at)
    if plan.state != PlanState.IN_FORCE:
        return []
    begun = timezone.localdate(plan.in_force_at or at)
    owed = [
        one
        for one in rules.period_over(plan.first_year, plan.last_year, plan.every, today)
        if one.end_day > begun
    ]
    made = []
    for period in owed:
        there = _asked(plan, period)
        for agency, named in _responsible(plan, today):
            if agency.pk not in there and not named <= there:
                made.append(_open(plan, agency, period, at))
    return made


def _asked(plan: Plan, period: Period) -> set[UUID]:
    rows = PeriodReport.objects.unscoped(because="the worker").filter(plan=plan, period=str(period))
    return set(rows.values_list("agency_id", flat=True)) | set(
        rows.values_list("took_over_from_id", flat=True)
    )


def _responsible(plan: Plan, today: date) -> list[tuple[Agency, set[UUID]]]:
    """Who answers for activities of the plan today, with the agencies that the plan names for them: itself, those that
    it followed, or members that left it their work. What one of these has reported already is not asked of its
    successor again.
    """
    rows = Activity.objects.unscoped(because="the worker").filter(plan=plan, dropped_at=None)
    found: dict[UUID, tuple[Agency, set[UUID]]] = {}
    for named in Agency.objects.filter(pk__in=rows.values("agency_id")).order_by("name"):
        if held := _heir_of(plan, named, today):
            found.setdefault(held.pk, (held, set()))[1].add(named.pk)
    return list(found.values())


def _open(plan: Plan, agency: Agency, period: Period, at: datetime) -> PeriodReport:
    report = PeriodReport(
        id=new_id(), plan=plan, agency=agency, period=str(period), opened_at=at,
        due_at=rules.due_at(period, plan.report_days),
    )  # fmt: skip
    report.save(force_insert=True)
    moved(plan, "actionplan.report_opened", before="", after=report.state, by=None, at=at, report=report)
    start_task(kind=TASK, about=report, agency=agency, by=None, at=at, due_at=report.due_at,
               title_params={"period": report.period})  # fmt: skip
    return report


def _heir_of(plan: Plan, agency: Agency, day: date) -> Agency | None:
    """Who has the work of an agency: another member to which it was left, or the office that followed it."""
    return heir_on(plan.task_force, agency, day) or holder_on(agency, day)


@transaction.atomic
def pass_on(*, report: PeriodReport, at: datetime) -> Agency | None:
    """The open report of an agency that was replaced or left becomes its heir's, what was written stays. Run by the
    worker; twice is once. Where the heir is writing one of its own, what was written goes into that.
    """
    report = locked_report(report)
    heir = _heir_of(report.plan, report.agency, timezone.localdate(at))
    if heir is None or heir.pk == report.agency_id or report.state not in rules.MINE:
        return None
    before = report.agency
    rows = PeriodReport.objects.unscoped(because="the worker").filter(plan=report.plan, period=report.period)
    if own := rows.filter(agency=heir).first():
        return heir if _cover(report, locked_report(own), at) else None
    report.took_over_from, report.agency = before, heir
    save(report, "agency", "took_over_from")
    changes = {"before": before.slug, "agency": heir.slug}
    record("actionplan.report_passed_on", about=report, within=report.plan, by=None, at=at, changes=changes)
    pass_on_tasks(about=report, before=before, to=heir, at=at)
    announce("actionplan.report_passed_on", about=report, at=at)
    return heir


def _cover(report: PeriodReport, own: PeriodReport, at: datetime) -> bool:
    """The heir answers in its own report: it gets what was written. One that was handed in waits to be sent back."""
    for kind in (TASK, MEND):
        finish_tasks_about(about=report, kind=kind, by=None, at=at)
    if own.state not in rules.MINE:
        return False
    rows = Entry.objects.unscoped(because="the worker")
    told = rows.filter(report=own).values_list("activity_id", flat=True)
    rows.filter(report=report).exclude(activity__in=list(told)).update(report=own)
    files = Attachment.objects.unscoped(because="the worker").filter(
        about_kind="periodreport", about_id=report.pk
    )
    files.update(about_id=own.pk, about_ref=own.ref, within_id=own.pk)
    before, report.state = report.state, ReportState.COVERED
    save(report, "state")
    more = {"before": report.agency.slug, "agency": own.agency.slug, "into": own.ref}
    moved(report.plan, "actionplan.report_covered", before=before, after=report.state, by=None, at=at, report=report,
          more=more)  # fmt: skip
    announce("actionplan.report_passed_on", about=own, at=at)
    return True


@transaction.atomic
def write_entry(
    *, report: PeriodReport, activity: Activity, done: Done, by: User, at: datetime, seen: int | None = None
) -> Entry:
    """What was done for one activity. `seen`: version of the entry, 0 for a new one. Raises CannotReport, Stale."""
    report = locked_report(report)
    if reasons := hurdles_to_entry(report, activity, done):
        raise CannotReport(reasons)
    entry = Entry.objects.unscoped(because=BECAUSE).filter(report=report, activity=activity).first()
    new = entry is None
    if entry is None:
        entry = Entry(id=new_id(), report=report, activity=activity, version=0, written_at=at)
    if seen is not None:
        check_version(entry, seen)
    for name in ("spent_apbn", "spent_apbd", "spent_other"):
        setattr(entry, name, getattr(done, name))
    for name in ("evidence", "obstacle", "follow_up"):
        setattr(entry, name, getattr(done, name).strip() or None)
    entry.written_by, entry.written_at = by, at
    entry.version += 1
    entry.save(force_insert=new)
    _reached(entry, done.reached)
    record(
        "actionplan.reported",
        about=report,
        within=report.plan,
        by=by,
        at=at,
        changes={"activity": activity.ref},
    )
    return entry


def _reached(entry: Entry, reached: Mapping[UUID, Figure]) -> None:
    rows = Achieved.objects.unscoped(because=BECAUSE).filter(entry=entry)
    known = {one.indicator_id: one for one in rows}
    for key, figure in reached.items():
        one = known.get(key)
        if one is None and figure:
            Achieved(
                id=new_id(), entry=entry, indicator_id=key, value=figure.value, words=figure.words
            ).save(force_insert=True)  # fmt: skip
        elif one is not None and (one.value, one.words) != (figure.value, figure.words):
            one.value, one.words = figure.value, figure.words
            one.save(update_fields=["value", "words"])


def hurdles_to_entry(report: PeriodReport, activity: Activity, done: Done) -> list[Reason]:
    """Why this cannot be written into the report."""
    if report.state not in rules.MINE:
        return [NOT_YOURS]
    reasons = []
    if activity.plan_id != report.plan_id or not answers_for(report, activity):
        reasons.append(Reason("not_your_activity", _("Another agency answers for this activity.")))
    for name in ("spent_apbn", "spent_apbd", "spent_other"):
        if not 0 <= getattr(done, name) <= MOST:
            reasons.append(Reason("amount_impossible", _("An amount of money cannot be negative."), name))
    reasons += about_nobody(evidence=done.evidence, obstacle=done.obstacle, follow_up=done.follow_up)
    reasons += about_nobody(**{f"reached_{key}": figure.words for key, figure in done.reached.items()})
    ours = set(
        Indicator.objects.unscoped(because=BECAUSE).filter(activity=activity).values_list("pk", flat=True)
    )
    if set(done.reached) - ours:
        reasons.append(Reason("other_indicator", _("This indicator belongs to another activity.")))
    return reasons


def answers_for(report: PeriodReport, activity: Activity, given: set[UUID] | None = None) -> bool:
    """Does the agency of the report answer for the activity: named in it, or as successor or heir of the one named?"""
    return (
        report.agency_id in {one.pk for one in _line_of(activity.agency)}
        or report.took_over_from_id == activity.agency_id
        or activity.agency_id in (_given(report) if given is None else given)
    )


def _given(report: PeriodReport) -> set[UUID]:
    """The agencies whose activities the agency of the report has today."""
    return given_up_to(report.plan.task_force, report.agency, timezone.localdate())


def _line_of(agency: Agency) -> list[Agency]:
    """The agency and those that followed it."""
    found, seen = [agency], {agency.pk}
    while found[-1].successor_id and found[-1].successor_id not in seen:
        seen.add(found[-1].successor_id)
        found.append(found[-1].successor)
    return found


def activities_of(report: PeriodReport) -> list[Activity]:
    """The activities that the report is about, in the order of the matrix."""
    rows = Activity.objects.unscoped(because=BECAUSE).filter(plan=report.plan, dropped_at=None)
    rows = rows.select_related("agency__successor__successor", "programme__strategy", "plan")
    ordered = rows.order_by("programme__strategy__position", "programme__position", "position", "pk")
    given = _given(report)
    return [one for one in ordered if answers_for(report, one, given)]


@transaction.atomic
def hand_in(*, report: PeriodReport, by: User, at: datetime, seen: int | None = None) -> PeriodReport:
    """The agency is done. Raises CannotReport when nothing was written for an activity; Stale."""
    report = locked_report(report, seen=seen)
    if not rules.may_move(rules.REPORT_MOVES, report.state, ReportState.SUBMITTED):
        raise CannotReport([NOT_YOURS])
    written = _told_of(report)
    missing = [one for one in activities_of(report) if one.pk not in written]
    if missing:
        words = _("Write something about every activity first, also that nothing was done: %(names)s.")
        names = "; ".join(one.name for one in missing[:10])
        raise CannotReport([Reason("activities_missing", words % {"names": names})])
    before, report.state = report.state, ReportState.SUBMITTED
    report.submitted_at, report.submitted_by = at, by
    save(report, "state", "submitted_at", "submitted_by")
    moved(
        report.plan,
        "actionplan.report_submitted",
        before=before,
        after=report.state,
        by=by,
        at=at,
        report=report,
    )
    for kind in (TASK, MEND):
        finish_tasks_about(about=report, kind=kind, by=by, at=at)
    return report


def _told_of(report: PeriodReport) -> set[UUID]:
    """Activities of which this report tells, or another one that was handed in for the period by whoever left."""
    rows = Entry.objects.unscoped(because=BECAUSE).filter(
        report__plan=report.plan, report__period=report.period
    )
    there = rows.filter(Q(report=report) | Q(report__state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED]))
    return set(there.values_list("activity_id", flat=True))


@transaction.atomic
def answer(
    *, report: PeriodReport, to: str, reason: str, by: User, at: datetime, seen: int | None = None
) -> PeriodReport:
    """The secretariat accepts a report or sends it back with a reason. Raises CannotReport, Stale."""
    report = locked_report(report, seen=seen)
    reasons = []
    if to not in rules.REPORT_MOVES[ReportState.SUBMITTED] or report.state != ReportState.SUBMITTED:
        reasons.append(Reason("not_now", _("Only a report that was handed in can be answered.")))
    if to == ReportState.RETURNED and not reason.strip():
        reasons.append(Reason("reason_needed", _("Say what is to be mended."), "reason"))
    reasons += about_nobody(reason=reason)
    if reasons:
        raise CannotReport(reasons)
    before, report.state = report.state, to
    report.decided_at, report.decided_by = at, by
    save(report, "state", "decided_at", "decided_by")
    verb = "actionplan.report_returned" if to == ReportState.RETURNED else "actionplan.report_accepted"
    moved(report.plan, verb, before=before, after=to, by=by, at=at, report=report, reason=reason)
    return report


def read_report(*, report: PeriodReport, by: User, at: datetime) -> None:
    """Somebody opened the report of an agency."""
    record("actionplan.report_read", about=report, within=report.plan, by=by, at=at)
