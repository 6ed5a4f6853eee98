"""What procedure allows with a sharing agreement. Plain values in, plain answers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gugus.agreements.codes import SHAREABLE, Ceiling, Decision, EndCode, State

OFFICE = ZoneInfo("Asia/Jakarta")  # days of an agreement are days of this clock, wherever a party sits
WRITER, PARTY, ALL, CLOCK = "writer", "party", "all", "clock"

# From a state to a state: who makes the move. ALL: the last signature. CLOCK: the calendar, by the worker.
MOVES = {
    (State.DRAFT, State.PROPOSED): WRITER,
    (State.DRAFT, State.WITHDRAWN): WRITER,
    (State.PROPOSED, State.WITHDRAWN): WRITER,
    (State.PROPOSED, State.DECLINED): PARTY,
    (State.PROPOSED, State.SIGNED): ALL,
    (State.PROPOSED, State.ENDED): CLOCK,
    (State.SIGNED, State.IN_FORCE): CLOCK,
    (State.SIGNED, State.ENDED): PARTY,
    (State.IN_FORCE, State.ENDED): PARTY,
    (State.IN_FORCE, State.SUPERSEDED): CLOCK,
}
OVER = {State.ENDED, State.SUPERSEDED, State.DECLINED, State.WITHDRAWN}
RUNS = {State.SIGNED, State.IN_FORCE}
# The clock may also end what a party could: its last day has passed, or a party no longer exists.
BY_CLOCK_TOO = {(State.SIGNED, State.ENDED), (State.IN_FORCE, State.ENDED)}

# The shallowest ceiling at which a section can be opened: all but the case hold deeper facts only.
NEEDS = dict.fromkeys(SHAREABLE, Ceiling.SENSITIVE) | {"case": Ceiling.OPEN, "identity": Ceiling.PERSONAL}

NOTICE_CODES = (EndCode.NOT_NEEDED, EndCode.LAW_CHANGED, EndCode.TERMS, EndCode.MISUSE, EndCode.DANGER)
AT_ONCE = {EndCode.MISUSE, EndCode.DANGER}  # these wait for no period of notice
LONGEST_NOTICE = 180  # days
LONGEST = 5  # years
WARN_DAYS = 30
KEPT_BACK_BELOW = 5  # counts of another agency's cases


@dataclass(frozen=True, slots=True)
class Opens:
    """What one agency brings: the sections of its cases with their ceiling, and whether it receives."""

    sections: Sequence[str]
    ceiling: int
    receives: bool

    @property
    def gives(self) -> bool:
        return bool(self.sections)


def may_move(from_state: str, to_state: str, mover: str) -> bool:
    """Does this mover make this move?"""
    move = (State(from_state), State(to_state))
    return MOVES.get(move) == mover or (mover == CLOCK and move in BY_CLOCK_TOO)


def first_moment(day: date) -> datetime:
    """When a day begins in Jakarta."""
    return datetime.combine(day, time.min, OFFICE)


def closing_moment(last_day: date) -> datetime:
    """When the last day is over in Jakarta: the first moment at which nothing is open any more."""
    return first_moment(last_day + timedelta(days=1))


def day_of(at: datetime) -> date:
    """The day of a moment in Jakarta."""
    return at.astimezone(OFFICE).date()


def days_left(ends_at: datetime, at: datetime) -> int:
    """Whole days until the last one, which counts as 0; negative when it is over."""
    return (day_of(ends_at - timedelta(microseconds=1)) - day_of(at)).days


def is_running_out(ends_at: datetime, at: datetime) -> bool:
    """Is it time to warn?"""
    return at < ends_at and days_left(ends_at, at) <= WARN_DAYS


def notice_closes_at(code: str, notice_days: int, ends_at: datetime, at: datetime) -> datetime:
    """When a notice given now takes effect: at once where somebody may be harmed, else after the period."""
    if code in AT_ONCE or notice_days == 0:
        return at
    return min(ends_at, closing_moment(day_of(at) + timedelta(days=notice_days)))


def too_shallow(sections: Iterable[str], ceiling: int) -> list[str]:
    """The sections that this ceiling cannot open."""
    return [one for one in sections if NEEDS[one] > ceiling]


def unknown_sections(sections: Iterable[str]) -> list[str]:
    """What no agreement opens."""
    return [one for one in sections if one not in NEEDS]


def hurdles_between(parties: Sequence[Opens]) -> list[str]:
    """Codes of what is wrong with who gives and who receives."""
    found = []
    if len(parties) < 2:
        found.append("two_parties")
    if not any(one.gives for one in parties):
        found.append("nothing_given")
    if not _meets(parties):
        found.append("nobody_receives")
    if any(not one.gives and not one.receives for one in parties):
        found.append("idle_party")
    return found


def _meets(parties: Sequence[Opens]) -> bool:
    return any(one.gives and other.receives for one in parties for other in parties if one is not other)


def all_signed(decisions: Iterable[str]) -> bool:
    """Has every party signed?"""
    return all(one == Decision.SIGNED for one in decisions)


def renewed_days(valid_from: date, valid_until: date) -> tuple[date, date]:
    """The days of a renewal: it begins the day after and lasts as long."""
    begins = valid_until + timedelta(days=1)
    return begins, begins + (valid_until - valid_from)


def protected(count: int) -> int | None:
    """A count of another agency's cases; None where it is too small to be told."""
    return None if 0 < count < KEPT_BACK_BELOW else count
