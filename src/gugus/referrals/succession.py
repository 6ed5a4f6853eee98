"""An agency was closed or merged while referrals to it were open: its successor takes over, or they go home."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gugus.access.actions import close_because, pass_on
from gugus.directory.models import Agency
from gugus.directory.queries import agencies, today_successor
from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.followups import tell_taken_over
from gugus.referrals.models import Move, Referral
from gugus.referrals.moving import locked, moved, save, told
from gugus.tasks.actions import pass_on_tasks


def settle(referral: Referral, *, at: datetime) -> str:
    """Deal with one stranded referral; "taken_over", "returned", or "" when it moved meanwhile. Run by the worker."""
    heir = heir_of(referral, at)
    if heir is not None:
        return rules.TAKEN_OVER if take_over(referral=referral, heir=heir, at=at) else ""
    return "returned" if send_home(referral=referral, at=at) else ""


def heir_of(referral: Referral, at: datetime) -> Agency | None:
    """Who answers now: the last successor, if it exists today, takes referrals and is not the sender itself."""
    heir = today_successor(referral.to_agency)
    fits = heir.pk not in {referral.agency_id, referral.to_agency_id} and heir.receives_referrals
    return heir if fits and agencies(timezone.localdate(at)).filter(pk=heir.pk).exists() else None


@transaction.atomic
def take_over(*, referral: Referral, heir: Agency, at: datetime) -> bool:
    """State and clock stay; what was offered or opened, and the work, go to the successor. False when it has ended."""
    referral = locked(referral)
    if referral.state not in {State.SENT, *rules.RUNNING} or referral.to_agency_id == heir.pk:
        return False
    before = referral.to_agency
    step = Move(
        referral=referral, at=at, by=None, from_state=referral.state, to_state=referral.state,
        code=rules.TAKEN_OVER, to_agency=heir,
    )  # fmt: skip
    step.save(force_insert=True)
    referral.to_agency = heir
    save(referral, "to_agency")
    pass_on(because=referral, before=before, to=heir, at=at)
    pass_on_tasks(about=referral, before=before, to=heir, at=at)
    told("referral.taken_over", referral, by=None, at=at, before=before.slug, to=heir.slug)
    tell_taken_over(referral, at=at)
    return True


@transaction.atomic
def send_home(*, referral: Referral, at: datetime) -> bool:
    """Nobody took over: the referral ends with its own code, and the sender has its task in the same transaction."""
    if locked(referral).state not in {State.SENT, *rules.RUNNING}:
        return False
    referral = moved(referral, State.RETURNED, side=rules.CLOCK, by=None, at=at, code=rules.AGENCY_CLOSED)
    close_because(because=referral, by=None, at=at)
    told("referral.returned", referral, by=None, at=at, code=rules.AGENCY_CLOSED)
    return True
