"""What procedure allows with a report."""

from datetime import datetime, timedelta

from gugus.intake.codes import Outcome, State

LOUDER = {"low": 0, "medium": 1, "high": 2}
UNDO_MERGE_WITHIN = timedelta(days=30)

# After these outcomes nobody changes the report any more; additions by the reporter still arrive.
FINAL = {Outcome.NEW_CASE, Outcome.ADDED, Outcome.DECLINED, Outcome.NOT_A_CASE, Outcome.MERGED}

# What one asks for, in the order in which one asks. Nothing of it blocks saving.
WANTED = ("area_code", "happened_on", "mentions", "survivor_age", "safe_contact", "reporter", "danger_asked")


def lowers(risk: str, than: str) -> bool:
    """Would `risk` be a lower level than the one before? Then a reason is needed."""
    return LOUDER[risk] < LOUDER[than]


def may_end(state: str) -> bool:
    """A report ends once."""
    return state != State.ENDED


def missing_facts(known: dict[str, object]) -> list[str]:
    """Names out of WANTED that are not known yet; nothing of it blocks saving."""
    return [name for name in WANTED if not known.get(name)]


def hurdles_to_merging(
    *, same: bool, one_agency: bool, states: tuple[str, str], is_absorbing: bool
) -> list[str]:
    """Codes of what stands against joining a report to another: states are (absorbed, surviving)."""
    found = ["same_report"] if same else []
    if not one_agency:
        found.append("other_agency")
    if states[0] == State.ENDED:
        found.append("ended")
    if states[1] == State.ENDED:
        found.append("other_ended")
    if is_absorbing:
        found.append("absorbs_others")
    return found


def hurdles_to_parting(
    *, outcome: str, merged_at: datetime | None, other_state: str, at: datetime
) -> list[str]:
    """Codes of what stands against undoing a merge: too late, or the surviving report has ended."""
    if outcome != Outcome.MERGED or merged_at is None:
        return ["not_merged"]
    found = ["too_late"] if at - merged_at > UNDO_MERGE_WITHIN else []
    if other_state == State.ENDED:
        found.append("other_ended")
    return found
