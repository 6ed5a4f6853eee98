"""Grown referrals: between the grown agencies, in every state, with the grants that are open now. To measure with.

They have no sealed words: a board and its figures open none, and sealing a hundred thousand would measure nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from gugus.access.models import Grant
from gugus.demo.growing import (
    CASE,
    KEY_OF_REPORT,
    PERSON,
    Load,
    Owner,
    Size,
    grown_id,
    is_there,
    load_of,
    write,
)
from gugus.demo.grown import BLOCK, persons_per_case
from gugus.kernel.ids import numbered_ref
from gugus.referrals import rules
from gugus.referrals.clocks import SERVED
from gugus.referrals.codes import State
from gugus.referrals.models import Move, Referral

REFERRAL, MOVE, GRANT = range(KEY_OF_REPORT + 1, KEY_OF_REPORT + 4)
MIX = {"sent": 7, "accepted": 4, "in_service": 10, "feedback": 3, "draft": 1, "done": 48, "declined": 12, "returned": 6,
       "revoked": 4, "expired": 5}  # fmt: skip
URGENCIES = {"now": (15, 2), "soon": (35, 24), "planned": (50, 72)}  # share, hours to answer
SERVICES = (
    "shelter",
    "medical_exam",
    "legal_advice",
    "counselling",
    "police_report",
    "monitoring",
    "handover",
)
DECLINES = ("no_capacity", "not_our_service", "outside_area", "criteria_not_met", "missing_documents")
RETURNS = ("no_capacity", "needs_more", "did_not_come", "survivor_declined")
REPORTS = timedelta(days=14)  # how long the receiver has to report back


def grow_referrals(size: Size, number: int, *, at: datetime, tell: Callable[[str], None]) -> None:
    """Load what is missing, by the block; the connection must be the worker's. `at` is what open clocks are read by.

    The last agency neither sends nor receives any: beside it one sees what referrals cost.
    """
    for first in range(0, number, BLOCK):
        if not is_there(Referral, grown_id(REFERRAL, first)):
            write(referral_rows(size, first, min(first + BLOCK, number), at=at))
            tell(f"{min(first + BLOCK, number):,} of {number:,} referrals")


def referral_rows(size: Size, first: int, last: int, *, at: datetime) -> list[Load]:
    """Referrals from number `first` up to `last`, what moved them, and what they open at this moment."""
    referrals, moves, grants = [], [], []
    for n in range(first, last):
        chance = Random(n)
        one = _referral(size, n, chance, at)
        referrals.append(one)
        moves += _moves(one, n)
        if one.state in (*SERVED, State.FEEDBACK):
            grants += _grants(one, n)
    return [load_of(Referral, referrals), load_of(Move, moves), load_of(Grant, grants)]


def _referral(size: Size, n: int, chance: Random, at: datetime) -> Referral:
    case, owner = _case(size, n)
    to = _other(size, chance, owner)
    state = State(_drawn(chance, MIX))
    urgency = _drawn(chance, {name: share for name, (share, _hours) in URGENCIES.items()})
    hours = timedelta(hours=URGENCIES[urgency][1])
    times = _times(state, hours, chance, at)
    return Referral(
        id=grown_id(REFERRAL, n), ref=numbered_ref("F", n), case_id=grown_id(CASE, case),
        person_id=grown_id(PERSON, case * persons_per_case(size.cases, size.persons) % size.persons),
        agency_id=owner.agency, to_agency_id=to.agency, state=state, code=_code(state, chance), urgency=urgency,
        service=chance.choice(SERVICES), sections=["case", "identity", "referral"], basis="consent",
        age_band="age_13_17", sex=chance.choice(("female", "male")), area_code="31.74", minor=True,
        written_by_id=owner.staff[n % len(owner.staff)],
        answered_by_id=to.staff[n % len(to.staff)] if times.get("answered_at") else None, **times,
    )  # fmt: skip


def _case(size: Size, n: int) -> tuple[int, Owner]:
    """A case of any agency but the last, far from its neighbour's."""
    case = n * 7919 % size.cases
    while (owner := size.owner_of_case(case)) is size.owners[-1]:
        case = (case + 1) % size.cases
    return case, owner


