"""What procedure allows with a report."""

from gugus.intake.codes import Outcome, State

LOUDER = {"low": 0, "medium": 1, "high": 2}

# After these outcomes nobody changes the report any more; additions by the reporter still arrive.
FINAL = {Outcome.NEW_CASE, Outcome.ADDED, Outcome.DECLINED, Outcome.NOT_A_CASE, Outcome.MERGED}


def lowers(risk: str, than: str) -> bool:
    """Would `risk` be a lower level than the one before? Then a reason is needed."""
    return LOUDER[risk] < LOUDER[than]


def may_end(state: str) -> bool:
    """A report ends once."""
    return state != State.ENDED


def missing_facts(known: dict[str, object]) -> list[str]:
    """What we would still like to know, in the order in which one asks; nothing of it blocks saving."""
    wanted = ("narrative", "area_code", "happened_on", "safe_contact", "mentions", "reporter")
    return [name for name in wanted if not known.get(name)]
