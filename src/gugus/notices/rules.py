"""What becomes of a notice on its way out: plain rules on plain values."""

from datetime import datetime, timedelta

from gugus.notices.codes import Mode, Risk, State
from gugus.notices.quiet import Quiet, is_quiet, leaves_at, next_digest

LEASE = timedelta(minutes=10)  # a sender that has said nothing for so long is gone
LONGEST_PAUSE = timedelta(hours=1)
CODE_LIVES = timedelta(minutes=15)  # of a one-time code: later it is of no use
MOST_GUESSES = 5
CODES_AN_HOUR = 3


def plan(*, mode: str, risk: str, quiet: Quiet, at: datetime) -> tuple[State, datetime] | None:
    """State and moment of a fresh delivery; None when nothing shall leave."""
    if risk == Risk.HIGH:
        return State.WAITING, at
    if mode == Mode.NEVER:
        return None
    if mode == Mode.DIGEST:
        return State.DIGEST, next_digest(quiet, at)
    if is_quiet(quiet, at):
        return State.HELD, leaves_at(quiet, at)
    return State.WAITING, at


def next_try(attempts: int, at: datetime, *, asked: timedelta | None = None) -> datetime:
    """When to try again after so many failures: 1, 2, 4 … minutes, at last hourly, or later if a server asks for it."""
    pause = min(timedelta(minutes=2 ** min(max(attempts, 1) - 1, 10)), LONGEST_PAUSE)
    return at + max(pause, min(asked or timedelta(0), LONGEST_PAUSE))


def is_burst(*, sent_last_hour: int, most: int) -> bool:
    """Did somebody get as many messages as an hour may bring? Nobody asks this of high risk."""
    return sent_last_hour >= most
