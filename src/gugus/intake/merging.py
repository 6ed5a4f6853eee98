"""Two reports tell of one event: one goes on, the other stays readable behind it; and how to part them again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.intake import rules
from gugus.intake.actions import end_report, locked, start_triage_task, touch
from gugus.intake.codes import Outcome, State
from gugus.intake.models import Mention, Report
from gugus.outbox.actions import announce

WORDS = {
    "same_report": _("This is the same report."),
    "other_agency": _("Both reports must belong to your agency."),
    "ended": _("This report has already ended."),
    "other_ended": _("The other report has already ended."),
    "absorbs_others": _("Other reports were merged into this one. Keep this one instead."),
    "not_merged": _("This report is not merged."),
    "too_late": _("A merge can be undone for 30 days."),
}


class CannotMerge(Cannot):
    """The reports cannot be joined or parted; all reasons at once."""


@transaction.atomic
def merge(
    *,
    report: Report,
    into: Report,
    carry: Iterable[UUID] = (),
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Report:
    """`report` ends as merged, `into` goes on; `carry` are ids of people who move along. Raises CannotMerge, Stale."""
    for pk in sorted(
        {report.pk, into.pk}
    ):  # one order for everybody, so that two merges never wait in a circle
        Report.objects.unscoped(because="both came through the gate").select_for_update(of=("self",)).get(
            pk=pk
        )
    report, into = locked(report, seen=seen), locked(into)
    hurdles = rules.hurdles_to_merging(
        same=report.pk == into.pk,
        one_agency=report.agency_id == into.agency_id == by.agency_id,
        states=(report.state, into.state),
        is_absorbing=report.absorbed.unscoped(because="the report came through its gate").exists(),
    )
    if hurdles:
        raise CannotMerge([Reason(code, WORDS[code], "into") for code in hurdles])
    report = end_report(report=report, outcome=Outcome.MERGED, code=into.ref, by=by, at=at)
    report.merged_into = into
    touch(report, "merged_into")
    for mention in report.mentions.filter(pk__in=list(carry)):
        mention.report, mention.came_from = into, report
        mention.save(update_fields=["report", "came_from"])
    if rules.lowers(into.risk, report.risk):
        into.risk = report.risk  # what was dangerous in one telling is dangerous
    touch(into, "risk")
    record("report.merged", about=report, within=into, by=by, at=at, changes={"into": into.ref})
    announce("report.merged", about=report, at=at, into=into.ref)
    return into


@transaction.atomic
def unmerge(*, report: Report, by: User, at: datetime, seen: int | None = None) -> Report:
    """Undo a merge within 30 days, while the surviving report is still open. Raises CannotMerge, Stale."""
    report = locked(report, seen=seen)
    into = locked(report.merged_into) if report.merged_into_id else None
    hurdles = rules.hurdles_to_parting(
        outcome=report.outcome,
        merged_at=report.outcome_at,
        other_state=into.state if into else State.ENDED,
        at=at,
    )
    if hurdles:
        raise CannotMerge([Reason(code, WORDS[code]) for code in hurdles])
    for mention in Mention.objects.unscoped(because="both came through the gate").filter(came_from=report):
        mention.report, mention.came_from = report, None
        mention.save(update_fields=["report", "came_from"])
    report.merged_into, report.state = None, State.TRIAGED if report.triaged_at else State.RECEIVED
    report.outcome, report.outcome_code, report.outcome_at, report.outcome_by = "", "", None, None
    touch(report, "merged_into", "state", "outcome", "outcome_code", "outcome_at", "outcome_by")
    touch(into)
    if report.triaged_at is None:
        start_triage_task(report, by=by, at=at)
    record("report.unmerged", about=report, within=into, by=by, at=at)
    announce("report.unmerged", about=report, at=at, into=into.ref)
    return report
