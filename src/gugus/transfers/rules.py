"""What procedure allows with a transfer. Every transfer ends in a state; ownership moves with one of them only."""

from gugus.transfers.codes import State

SENDER, RECEIVER, CLOCK, WORKER = "sender", "receiver", "clock", "worker"

# From a state to a state: who may make the move. The same list stands in the database (migrations/0002_locks.py).
MOVES = {
    (State.DRAFT, State.OFFERED): SENDER,
    (State.DRAFT, State.WITHDRAWN): SENDER,
    (State.OFFERED, State.WITHDRAWN): SENDER,
    (State.OFFERED, State.ACCEPTED): RECEIVER,
    (State.OFFERED, State.DECLINED): RECEIVER,
    (State.OFFERED, State.EXPIRED): CLOCK,
    (State.ACCEPTED, State.MOVED): WORKER,
    (State.ACCEPTED, State.RETURNED): WORKER,
}
OPEN = (State.DRAFT, State.OFFERED, State.ACCEPTED)
ENDED = (State.MOVED, State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.RETURNED)
NEEDS_CODE = {State.DECLINED, State.WITHDRAWN}

# Which clock runs until the other agency answers, by the risk of the case (law: clocks; editable data).
ANSWER_CLOCK = {risk: f"transfer_answer_{risk}" for risk in ("high", "medium", "low")}
EXPIRY_CLOCK, HAND_OVER_CLOCK, STUB_CLOCK = "transfer_expiry", "transfer_hand_over", "transfer_stub"
MOST_HAND_OVER_DAYS = 30
# What the old agency still reads during the hand-over: the core of the case, no identity.
HAND_OVER_SECTIONS = ("case",)

# What somebody has to do while a transfer is in a state: side and kind of task.
WORK = {
    State.OFFERED: (RECEIVER, "transfer_answer"),
    State.DECLINED: (SENDER, "transfer_next"),
    State.EXPIRED: (SENDER, "transfer_next"),
    State.RETURNED: (SENDER, "transfer_next"),
}
LATE_WORK = "transfer_late"


def who_moves(from_state: str, to_state: str) -> str | None:
    """Which side makes this move; None when nobody does."""
    return MOVES.get((State(from_state), State(to_state)))


def next_states(state: str, side: str) -> list[State]:
    """What this side can do now."""
    return [to for (origin, to), mover in MOVES.items() if origin == state and mover == side]


def work_over(before: str) -> list[str]:
    """Kinds of tasks that a move out of a state settles."""
    _side, kind = WORK.get(before, ("", ""))
    late = [LATE_WORK] if before == State.OFFERED else []
    return [kind, *late] if kind else late
