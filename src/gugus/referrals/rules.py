"""What procedure allows with a referral. Every referral ends in a state."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from gugus.referrals.codes import RevokeCode, State

SENDER, RECEIVER, CLOCK = "sender", "receiver", "clock"
SIDES = (SENDER, RECEIVER, CLOCK)

# From a state to a state: which sides may make the move (docs/architecture/referral-states.md is written from here).
# Whoever must pull a survivor out may do so at any time: the sender revokes, the receiver returns.
MOVES = {
    (State.DRAFT, State.SENT): (SENDER,),
    (State.DRAFT, State.REVOKED): (SENDER,),
    (State.SENT, State.ACCEPTED): (RECEIVER,),
    (State.SENT, State.DECLINED): (RECEIVER,),
    (State.SENT, State.REVOKED): (SENDER,),
    (State.SENT, State.EXPIRED): (CLOCK,),
    (State.SENT, State.RETURNED): (CLOCK,),
    (State.ACCEPTED, State.IN_SERVICE): (RECEIVER,),
    (State.ACCEPTED, State.RETURNED): (RECEIVER, CLOCK),
    (State.ACCEPTED, State.REVOKED): (SENDER,),
    (State.IN_SERVICE, State.FEEDBACK): (RECEIVER,),
    (State.IN_SERVICE, State.RETURNED): (RECEIVER, CLOCK),
    (State.IN_SERVICE, State.REVOKED): (SENDER,),
    (State.FEEDBACK, State.DONE): (SENDER,),
    (State.FEEDBACK, State.IN_SERVICE): (SENDER,),
    (State.FEEDBACK, State.RETURNED): (RECEIVER, CLOCK),
    (State.FEEDBACK, State.REVOKED): (SENDER,),
}
RUNNING = (State.ACCEPTED, State.IN_SERVICE, State.FEEDBACK)
ENDED = {State.DONE, State.DECLINED, State.RETURNED, State.REVOKED, State.EXPIRED}
NEEDS_CODE = {State.DECLINED, State.RETURNED, State.REVOKED}
NO_ANSWER, AGENCY_CLOSED, TAKEN_OVER = "no_answer", "agency_closed", "taken_over"

# Which clock runs until the receiver answers, by urgency (law: clocks; editable data).
ANSWER_CLOCK = {
    "now": "referral_answer_high",
    "soon": "referral_answer_medium",
    "planned": "referral_answer_low",
}
# The final report may still be written for this long after the end (days).
GRACE_DAYS = 14
# Without consent, in danger or sent to the wrong place, nothing stays open for a report.
CLOSES_AT_ONCE = {RevokeCode.CONSENT_GONE, RevokeCode.UNSAFE, RevokeCode.MISTAKE}

# An unanswered referral is late when its clock runs out, and the sender is told; so much later it expires (days).
# A late yes still helps somebody, so the door is not shut the minute the clock stops.
EXPIRY_DAYS = {"now": 1, "soon": 3, "planned": 7}
# Which clock runs until the receiver reports back, by urgency.
FEEDBACK_CLOCK = {
    "now": "referral_feedback_high",
    "soon": "referral_feedback_medium",
    "planned": "referral_feedback_low",
}
# What somebody has to do while a referral is in a state: side and kind of task.
WORK = {
    State.SENT: (RECEIVER, "referral_answer"),
    State.ACCEPTED: (RECEIVER, "referral_feedback"),
    State.IN_SERVICE: (RECEIVER, "referral_feedback"),
    State.FEEDBACK: (SENDER, "referral_read"),
    State.DECLINED: (SENDER, "referral_next"),
    State.RETURNED: (SENDER, "referral_next"),
    State.EXPIRED: (SENDER, "referral_next"),
}
LATE_WORK = "referral_late"
CAME_BACK = {State.DECLINED, State.RETURNED, State.EXPIRED}

# What opens for which kind of agency when it accepts; the sender may take sections away.
SECTIONS_BY_KIND = {
    "police": ("case", "identity", "screening", "referral", "justice"),
    "prosecution": ("case", "identity", "referral", "justice"),
    "witness_protection": ("case", "identity", "referral", "justice"),
    "health": ("case", "identity", "referral", "care", "health"),
    "shelter": ("case", "identity", "referral", "care"),
    "social": ("case", "identity", "referral", "care", "repatriation", "reintegration"),
    "protection_unit": ("case", "identity", "referral", "care", "repatriation", "reintegration"),
    "migrant_workers": ("case", "identity", "referral", "care", "repatriation"),
    "mission": ("case", "identity", "referral", "care", "repatriation"),
    "education": ("case", "identity", "referral", "care", "reintegration"),
    "manpower": ("case", "identity", "referral", "care", "reintegration"),
    "local_government": ("case", "identity", "referral", "reintegration"),
    "legal_aid": ("case", "identity", "referral", "justice"),
    "immigration": ("case", "identity", "referral", "repatriation"),
}
SECTIONS_OTHERWISE = ("case", "identity", "referral", "care")


def may_move(from_state: str, to_state: str, side: str) -> bool:
    """Is this move for this side?"""
    return side in MOVES.get((State(from_state), State(to_state)), ())


def next_states(state: str, side: str) -> list[State]:
    """What this side can do now."""
    return [to for (origin, to), movers in MOVES.items() if origin == state and side in movers]


def sections_for(kind: str) -> tuple[str, ...]:
    """The sections that open for a kind of agency."""
    return SECTIONS_BY_KIND.get(kind, SECTIONS_OTHERWISE)


def work_over(before: str, after: str) -> list[str]:
    """Kinds of tasks that a move settles."""
    (_, old), (_, new) = WORK.get(before, ("", "")), WORK.get(after, ("", ""))
    over = [old] if old and old != new else []
    return [*over, LATE_WORK] if before == State.SENT else over


def expires_at(urgency: str, answer_due_at: datetime) -> datetime:
    """When an unanswered referral ends by itself."""
    return answer_due_at + timedelta(days=EXPIRY_DAYS[urgency])


def grace_until(state: str, code: str, *, accepted: bool, ended_at: datetime | None) -> datetime | None:
    """Until when the receiver may read and write its final report after the end; None where nothing stays open.

    Only what was accepted was ever open (`accepted`: it was answered with a yes before it ended).
    """
    if ended_at is None or not accepted or state not in {State.DONE, State.RETURNED, State.REVOKED}:
        return None
    at_once = state == State.REVOKED and code in CLOSES_AT_ONCE or code == AGENCY_CLOSED
    return None if at_once else ended_at + timedelta(days=GRACE_DAYS)


def parts_family(standing: Iterable[tuple[bool | None, str]]) -> bool:
    """Do the answers part a family with a child? Pairs: is a minor (None: not known), who took them ("": nobody)."""
    pairs = list(standing)
    return len({taken_by for _minor, taken_by in pairs}) > 1 and any(minor is not False for minor, _ in pairs)
