"""Cut the imagined world at a moment: what had not happened by then is not there."""

from dataclasses import replace
from datetime import datetime

from gugus.demo.imagined import ImaginedCase, ImaginedReferral, ImaginedReport, ImaginedService
from gugus.demo.moments import day_of


def as_of(report: ImaginedReport, moment: datetime) -> ImaginedReport | None:
    """Return the report as it stood at that moment; None when nobody had called yet."""
    if report.received_at > moment:
        return None
    if not _came(report.triaged_at, moment):
        report = replace(report, triaged_at=None, triaged_by="")
    if not _came(report.outcome_at, moment):
        nothing = {"outcome_at": None, "case": None}
        return replace(
            report, outcome="", outcome_reason="", outcome_note="", sent_to="", joins="", **nothing
        )
    return replace(report, case=_case(report.case, moment)) if report.case else report


def _case(case: ImaginedCase, moment: datetime) -> ImaginedCase:
    reported = _came(case.police_reported_at, moment)
    closed = case.closing is not None and case.closing.at <= moment
    screening = replace(
        case.screening,
        decisions=tuple(one for one in case.screening.decisions if one.decided_at <= moment),
    )
    return replace(
        case,
        screening=screening if case.screening.started_at <= moment else None,
        chronology=tuple(one for one in case.chronology if one.at <= moment),
        referrals=tuple(_referral(one, moment) for one in case.referrals if one.sent_at <= moment),
        services=tuple(_service(one, moment) for one in case.services if one.needed_on <= day_of(moment)),
        tasks=tuple(
            one if _came(one.done_at, moment) else replace(one, done_at=None)
            for one in case.tasks
            if one.made_at <= moment
        ),
        police_reported_at=case.police_reported_at if reported else None,
        police_stage=case.police_stage if reported else "",
        closing=case.closing if closed else None,
        safety=case.safety if closed or case.closing is None else "watch",
    )


def _referral(one: ImaginedReferral, moment: datetime) -> ImaginedReferral:
    if not _came(one.answered_at, moment):
        one = replace(one, answer="", reason="", answer_note="", answered_at=None)
    if not _came(one.feedback_at, moment):
        one = replace(one, feedback="", feedback_at=None)
    return one if _came(one.done_at, moment) else replace(one, done_at=None)


def _service(one: ImaginedService, moment: datetime) -> ImaginedService:
    done = one.done_on is not None and one.done_on <= day_of(moment)
    return one if done else replace(one, done_on=None, result="")


def _came(at: datetime | None, moment: datetime) -> bool:
    return at is not None and at <= moment
