"""Everything that can be done with a referral, under one name. Every referral ends in a state."""

from datetime import datetime

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.cases.models import Case
from gugus.referrals.answering import (
    accept_referral,
    decline_referral,
    give_feedback,
    return_referral,
    start_service,
    write_final_report,
)
from gugus.referrals.asking import CannotRefer, Wish, hurdles_to_referring, send_referral, write_referral
from gugus.referrals.ending import continue_service, expire_referral, finish_referral, revoke_referral
from gugus.referrals.models import Referral
from gugus.referrals.moving import CannotMove, not_from_here

__all__ = [
    "CannotMove", "CannotRefer", "Wish", "accept_referral", "continue_service", "decline_referral",
    "expire_referral", "finish_referral", "give_feedback", "hurdles_to_referring", "not_from_here",
    "print_letter", "read_referral", "return_referral", "revoke_referral", "send_referral", "start_service",
    "write_final_report", "write_referral",
]  # fmt: skip


def read_referral(*, referral: Referral, by: User, at: datetime) -> None:
    """Somebody read what is written in a referral; the trail of the case keeps it."""
    record("referral.read", about=referral, within=Case(pk=referral.case_id), by=by, at=at)


def print_letter(*, referral: Referral, named: bool, by: User, at: datetime) -> None:
    """A letter was drawn, with the person's name or without."""
    changes = {"named": named}
    record(
        "referral.printed", about=referral, within=Case(pk=referral.case_id), by=by, at=at, changes=changes
    )
