"""What procedure allows with a service line, and how one reads its clock."""

from gugus.care.codes import State

OPEN = {State.PLANNED, State.ARRANGED}
# What each state can become. Nothing leaves an end.
NEXT = {
    State.PLANNED: ("arrange", "finish", "cancel"),
    State.ARRANGED: ("attend", "arrange", "finish", "cancel"),
}


def steps_from(state: str) -> tuple[str, ...]:
    """What can be done with a line now."""
    return NEXT.get(State(state), ())
