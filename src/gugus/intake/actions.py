"""Receive a report, hear more, judge its risk, end it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.context import speaking_for
from gugus.base.refusals import Cannot, Reason
from gugus.base.vault import keyed_digest, keyed_digests
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.intake import rules
from gugus.intake.codes import AdditionKind, Outcome, State
from gugus.intake.models import Addition, Mention, Report
from gugus.kernel.phones import read_phone
from gugus.law import codes as law_codes
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about, start_task


class CannotReceive(Cannot):
    """What was told cannot be kept like this."""


class CannotTriage(Cannot):
    """The risk cannot be set like this."""


class CannotEnd(Cannot):
    """The report cannot end like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, as far as it is known. Only the channel, the risk and the narrative are never empty.

    `channel` and `reporter_role` are codes of the law's lists (report_channels, reporter_roles), `danger_signs`
    those of law.triage; `reporter`, `safe_contact` and each mention's `who` have the shapes written at the models.
    """

    channel: str
    risk: str
    narrative: str
    danger_signs: Sequence[str] = ()
    risk_reason: str = ""
    area_code: str = ""
    country: str = ""
    happened_on: str = ""
    anonymous: bool = False
    reporter_role: str = ""
    reporter: dict | None = None
    safe_contact: dict | None = None
    place_note: str = ""
    mentions: Sequence[dict] = field(default=())


def digest_of_return_code(code: str) -> str:
    """What the database keeps of a return code; the code itself is shown once and kept nowhere."""
    return keyed_digest("return_code", code).hex()


def digests_of_return_code(code: str) -> list[str]:
    """The same under older digest keys too, for reports that were received before a new one came."""
    return [digest.hex() for digest in keyed_digests("return_code", code)]


def digest_of_caller(reporter: dict | None) -> str:
    """A keyed token of the reporter's phone, "" without one: has this caller called before?"""
    return next(iter(digests_of_caller(reporter)), "")


def digests_of_caller(reporter: dict | None) -> list[str]:
    """The same under older digest keys too, the one of new reports first."""
    number = read_phone((reporter or {}).get("phone", "") or "").key
    return [digest.hex() for digest in keyed_digests("caller", number)] if number else []


@transaction.atomic
def receive_report(
    *,
    told: Told,
    agency: Agency,
    by: User | None,
    at: datetime,
    received_at: datetime | None = None,
    return_code: str = "",
    key: UUID | None = None,
) -> Report:
    """Keep what somebody told us. `by=None` is the public page: it needs a return code.

    The same `key` twice gives the same report and keeps nothing twice. Raises CannotReceive.
    """
    _check(told)
    report = Report(
        agency=agency,
        channel=told.channel,
        received_at=received_at or at,
        received_by=by,
        risk=told.risk,
        danger_signs=list(told.danger_signs),
        risk_reason=told.risk_reason or None,
        area_code=told.area_code,
        country=told.country,
        happened_on=told.happened_on,
        anonymous=told.anonymous,
        reporter_role=told.reporter_role,
        caller_digest=digest_of_caller(told.reporter),
        return_digest=digest_of_return_code(return_code) if return_code else "",
        idempotency_key=key,
        narrative=told.narrative,
        reporter=told.reporter,
        safe_contact=told.safe_contact,
        place_note=told.place_note or None,
    )
    if by is None:
        # The public has no agency: the return code is what lets the database accept exactly this row.
        with speaking_for(return_token=report.return_digest):
            return _kept(report, told, by, at)
    return _kept(report, told, by, at)


def _check(told: Told) -> None:
    reasons = []
    if told.channel not in {one.code for one in law_codes("report_channels")}:
        reasons.append(Reason("unknown_channel", _("Choose a channel from the list."), "channel"))
    if told.risk not in rules.LOUDER:
        reasons.append(Reason("unknown_risk", _("Choose a risk level."), "risk"))
    if not told.narrative.strip():
        reasons.append(Reason("nothing_told", _("Write at least one fact."), "narrative"))
    if reasons:
        raise CannotReceive(reasons)


def _kept(report: Report, told: Told, by: User | None, at: datetime) -> Report:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        rows = Report.objects.unscoped(because="the same sender sends the same report again")
        earlier = rows.filter(idempotency_key=report.idempotency_key).first()
        if report.idempotency_key is None or earlier is None:
            raise
        return earlier
    for facts in told.mentions:
        Mention(report=report, data_key=report.data_key, **facts).save(force_insert=True)
    if by is not None:
        start_triage_task(report, by=by, at=at)
    changes = {"channel": report.channel, "risk": report.risk}
    record("report.received", about=report, within=report, by=by, at=at, changes=changes)
    announce("report.received", about=report, at=at)
    return report


def start_triage_task(report: Report, *, by: User | None, at: datetime) -> None:
    """The risk starts its clock at the moment of receiving (service standard of UPTD PPA)."""
    start_task(
        kind="triage", about=report, within=report, agency=report.agency, clock=f"triage_{report.risk}",
        risk=report.risk, by=by, at=report.received_at,
    )  # fmt: skip


def locked(report: Report, *, seen: int | None = None) -> Report:
    """The report, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Report.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=report.pk)
    check_version(fresh, seen)
    return fresh


def touch(report: Report, *fields: str) -> None:
    """Save these fields and let everybody's open forms notice."""
    report.version += 1
    report.save(update_fields=[*fields, "version"])


