"""When a pass opens, what it shows, when it ends. Which facts a service needs and how long a link lasts are tables."""

import csv
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from gugus.guests.codes import Carrier, PassState, Reach
from gugus.law.lists import UnknownCode, root
from gugus.referrals.codes import State

LOCKED_WORK, LATE_WORK = "guest_locked", "guest_late"  # kinds of tasks of the sender
MOST_WRONG = 5  # wrong codes until a pass is closed
IDLE = timedelta(minutes=30)  # then the browser is asked for the code once more
FIELDS = ("name", "age", "sex", "language", "accessibility", "meeting", "companion", "message")
TYPED = (
    "name",
    "meeting",
    "companion",
)  # what the sender writes for the guest; the rest stands in the referral
LINK_CARRIERS = (Carrier.EMAIL, Carrier.WHATSAPP, Carrier.SMS, Carrier.HANDED)
CODE_CARRIERS = (Carrier.PHONE, Carrier.SMS, Carrier.WHATSAPP, Carrier.HANDED)
OPENABLE = {State.SENT, State.ACCEPTED, State.IN_SERVICE, State.FEEDBACK}  # for these a pass can be made
SHOWS_SHEET = {State.ACCEPTED, State.IN_SERVICE, State.FEEDBACK}
# What a receiver can say on paper or by phone, and from which states on the sender may type it in.
SAYABLE = {
    State.SENT: (State.ACCEPTED, State.DECLINED),
    State.ACCEPTED: (State.IN_SERVICE, State.RETURNED),
    State.IN_SERVICE: (State.FEEDBACK, State.RETURNED),
}


@cache
def hours() -> dict[str, tuple[timedelta, timedelta]]:
    """Urgency → (how long an unopened link waits, how long an opened one lasts)."""
    return {
        row["urgency"]: (timedelta(hours=int(row["open_hours"])), timedelta(days=int(row["days"])))
        for row in _table("hours.csv")
    }


@cache
def _sheets() -> dict[str, tuple[str, ...]]:
    found = {row["service"]: tuple(row["fields"].split()) for row in _table("sheets.csv")}
    if unknown := {name for fields in found.values() for name in fields} - set(FIELDS):
        raise ValueError(f"sheets.csv names facts that nobody knows: {', '.join(sorted(unknown))}")
    return found


def fields_for(service: str) -> tuple[str, ...]:
    """The closed list of facts that a guest reads after acceptance, by the kind of service."""
    try:
        kind = root("services", service).code
    except UnknownCode:
        kind = "*"
    return _sheets().get(kind, _sheets()["*"])


def expires_at(urgency: str, at: datetime) -> datetime:
    """When a link that nobody opened is over."""
    return at + hours()[urgency][0]


def days_for(urgency: str) -> int:
    """How many days an opened pass lasts at the longest."""
    return hours()[urgency][1].days


def same_way(link_by: str, code_by: str) -> bool:
    """Would one reader of one channel get both? On paper they may not lie in one envelope either."""
    return link_by == code_by


def can_open(*, state: str, seen_at: datetime | None, expires: datetime, at: datetime) -> bool:
    """May link and code still make a session? Until the new browser has shown itself once, they may again."""
    unbound = state == PassState.WAITING or (state == PassState.OPEN and seen_at is None)
    return unbound and at < expires


def reach(
    *,
    state: str,
    seen_at: datetime | None,
    until: datetime,
    referral_state: str,
    grace: datetime | None,
    at: datetime,
) -> Reach:
    """What the holder of a session sees now. `grace`: until when a final report may come; None where it may not."""
    if state != PassState.OPEN or at >= until:
        return Reach.NOTHING
    if seen_at is not None and at - seen_at > IDLE:
        return Reach.ASLEEP
    if referral_state == State.SENT:
        return Reach.PREVIEW
    if referral_state in SHOWS_SHEET:
        return Reach.SHEET
    return Reach.GRACE if grace is not None and at < grace else Reach.NOTHING


def wrong_day(on: date, *, sent_on: date, today: date) -> str:
    """Why somebody cannot have answered on this day; "" when they can."""
    if on > today:
        return "in_the_future"
    return "before_sending" if on < sent_on else ""


def _table(name: str) -> list[dict[str, str]]:
    text = (files("gugus.guests") / "tables" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