def _times(state: State, hours: timedelta, chance: Random, at: datetime) -> dict[str, datetime]:
    """Moments that fit the state: open ones are young, one in five of them late; ended ones reach back three years."""
    if state == State.DRAFT:
        written = at - timedelta(days=chance.random() * 5)
        return {"written_at": written, "state_at": written}
    late = chance.random() < 0.2
    if state == State.SENT:
        sent = at - hours * (1 + chance.random() if late else chance.random())
        clock = {"clock_from": sent, "due_at": sent + hours}
        return _sent(sent, hours) | {"state_at": sent} | clock
    took = hours * (1 + chance.random() * 2 if late else chance.random())
    if state not in rules.ENDED:
        answered = at - REPORTS * (1 + chance.random() if chance.random() < 0.2 else chance.random())
        told = {"answered_at": answered, "state_at": answered + (at - answered) * chance.random()}
        if state in SERVED:
            told |= {"clock_from": answered, "due_at": answered + REPORTS}
    else:
        ended = at - timedelta(days=chance.random() * 1095)
        answered = ended - timedelta(days=chance.random() * 30)
        told = {"ended_at": ended, "state_at": ended}
        if state in {State.REVOKED, State.EXPIRED}:
            return told | _sent(ended - hours * 4, hours)
        told["answered_at"] = ended if state == State.DECLINED else answered
    return told | _sent(told["answered_at"] - took, hours)


def _sent(sent: datetime, hours: timedelta) -> dict[str, datetime]:
    return {"written_at": sent, "sent_at": sent, "answer_due_at": sent + hours}


def _moves(one: Referral, n: int) -> list[Move]:
    """The sending and the last step; what lay between is not told."""
    steps = [] if one.sent_at is None else [(State.DRAFT, State.SENT, one.sent_at, one.written_by_id)]
    if one.state not in {State.DRAFT, State.SENT}:
        steps.append((State.SENT, one.state, one.state_at, one.answered_by_id or one.written_by_id))
    return [
        Move(
            id=grown_id(MOVE, 2 * n + place),
            referral_id=one.pk,
            at=at,
            by_id=by,
            from_state=before,
            to_state=after,
        )
        for place, (before, after, at, by) in enumerate(steps)
    ]


def _grants(one: Referral, n: int) -> list[Grant]:
    """Case, person and identity are open to who accepted."""
    opened = (("case", one.case_id, ["case", "referral"]), ("person", one.person_id, ["case"]),
              ("identity", one.person_id, ["identity"]))  # fmt: skip
    return [
        Grant(
            id=grown_id(GRANT, 3 * n + place), record_kind=kind, record_id=key, agency_id=one.to_agency_id,
            sections=sections, basis="consent", because_kind="referral", because_id=one.pk,
            given_by_id=one.written_by_id, given_by_agency_id=one.agency_id, from_at=one.answered_at,
        )
        for place, (kind, key, sections) in enumerate(opened)
    ]  # fmt: skip


def _other(size: Size, chance: Random, owner: Owner) -> Owner:
    """Who is asked: a few agencies much more often than the rest, never oneself."""
    others = size.owners[:-1]
    shares = [len(others) * 8 // (place + 8) + 1 for place in range(len(others))]
    while (found := chance.choices(others, shares)[0]).agency == owner.agency:
        pass
    return found


def _code(state: State, chance: Random) -> str:
    codes = {State.DECLINED: DECLINES, State.RETURNED: RETURNS, State.REVOKED: ("not_needed", "elsewhere"),
             State.EXPIRED: ("no_answer",)}  # fmt: skip
    return chance.choice(codes[state]) if state in codes else ""


def _drawn(chance: Random, shares: dict[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]
