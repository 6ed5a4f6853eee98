"""Which clock runs in a state, and since when: kept with the referral, so that both sides see the same one."""

from datetime import datetime

from django.utils import timezone

from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.models import Referral
from gugus.tasks.clocks import NoClock, clock_on, runs_out

STANDING = ("state_at", "clock_from", "due_at")
SERVED = (State.ACCEPTED, State.IN_SERVICE)


def start_clock(referral: Referral, before: str, at: datetime) -> None:
    """Set since when the referral is in its state and which clock runs from now on; saves nothing.

    The clock of the feedback starts with the acceptance and goes on when the service begins; it starts anew when the
    sender asks to go on. A clock that is missing in the table never holds up a move.
    """
    referral.state_at = at
    if referral.state == State.SENT:
        referral.clock_from, referral.due_at = referral.sent_at, referral.answer_due_at
    elif referral.state not in SERVED:
        referral.clock_from = referral.due_at = None
    elif before not in SERVED:
        referral.clock_from, referral.due_at = at, feedback_due(referral, at)


def answer_due(referral: Referral, at: datetime) -> datetime:
    """When the receiver should answer: hours, days off and zone of the area in which it works. Raises NoClock."""
    area = referral.to_agency.area_code
    clock = clock_on(rules.ANSWER_CLOCK[referral.urgency], timezone.localdate(at), area_code=area)
    return runs_out(clock, at, area_code=area)


def feedback_due(referral: Referral, at: datetime) -> datetime | None:
    """When the receiver should report back, by the table of its area; None where no such clock is in force."""
    area = referral.to_agency.area_code
    try:
        clock = clock_on(rules.FEEDBACK_CLOCK[referral.urgency], timezone.localdate(at), area_code=area)
    except NoClock:
        return None
    return runs_out(clock, at, risk="high" if referral.urgency == "now" else "", area_code=area)
