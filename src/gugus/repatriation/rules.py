"""What procedure allows on the way home. Plain functions on plain values.

Steps: proposal, family tracing, consent, risk assessment, papers, schedule, departure, hand-over with minutes, arrival
(chain of Kemensos, missions and districts; UU 21/2007 arts. 51-54). No source fixes hours: they are rows of clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gugus.repatriation.codes import LegState, MinuteState, PaperState, Risk, Side, State

STEPS = (
    State.PROPOSED, State.TRACED, State.CONSENTED, State.ASSESSED, State.PAPERS, State.SCHEDULED, State.DEPARTED,
    State.HANDED_OVER, State.ARRIVED,
)  # fmt: skip
PREPARING = frozenset(STEPS[:6])
ON_THE_WAY = frozenset({State.DEPARTED, State.HANDED_OVER})
ENDED = frozenset({State.ARRIVED, State.STOPPED})
RUNNING = frozenset(State.values) - ENDED

OPEN_PAPERS = frozenset({PaperState.NEEDED, PaperState.ASKED})
OPEN_MINUTES = frozenset({MinuteState.DRAFT, MinuteState.OFFERED, MinuteState.ACCEPTED})
SIGNABLE = frozenset({MinuteState.DRAFT, MinuteState.ACCEPTED})
BOTH = frozenset({Side.HANDING, Side.RECEIVING})

GRACE = timedelta(hours=6)  # where nobody keeps the clock
SIGN_WITHIN = timedelta(days=1)  # after the hand-over (our design)
LONGEST_LEG = timedelta(days=60)  # a ship; longer is a slip of the pen
EARLIEST = timedelta(days=365)  # a journey written down afterwards
MOST_LEGS = 20
MOST_PERSONS = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What was recorded of the preparation."""

    traced: bool
    consented: bool
    assessed: bool
    papers: bool
    scheduled: bool


def step_of(facts: Facts) -> State:
    """The step that was reached last: each step counts only when those before it are done."""
    reached = State.PROPOSED
    for state, done in (
        (State.TRACED, facts.traced), (State.CONSENTED, facts.consented), (State.ASSESSED, facts.assessed),
        (State.PAPERS, facts.papers), (State.SCHEDULED, facts.scheduled),
    ):  # fmt: skip
        if not done:
            break
        reached = state
    return reached


def is_safe(risk: str, overridden: bool) -> bool:
    """May the person leave, as far as the risk goes?"""
    return risk in {Risk.SAFE, Risk.CONDITIONS} or (risk == Risk.UNSAFE and overridden)


@dataclass(frozen=True, slots=True)
class Span:
    """The times of a leg, as planned and as it was."""

    departs_at: datetime
    arrives_at: datetime
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    state: str = LegState.PLANNED

    @property
    def begins(self) -> datetime:
        """When it left, or is to leave."""
        return self.departed_at or self.departs_at

    @property
    def ends(self) -> datetime:
        """When it arrived, or is to arrive."""
        return self.arrived_at or self.arrives_at


def hurdles_of_span(span: Span, before: Span | None, after: Span | None, at: datetime) -> list[str]:
    """Name what is impossible about the times of a planned leg between its neighbours."""
    hurdles = []
    if span.arrives_at <= span.departs_at:
        hurdles.append("arrives_before_it_leaves")
    if span.arrives_at - span.departs_at > LONGEST_LEG:
        hurdles.append("too_long")
    if span.departs_at < at - EARLIEST:
        hurdles.append("too_early")
    if before is not None and span.departs_at < before.ends:
        hurdles.append("leaves_before_the_last_arrives")
    if after is not None and span.arrives_at > after.begins:
        hurdles.append("arrives_after_the_next_leaves")
    return hurdles


def hurdles_to_leaving(
    span: Span, before: Span | None, departed_at: datetime, expects_at: datetime, at: datetime
) -> list[str]:
    """Name what is impossible about a departure."""
    hurdles = []
    if span.state != LegState.PLANNED:
        hurdles.append("left_already")
    if departed_at > at:
        hurdles.append("in_the_future")
    if departed_at < at - EARLIEST:
        hurdles.append("too_early")
    if before is not None and before.arrived_at is None:
        hurdles.append("last_leg_not_arrived")
    elif before is not None and departed_at < before.arrived_at:
        hurdles.append("leaves_before_the_last_arrives")
    if expects_at <= departed_at:
        hurdles.append("arrives_before_it_leaves")
    if expects_at - departed_at > LONGEST_LEG:
        hurdles.append("too_long")
    return hurdles


def hurdles_to_arriving(span: Span, arrived_at: datetime, at: datetime) -> list[str]:
    """Name what is impossible about an arrival."""
    if span.state != LegState.UNDER_WAY:
        return ["not_under_way"]
    hurdles = []
    if arrived_at > at:
        hurdles.append("in_the_future")
    if span.departed_at is not None and arrived_at < span.departed_at:
        hurdles.append("arrives_before_it_leaves")
    return hurdles


def is_late(state: str, alarm_at: datetime | None, at: datetime) -> bool:
    """Has nobody confirmed an arrival in time?"""
    return state == LegState.UNDER_WAY and alarm_at is not None and alarm_at <= at


def expires_too_early(valid_until: date | None, last_day: date | None) -> bool:
    """Does a paper run out before the journey is over?"""
    return valid_until is not None and last_day is not None and valid_until < last_day


def may_sign(state: str, side: str, *, writes: bool, receives: bool) -> bool:
    """May somebody of this agency sign this side now? Who receives with an account signs for itself.

    A witness may still sign when both parties have: the words are the same.
    """
    if side in {Side.WITNESS_1, Side.WITNESS_2}:
        return (writes or receives) and state in SIGNABLE | {MinuteState.SIGNED}
    if state not in SIGNABLE:
        return False
    return receives if side == Side.RECEIVING else writes and side == Side.HANDING


def is_complete(sides: Iterable[str]) -> bool:
    """Have both parties signed? Witnesses may, they need not."""
    return set(sides) >= BOTH
