"""What procedure allows with a meeting of the task force."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from gugus.kernel.telltale import points_to_a_person
from gugus.meetings.codes import Answer, PointKind, State

# From a state to a state, by the agency that holds the meeting (approving: by the named person).
MOVES = {
    (State.DRAFT, State.INVITED),
    (State.DRAFT, State.CANCELLED),
    (State.INVITED, State.HELD),
    (State.INVITED, State.POSTPONED),
    (State.INVITED, State.CANCELLED),
    (State.POSTPONED, State.INVITED),
    (State.POSTPONED, State.CANCELLED),
    (State.HELD, State.MINUTED),
    (State.MINUTED, State.HELD),
    (State.MINUTED, State.APPROVED),
}
PREPARED = (State.DRAFT, State.INVITED, State.POSTPONED)
WRITABLE = (State.INVITED, State.HELD)  # points may be prepared before the meeting begins
READABLE = (State.MINUTED, State.APPROVED)  # what other members read of the minutes

SHORTEST, LONGEST = 15, 3 * 24 * 60  # minutes
REMIND_BEFORE = timedelta(days=2)
# No source sets a time for the minutes; this is ours, and only a reminder.
WRITE_WITHIN = timedelta(days=5)
ROLL_OPENS, ROLL_STAYS = timedelta(hours=2), timedelta(hours=4)  # before it begins, after it ends
MOST_WORDS = 8000  # characters of one paragraph
MOST_ON_A_LIST = 1000


def may_move(origin: str, to: str) -> bool:
    """Is this a step of a meeting?"""
    return (State(origin), State(to)) in MOVES


def ends_at(starts_at: datetime, minutes: int) -> datetime:
    """When the meeting is over."""
    return starts_at + timedelta(minutes=minutes)


def roll_is_open(*, opened: bool, until: datetime | None, at: datetime) -> bool:
    """May somebody with the code of the room write down that they are there?"""
    return opened and until is not None and at < until


def outcome_of_saving(*, now: int, seen: int, same_pen: bool, same_text: bool) -> str:
    """What happens to a text that was sent for version `seen` while the paragraph stands at version `now`.

    `same_pen`: the page that sends it wrote the last version itself, so an answer was lost on the way and nothing else.
    Gives "nothing" (it stands there already), "save", or "beside" (somebody else wrote meanwhile: both are kept).
    """
    if same_text:
        return "nothing"
    return "save" if seen == now or same_pen else "beside"


def missing_of_point(
    *, kind: str, text: str, has_owner: bool, has_day: bool, has_field: bool = True, in_time: bool = True
) -> list[str]:
    """What a paragraph still lacks before the minutes can be finished, as codes. `in_time`: not before the meeting."""
    missing = [] if text.strip() else ["empty"]
    if kind == PointKind.RECOMMENDATION:
        missing += [] if has_owner else ["no_owner"]
        missing += [] if has_day else ["no_day"]
        missing += [] if has_field else ["no_field"]
        missing += [] if in_time else ["too_early"]
    return missing


def counts(answers: Iterable[str]) -> dict[str, int]:
    """How many agencies gave which answer."""
    found = dict.fromkeys(Answer.values, 0)
    for one in answers:
        found[one] += 1
    return found


def protected(number: int, least: int = 5) -> str:
    """A count of cases as a plenary meeting may see it: none, few, or the number."""
    return str(number) if number == 0 or number >= least else f"<{least}"


def who_approves(*, approver_id, user_id, may_approve: bool) -> bool:
    """The named person approves; nobody else, whatever the role."""
    return may_approve and approver_id == user_id


def by_sex(sexes: Iterable[str]) -> Mapping[str, int]:
    """How many of whom were there, for the report."""
    found: dict[str, int] = {}
    for one in sexes:
        found[one] = found.get(one, 0) + 1
    return found


def keeps_earlier(former: str, text: str, *, same_pen: bool) -> bool:
    """Is a replaced text kept? Not when all its words stand in the new one; else when another hand replaces it, or when
    the same hand throws half of it away."""
    if not former.strip() or former.strip() in text:
        return False
    return not same_pen or len(text) < len(former) / 2


def tells_of_somebody(*texts: str | None) -> bool:
    """Does one of these texts point to a person by its form? A bare name cannot be found."""
    return any(points_to_a_person(text) for text in texts if text)
