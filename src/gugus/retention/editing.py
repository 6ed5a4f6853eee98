"""Officers change the schedule of their agency and place holds; what counted before stays readable."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.approvals.actions import ask
from gugus.approvals.models import Request
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.retention.codes import Method, RecordKind
from gugus.retention.models import Hold, RetentionRule
from gugus.retention.schedule import rules_on

RELEASE = "retention.release"
NO_RECORD = _("Your agency has no record with this reference.")


class CannotChangeRule(Cannot):
    """The rule cannot be changed like this."""


class CannotHold(Cannot):
    """The hold cannot be placed or released like this."""


@transaction.atomic
def change_rule(
    *,
    record_class: str,
    amount: int,
    unit: str,
    basis: str,
    status: str,
    valid_from: date,
    reason: str,
    by: User,
    at: datetime,
) -> RetentionRule:
    """From `valid_from` (local day, today or later) the agency keeps this class as long. Raises CannotChangeRule.

    The row for everybody stays as it is; the agency gets, or replaces, its own.
    """
    today = timezone.localdate(at)
    rows = RetentionRule.objects.unscoped(because="one's own rule").of_agency(by.agency_id)
    before = rows.select_for_update(of=("self",)).filter(record_class=record_class, agency=by.agency_id)
    before = before.filter(valid_to=None).first()
    counts = rules_on(today, by.agency_id).get(record_class)
    _must_fit(counts, before, amount, valid_from, reason, today)
    if before is not None:
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    fresh = RetentionRule(
        agency_id=by.agency_id, record_class=record_class, amount=amount, unit=unit, starts=counts.starts,
        method=counts.method, basis_id=basis.strip(), basis_en=basis.strip(), status=status, valid_from=valid_from,
        changed_by=by, reason=reason.strip(),
    )  # fmt: skip
    fresh.save(force_insert=True)
    changes = {
        "class": record_class, "period": [counts.amount, counts.unit, amount, unit], "status": status,
        "valid_from": valid_from,
    }  # fmt: skip
    about = Named("retentionrule", fresh.pk, record_class[:20])
    record("retention.rule_changed", about=about, by=by, at=at, words=reason, changes=changes)
    return fresh


def _must_fit(
    counts: RetentionRule | None,
    before: RetentionRule | None,
    amount: int,
    valid_from: date,
    reason: str,
    today: date,
) -> None:
    reasons = []
    if counts is None or counts.method == Method.KEEP:
        reasons.append(Reason("stays", _("This class has no period: it stays.")))
    if amount < 1:
        reasons.append(Reason("too_short", _("A period is at least one day."), "amount"))
    if valid_from < today:
        words = _("A rule cannot be changed for the past. Choose today or later.")
        reasons.append(Reason("in_the_past", words, "valid_from"))
    elif before is not None and before.valid_from > valid_from:
        words = _("A later change is already planned. Choose its day or a later one.")
        reasons.append(Reason("planned_already", words, "valid_from"))
    if not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why the rule changes."), "reason"))
    if reasons:
        raise CannotChangeRule(reasons)


@transaction.atomic
def place_hold(
    *, about: models.Model | None, reason: str, review_on: date, note: str, by: User, at: datetime
) -> Hold:
    """Nothing of `about` (case, report, person; None: one's agency) is forgotten any more. Raises CannotHold."""
    kind = about._meta.model_name if about is not None else RecordKind.AGENCY
    reasons = []
    if about is not None and about.agency_id != by.agency_id:
        reasons.append(Reason("other_agency", _("Another agency answers for this record.")))
    if about is not None and about.forgotten_at:
        reasons.append(Reason("forgotten", _("This record was made anonymous already."), "ref"))
    if review_on <= timezone.localdate(at):
        words = _("Choose a later day: then somebody looks whether the reason still holds.")
        reasons.append(Reason("in_the_past", words, "review_on"))
    if reasons:
        raise CannotHold(reasons)
    hold = Hold(
        agency_id=by.agency_id, kind=kind, record_id=about.pk if about else None, record_ref=about.ref if about else "",
        reason=reason, review_on=review_on, note=note.strip() or None, placed_by=by, placed_at=at,
    )  # fmt: skip
    hold.save(force_insert=True)
    changes = {"hold": hold.ref, "kind": kind, "why": reason, "review_on": review_on}
    record("retention.held", about=hold, within=about, by=by, at=at, reason=reason, changes=changes)
    return hold


@transaction.atomic
def review_hold(*, hold: Hold, review_on: date, by: User, at: datetime, seen: int | None = None) -> Hold:
    """The reason still holds: look again on another day. Raises CannotHold, Stale."""
    hold = _live(hold, seen)
    if review_on <= timezone.localdate(at):
        words = _("Choose a later day: then somebody looks whether the reason still holds.")
        raise CannotHold([Reason("in_the_past", words, "review_on")])
    before, hold.review_on = hold.review_on, review_on
    _save(hold, "review_on")
    record("retention.reviewed", about=hold, by=by, at=at, changes={"review_on": [before, review_on]})
    return hold


@transaction.atomic
def ask_release(*, hold: Hold, reason: str, by: User, at: datetime, seen: int | None = None) -> Hold:
    """Ask a second person to release a hold; until then it holds. Raises CannotHold, CannotAsk, Stale."""
    hold = _live(hold, seen)
    hold.release_asked_by, hold.release_asked_at, hold.release_note = by, at, reason.strip() or None
    _save(hold, "release_asked_by", "release_asked_at", "release_note")
    facts = {"hold": hold.ref, "record": hold.record_ref, "kind": hold.kind, "why": hold.reason}
    ask(RELEASE, facts=facts, reason=reason, about=hold, by=by, at=at)
    record("retention.release_asked", about=hold, by=by, at=at)
    return hold


def release_approved(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the hold ends. Called by approvals."""
    rows = Hold.objects.unscoped(because="named by an approved request").select_for_update(of=("self",))
    hold = rows.get(pk=request.about_id)
    if hold.released_at is not None:
        raise CannotHold([Reason("released", _("This hold was released already."))])
    # Who asked is taken from what was approved: another request for the same hold may have come later.
    hold.release_asked_by_id = request.asked_by_id
    hold.released_by, hold.released_at = by, at
    _save(hold, "release_asked_by", "released_by", "released_at")
    record("retention.released", about=hold, by=by, at=at, reason=hold.reason)


def _live(hold: Hold, seen: int | None) -> Hold:
    rows = Hold.objects.unscoped(because="the hold came through its gate").select_for_update(of=("self",))
    hold = rows.get(pk=hold.pk)
    check_version(hold, seen)
    if hold.released_at is not None:
        raise CannotHold([Reason("released", _("This hold was released already."))])
    return hold


def _save(hold: Hold, *fields: str) -> None:
    hold.version += 1
    hold.save(update_fields=[*fields, "version"])
