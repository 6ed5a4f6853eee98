"""The table of states, sides and moves, as the rules say it; written into the docs by `gugus manage states_table`."""

from gugus.referrals import rules
from gugus.referrals.codes import State

HEAD = """# States of a referral

Made by `gugus manage states_table` from `gugus.referrals.rules`; a test fails when it is out of date, another tries
every pair of states for every side. What is not in the table is refused, whoever asks.

## Who may bring a referral where

| from | sender | receiver | clock (worker) |
|---|---|---|---|
"""
NEEDS = """
## What a move needs and leaves

| into | by | needs | task of | kind of task | seen by the receiver |
|---|---|---|---|---|---|
"""
FOOT = """
Answering for several persons of a batch at once is these moves, one for each person. Without a change of state only the
worker acts: a successor takes an open referral over (`taken_over`); state and clock stay.
"""
OPEN = "preview, identity, message and the offered sections"
SEEN = {
    State.DRAFT: "nothing",
    State.SENT: "preview",
    State.DONE: f"{OPEN}, for {rules.GRACE_DAYS} days",
    State.RETURNED: f"{OPEN}, for {rules.GRACE_DAYS} days; nothing after `{rules.AGENCY_CLOSED}`",
    State.REVOKED: f"own words; if it was accepted {OPEN}, for {rules.GRACE_DAYS} days; nothing at once after "
    + ", ".join(f"`{one.value}`" for one in sorted(rules.CLOSES_AT_ONCE)),
    State.DECLINED: "own words",
    State.EXPIRED: "nothing but state and days",
}


def table() -> str:
    """Both tables as Markdown."""
    moves = [f"| `{state}` | {' | '.join(_moves(state, side) for side in rules.SIDES)} |" for state in State]
    needs = [_needs(state) for state in State]
    return HEAD + "\n".join(moves) + "\n" + NEEDS + "\n".join(needs) + "\n" + FOOT


def _moves(state: State, side: str) -> str:
    return ", ".join(f"`{to}`" for to in rules.next_states(state, side)) or "–"


def _needs(state: State) -> str:
    by = [
        side
        for side in rules.SIDES
        if any(to == state and side in who for (_, to), who in rules.MOVES.items())
    ]
    whose, kind = rules.WORK.get(state, ("–", ""))
    needs = "a coded reason" if state in rules.NEEDS_CODE else "words" if state == State.FEEDBACK else "–"
    seen = SEEN.get(state, OPEN)
    task = f"`{kind}`" if kind else "–"
    return f"| `{state}` | {', '.join(by) or 'sender writes it'} | {needs} | {whose} | {task} | {seen} |"
