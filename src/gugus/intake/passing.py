"""Send a report on to another agency; take over what was sent to us, or give it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because, open_to
from gugus.access.codes import Section
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.directory.models import Agency
from gugus.intake.actions import end_report, locked, start_triage_task, touch
from gugus.intake.codes import Answered, Outcome, State
from gugus.intake.models import Passing, Report
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about, start_task

SENDER_KEEPS_SIGHT = timedelta(days=90)  # long enough to answer the reporter who comes back to us
WAITS_AT_MOST = timedelta(days=30)  # what nobody answers closes again by itself


class CannotPass(Cannot):
    """The report cannot be sent, taken over or given back like this."""


@transaction.atomic
def send_on(
    *, report: Report, to: Agency, note: str, by: User, at: datetime, seen: int | None = None
) -> Passing:
    """Another agency is competent: it sees the report at once and takes it over or gives it back.

    Permen PPPA 2/2022: a report outside one's competence is accepted first, then transferred. Until the other
    agency answers, the report stays ours. Raises CannotPass, CannotEnd, Stale.
    """
    if to.pk == report.agency_id:
        raise CannotPass([Reason("own_agency", _("Choose another agency than your own."), "to")])
    report = end_report(report=report, outcome=Outcome.SENT_ON, note=note, by=by, at=at, seen=seen)
    report.sent_to = to
    touch(report, "sent_to")
    passing = Passing(
        report=report, from_agency=report.agency, to_agency=to, sent_at=at, sent_by=by, note=note or None
    )
    passing.save(force_insert=True)
    open_to(
        kind="report", about=report, agency=to, sections=[Section.REPORT], basis="sent_on", because=passing,
        by=by, at=at, until=at + WAITS_AT_MOST,
    )  # fmt: skip
    start_task(
        kind="report_sent", about=report, within=report, agency=to, clock=f"triage_{report.risk}",
        risk=report.risk, by=by, at=at,
    )  # fmt: skip
    record("report.sent_on", about=report, within=report, by=by, at=at, changes={"to": to.slug})
    announce("report.sent_on", about=report, at=at, to=str(to.pk))
    return passing


def open_passing(report: Report) -> Passing | None:
    """The sending that nobody has answered yet."""
    return report.passings.filter(answer="").select_related("from_agency", "to_agency", "data_key").first()


@transaction.atomic
def accept_sent(*, report: Report, by: User, at: datetime, seen: int | None = None) -> Report:
    """We take the report over: it is ours from now on and waits for triage here.

    The sender keeps sight of it for 90 days, to answer the reporter. Raises CannotPass, Stale.
    """
    report, passing = _answerable(report, by=by, seen=seen)
    _answer(passing, Answered.ACCEPTED, "", by=by, at=at)
    report.agency = passing.to_agency
    _reopen(report)
    close_because(because=passing, by=by, at=at)
    open_to(
        kind="report", about=report, agency=passing.from_agency, sections=[Section.REPORT], basis="sent_on",
        because=report, by=by, at=at, until=at + SENDER_KEEPS_SIGHT,
    )  # fmt: skip
    finish_tasks_about(about=report, kind="report_sent", by=by, at=at)
    start_triage_task(report, by=by, at=at)
    record("report.taken_over", about=report, within=report, by=by, at=at)
    announce("report.taken_over", about=report, at=at, to=str(passing.from_agency_id))
    return report


@transaction.atomic
def return_sent(*, report: Report, note: str, by: User, at: datetime, seen: int | None = None) -> Report:
    """It is not ours either: the sender has it again, with our reason. Raises CannotPass, Stale."""
    if not note.strip():
        raise CannotPass([Reason("reason_needed", _("Say why you return the report."), "note")])
    report, passing = _answerable(report, by=by, seen=seen)
    _answer(passing, Answered.RETURNED, note, by=by, at=at)
    _reopen(report)
    finish_tasks_about(about=report, kind="report_sent", by=by, at=at)
    if report.triaged_at is None:
        start_triage_task(report, by=by, at=at)
    record("report.returned", about=report, within=report, by=by, at=at)
    announce("report.returned", about=report, at=at, to=str(passing.from_agency_id))
    close_because(because=passing, by=by, at=at)  # last: after it the database hides the report from us
    return report


def _answerable(report: Report, *, by: User, seen: int | None) -> tuple[Report, Passing]:
    report = locked(report, seen=seen)
    passing = open_passing(report)
    if passing is None:
        raise CannotPass([Reason("not_waiting", _("This report is not waiting for an answer any more."))])
    if passing.to_agency_id != by.agency_id:
        raise CannotPass([Reason("not_yours", _("Only the agency it was sent to can answer."))])
    return report, passing


def _answer(passing: Passing, answer: Answered, note: str, *, by: User, at: datetime) -> None:
    passing.answer, passing.answer_note = answer, note or None
    passing.answered_at, passing.answered_by = at, by
    passing.save(update_fields=["answer", "answer_note", "answered_at", "answered_by"])


def _reopen(report: Report) -> None:
    report.state = State.TRIAGED if report.triaged_at else State.RECEIVED
    report.outcome, report.outcome_at, report.outcome_by, report.outcome_note = "", None, None, None
    report.outcome_code, report.sent_to = "", None
    touch(
        report,
        "agency",
        "state",
        "outcome",
        "outcome_at",
        "outcome_by",
        "outcome_note",
        "outcome_code",
        "sent_to",
    )
