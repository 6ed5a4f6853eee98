"""What the sending agency does after it asked, and what the clock does when nobody answers."""

from datetime import datetime

from django.db import transaction

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.cases.models import Case
from gugus.consent.models import Ground
from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.models import Referral
from gugus.referrals.moving import close_after_end, locked, moved, save, told


@transaction.atomic
def continue_service(*, referral: Referral, by: User, at: datetime, seen: int | None = None) -> Referral:
    """The sender has read the feedback and asks the receiver to go on; the clock for the next feedback starts."""
    referral = moved(referral, State.IN_SERVICE, side=rules.SENDER, by=by, at=at, seen=seen)
    return told("referral.in_service", referral, by=by, at=at)


@transaction.atomic
def finish_referral(*, referral: Referral, by: User, at: datetime, seen: int | None = None) -> Referral:
    """The sender has read the feedback and it is enough. Access ends after the grace for the final report."""
    referral = moved(referral, State.DONE, side=rules.SENDER, by=by, at=at, seen=seen)
    close_after_end(referral, by=by, at=at)
    return told("referral.done", referral, by=by, at=at)


@transaction.atomic
def revoke_referral(
    *, referral: Referral, code: str, by: User, at: datetime, seen: int | None = None
) -> Referral:
    """The sender takes the question back, or ends a referral that runs (ADR 0027).

    What was accepted stays open for the final report, except where the code says that it must close at once.
    """
    referral = moved(referral, State.REVOKED, side=rules.SENDER, by=by, at=at, code=code, seen=seen)
    if referral.sent_at is not None:
        close_after_end(referral, by=by, at=at)
    return told("referral.revoked", referral, by=by, at=at, code=code)


@transaction.atomic
def rest_on(*, referral: Referral, ground: Ground, by: User | None, at: datetime) -> Referral:
    """Another line of the ledger carries the referral from now on."""
    fresh = locked(referral)
    fresh.ground, fresh.basis = ground, ground.basis
    save(fresh, "ground", "basis")
    within = Case(pk=fresh.case_id)
    record("referral.rests_on", about=fresh, within=within, by=by, at=at, changes={"ground": ground.ref})
    return fresh


@transaction.atomic
def expire_referral(*, referral: Referral, at: datetime) -> Referral:
    """Nobody answered in time. The job calls this; the sender gets a task in the same transaction."""
    referral = moved(referral, State.EXPIRED, side=rules.CLOCK, by=None, at=at, code=rules.NO_ANSWER)
    close_after_end(referral, by=None, at=at)
    return told("referral.expired", referral, by=None, at=at)
