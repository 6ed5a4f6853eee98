"""What the calendar does with agreements, run by the worker: begin, end, warn, pass a place on. Each once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gugus.agreements import rules
from gugus.agreements.actions import end, locked, move, show_to, told
from gugus.agreements.checks import exists_on
from gugus.agreements.codes import EndCode, State
from gugus.agreements.matching import opened_by
from gugus.agreements.models import Agreement, Signatory
from gugus.agreements.opening import close_towards, pairs
from gugus.audit.actions import record
from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.outbox.actions import announce


@transaction.atomic
def begin(agreement: Agreement, *, at: datetime) -> bool:
    """The first day has come and all have signed; the one it follows is over in the same moment. False: not now."""
    agreement = locked(agreement)
    due = rules.first_moment(agreement.valid_from) <= at < agreement.ends_at
    if not due or not rules.may_move(agreement.state, State.IN_FORCE, rules.CLOCK):
        return False
    agreement.in_force_at = at
    agreement.save(update_fields=["in_force_at"])
    move(agreement, State.IN_FORCE, "in_force", by=None, at=at)
    if agreement.follows_id:
        _follow(agreement, at)
    told("agreement.in_force", agreement, by=None, at=at)
    return True


def _follow(agreement: Agreement, at: datetime) -> None:
    """The earlier version ends if everybody in it has signed the new one; otherwise it goes on for all."""
    earlier = locked(agreement.follows)
    before = set(earlier.signatories.values_list("agency_id", flat=True))
    now = set(agreement.signatories.values_list("agency_id", flat=True))
    if before <= now and rules.may_move(earlier.state, State.SUPERSEDED, rules.CLOCK):
        end(earlier, code=EndCode.FOLLOWED, by=None, at=at, to=State.SUPERSEDED)


@transaction.atomic
def finish(agreement: Agreement, *, at: datetime) -> bool:
    """The last moment has passed. Time has closed everything already; this writes it down."""
    agreement = locked(agreement)
    if agreement.ends_at > at or not rules.may_move(agreement.state, State.ENDED, rules.CLOCK):
        return False
    code = agreement.code if agreement.notice_at else EndCode.EXPIRED
    end(agreement, code=EndCode.NEVER_SIGNED if agreement.state == State.PROPOSED else code, by=None, at=at)
    return True


@transaction.atomic
def warn(agreement: Agreement, *, at: datetime) -> bool:
    """Thirty days are left: every party is told, once."""
    agreement = locked(agreement)
    if (
        agreement.warned_at
        or agreement.state != State.IN_FORCE
        or not rules.is_running_out(agreement.ends_at, at)
    ):
        return False
    agreement.warned_at = at
    agreement.save(update_fields=["warned_at"])
    announce("agreement.running_out", about=agreement, at=at)
    return True


@transaction.atomic
def pass_on(agreement: Agreement, *, at: datetime) -> str:
    """A party no longer exists: its successor takes its place, or the agreement ends. Returns what happened."""
    agreement, today = locked(agreement), rules.day_of(at)
    parties = list(agreement.signatories.select_related("agency__successor"))
    gone = [one for one in parties if not exists_on(one.agency, today)]
    if not gone or agreement.state in rules.OVER:
        return ""
    heirs = {one.pk: today_successor(one.agency) for one in gone}
    there = {one.agency_id for one in parties}
    if any(not exists_on(heir, today) or heir.pk in there for heir in heirs.values()):
        end(agreement, code=EndCode.AGENCY_GONE, by=None, at=at)
        return "ended"
    for one in gone:
        _take_over(agreement, one, heirs[one.pk], at)
    return "taken_over"


def _take_over(agreement: Agreement, part: Signatory, heir: Agency, at: datetime) -> None:
    before = part.agency
    close_towards(agreement, before.pk, at)
    part.agency, part.took_over_from = heir, before
    part.save(update_fields=["agency", "took_over_from"])
    if agreement.agency_id == before.pk:
        agreement.agency = heir
    else:
        show_to(agreement, heir, giver=agreement.agency, by=None, at=at)
    agreement.swept_to = agreement.swept_at = None  # to be opened to the new one, and from the new one
    agreement.version += 1
    agreement.save(update_fields=["agency", "swept_to", "swept_at", "version"])
    changes = {"from": before.slug, "to": heir.slug}
    record("agreement.taken_over", about=agreement, by=None, at=at, changes=changes)
    announce("agreement.taken_over", about=agreement, at=at, to=heir.slug)


@transaction.atomic
def estimate(agreement_id: UUID, *, at: datetime) -> None:
    """Count for the others how many cases each giver would open now; small counts are kept back."""
    agreement = locked(Agreement(pk=agreement_id))
    counts: dict[UUID, set[UUID]] = {}
    for giver, receiver in pairs(agreement):
        rows = opened_by(agreement, giver.agency_id, receiver.agency_id, at)
        counts.setdefault(giver.pk, set()).update(rows.order_by().values_list("pk", flat=True))
    for part_id, cases in counts.items():
        told = rules.protected(len(cases))
        rows = agreement.signatories.filter(pk=part_id)
        rows.update(estimate=-1 if told is None else told)