@transaction.atomic
def add_fact(
    *, report: Report, text: str, kind: str, by: User | None, at: datetime, key: UUID | None = None
) -> Addition:
    """Something more was told: by the reporter with the return code (`by=None`), by staff, or as our answer.

    The same `key` twice keeps it once.
    """
    if key is not None and (earlier := report.additions.filter(pk=key).first()) is not None:
        return earlier
    addition = Addition(report=report, at=at, by=by, kind=kind, text=text, **({"id": key} if key else {}))
    addition.save(force_insert=True)
    record("report.fact_added", about=report, within=report, by=by, at=at, changes={"kind": kind})
    announce("report.fact_added", about=report, at=at, kind=str(kind))
    return addition


@transaction.atomic
def triage(
    *,
    report: Report,
    risk: str,
    danger_signs: Sequence[str],
    reason: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Report:
    """An officer judges the risk. Raising is always possible, lowering needs words."""
    report = locked(report, seen=seen)
    if risk not in rules.LOUDER:
        raise CannotTriage([Reason("unknown_risk", _("Choose a risk level."), "risk")])
    if not rules.may_end(report.state):
        raise CannotTriage([Reason("ended", _("This report has already ended."))])
    if rules.lowers(risk, report.risk) and not reason.strip():
        raise CannotTriage([Reason("reason_needed", _("Say why the risk is lower than before."), "reason")])
    before, report.risk = report.risk, risk
    report.danger_signs, report.risk_reason = list(danger_signs), reason.strip() or None
    report.triaged_at, report.triaged_by = at, by
    report.state = State.TRIAGED if report.state == State.RECEIVED else report.state
    touch(report, "risk", "danger_signs", "risk_reason", "triaged_at", "triaged_by", "state")
    finish_tasks_about(about=report, kind="triage", by=by, at=at)
    changes = {
        "from": before,
        "risk": risk,
        "danger_signs": report.danger_signs,
        "risk_reason": report.risk_reason,
    }
    record("report.triaged", about=report, within=report, by=by, at=at, changes=changes)
    announce("report.triaged", about=report, at=at)
    return report


@transaction.atomic
def end_report(
    *,
    report: Report,
    outcome: Outcome,
    code: str = "",
    note: str = "",
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Report:
    """Give the report its outcome. Called with NEW_CASE or ADDED by screening, which owns that passage.

    `code` is the reason's code from the law's lists, or the case's reference; `note` is sealed. Raises CannotEnd,
    Stale.
    """
    report = locked(report, seen=seen)
    if not rules.may_end(report.state):
        raise CannotEnd([Reason("ended", _("This report has already ended."))])
    if outcome in {Outcome.DECLINED, Outcome.NOT_A_CASE} and not code:
        raise CannotEnd([Reason("no_code", _("Choose a reason."), "code")])
    report.outcome, report.outcome_code, report.outcome_note = outcome, code, note or None
    report.outcome_at, report.outcome_by, report.state = at, by, State.ENDED
    touch(report, "outcome", "outcome_code", "outcome_note", "outcome_at", "outcome_by", "state")
    finish_tasks_about(about=report, kind="triage", by=by, at=at)
    finish_tasks_about(about=report, kind="report_sent", by=by, at=at)
    changes = {"outcome": outcome, "code": code}
    record("report.ended", about=report, within=report, by=by, at=at, changes=changes)
    announce("report.ended", about=report, at=at, outcome=str(outcome))
    return report


@transaction.atomic
def decline(
    *, report: Report, code: str, note: str, answer: str, by: User, at: datetime, seen: int | None = None
) -> Report:
    """We do not take it on: a coded reason (report_decline_reasons), and what the reporter will read."""
    _check_reason("report_decline_reasons", code)
    report = end_report(
        report=report, outcome=Outcome.DECLINED, code=code, note=note, by=by, at=at, seen=seen
    )
    if answer.strip():
        answer_reporter(report=report, text=answer, by=by, at=at)
    return report


def mark_not_a_case(
    *, report: Report, code: str, note: str = "", by: User, at: datetime, seen: int | None = None
) -> Report:
    """A question, a wrong number, a prank: counted as a call, never as a case (report_no_case_reasons)."""
    _check_reason("report_no_case_reasons", code)
    return end_report(
        report=report, outcome=Outcome.NOT_A_CASE, code=code, note=note, by=by, at=at, seen=seen
    )


def _check_reason(list_name: str, code: str) -> None:
    if code not in {one.code for one in law_codes(list_name)}:
        raise CannotEnd([Reason("no_code", _("Choose a reason."), "code")])


def answer_reporter(*, report: Report, text: str, by: User, at: datetime) -> Addition:
    """Leave words that the reporter reads with the return code."""
    return add_fact(report=report, text=text, kind=AdditionKind.ANSWER, by=by, at=at)


@transaction.atomic
def look_at_identities(*, report: Report, reason: str, by: User, at: datetime) -> None:
    """Somebody is shown the names and numbers in a report, once, for a reason (UU 21/2007 art. 24)."""
    record("report.opened", about=report, within=report, by=by, at=at, words=reason)


@transaction.atomic
def add_mention(*, report: Report, facts: dict, by: User, at: datetime, seen: int | None = None) -> Mention:
    """Somebody else is mentioned in the report; `facts` are fields of Mention. Raises CannotEnd, Stale."""
    report = locked(report, seen=seen)
    if not rules.may_end(report.state):
        raise CannotEnd([Reason("ended", _("This report has already ended."))])
    mention = Mention(report=report, data_key=report.data_key, **facts)
    mention.save(force_insert=True)
    touch(report)
    record("report.person_added", about=report, within=report, by=by, at=at, changes={"role": mention.role})
    return mention
