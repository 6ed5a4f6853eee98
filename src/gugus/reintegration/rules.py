"""What procedure allows with a reintegration: where somebody may live, when it may end, what a visit proves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gugus.cases.codes import Safety
from gugus.reintegration.codes import (
    FAR,
    AlarmKind,
    HomeSafety,
    Means,
    Place,
    State,
    VisitState,
    Willing,
    YesNo,
)

MINIMUM_CLOCK = (
    "reintegration_monitoring"  # DIY Perda 6/2025 art. 29: three months at least; a row that officials edit
)
VISIT_CLOCK = "reintegration_visit"
RISKS = ("high", "medium", "low")
LAST_DAY = 400
MOST_VISITS = 40
MINIMUM_MONTHS = 3  # only warned about: an official may know another rule

RUNNING = frozenset({State.PREPARING, State.DECIDED, State.FOLLOWING})
ENDED = frozenset({State.ENDED, State.BROKEN_OFF})
LOOKED_AT = frozenset(
    {Place.FAMILY, Place.RELATIVES, Place.SUBSTITUTE}
)  # homes that somebody must have seen before
# Relations (law/id/lists/relations.csv) of somebody who belongs to the family.
KIN = frozenset({"parent", "stepparent", "sibling", "spouse", "partner", "relative", "guardian"})

# How soon somebody tries again after a visit that did not take place, by risk (design; days).
AGAIN_DAYS: Mapping[str, int] = {"high": 2, "medium": 7, "low": 14}
# What an answer at a visit is a sign of.
SIGNS: Mapping[str, AlarmKind] = {
    "recruiter_came": AlarmKind.RECRUITER,
    "debt_pressed": AlarmKind.DEBT,
    "kin_broken": AlarmKind.DANGER,
}
REOPENING: Mapping[str, str] = {AlarmKind.EXPLOITED: "re_trafficked"}  # else new danger
IN_DANGER = frozenset({AlarmKind.MISSING, AlarmKind.DANGER, AlarmKind.EXPLOITED})


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of a home: what its people say, what was found, whether the alleged offender lives there."""

    willing: str
    safety: str
    accused: str


@dataclass(frozen=True, slots=True)
class Hurdle:
    """Why somebody cannot live there; `knowingly`: a supervisor may decide over it for a grown person who wants it."""

    code: str
    knowingly: bool = False


def hurdles_to_placement(
    place: str, home: Home | None, *, wants: str, adult: bool | None, accused_is_family: bool = False
) -> list[Hurdle]:
    """Everything that stands against living there. An unknown age counts as a child's."""
    found = []
    if wants != YesNo.YES:
        found.append(Hurdle("not_wanted" if wants == YesNo.NO else "not_asked"))
    if place == Place.INDEPENDENT and adult is not True:
        found.append(Hurdle("child_alone"))
    if place not in LOOKED_AT:
        return found
    grown = adult is True
    if home is None or home.safety == HomeSafety.UNKNOWN:
        found.append(Hurdle("not_looked_at"))
    if home is not None:
        if home.willing == Willing.REFUSES:
            found.append(Hurdle("refuses", grown))
        if home.safety == HomeSafety.UNSAFE:
            found.append(Hurdle("unsafe", grown))
        if home.accused != YesNo.NO:
            found.append(Hurdle("accused_there" if home.accused == YesNo.YES else "accused_not_asked"))
    if place == Place.FAMILY and accused_is_family:
        found.append(Hurdle("accused_is_family", grown))
    return found


def left_after(hurdles: Collection[Hurdle], *, knowingly: bool) -> list[Hurdle]:
    """What still stands against it once a supervisor knowingly decided otherwise."""
    return [one for one in hurdles if not (knowingly and one.knowingly)]


def counts_as_check(means: str, before: str | None) -> bool:
    """Is this a look at safety? A call is, but not a second one in a row (`before`: means of the visit before)."""
    return not (means in FAR and before in FAR)


def signs_in(safety: str, answers: Collection[str]) -> list[str]:
    """Which alarms the answers of a visit speak for."""
    found = [SIGNS[one] for one in answers if one in SIGNS]
    if safety == Safety.DANGER:
        found.append(AlarmKind.DANGER)
    return sorted({str(one) for one in found})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stop rule asks of a reintegration."""

    state: str
    minimum_until: date | None
    visits_done: int
    seen_alone: int
    last_safety: str
    last_counts: bool
    supports_open: int
    alarms_open: int
    end_outcomes: int


def hurdles_to_ending(now: Standing, today: date, rule: Mapping[str, int]) -> list[str]:
    """Everything that stands against ending by the rule (`rule`: MonitoringRules.stops), all at once."""
    if now.state != State.FOLLOWING or now.minimum_until is None:
        return ["not_followed"]
    found = []
    if today < now.minimum_until:
        found.append("too_early")
    if now.visits_done < rule["visits_done"]:
        found.append("too_few_visits")
    if now.seen_alone < rule["alone_once"]:
        found.append("never_alone")
    if rule["safe_at_last"] and not (now.last_safety == Safety.SAFE and now.last_counts):
        found.append("not_safe_at_last")
    if now.supports_open > rule["supports_open"]:
        found.append("supports_open")
    if now.alarms_open > rule["alarms_open"]:
        found.append("alarms_open")
    if now.end_outcomes < rule["end_outcomes"]:
        found.append("no_end_outcomes")
    return found


@dataclass(frozen=True, slots=True)
class Wish:
    """A version of schedules and stop rule as an official wants it. Days count from the reunion."""

    high: tuple[int, ...]
    medium: tuple[int, ...]
    low: tuple[int, ...]
    visits_done: int
    alone_once: int
    safe_at_last: bool
    supports_open: int
    end_outcomes: int
    basis: str
    valid_from: date


def doubts_about_rules(wish: Wish) -> list[tuple[str, str]]:
    """(Code, field) of what no version may say: no visit, a day twice or too far, danger visited later than safety."""
    found = []
    for risk in RISKS:
        days = getattr(wish, risk)
        if not days:
            found.append(("no_day", risk))
        elif list(days) != sorted(set(days)) or days[0] < 1:
            found.append(("not_rising", risk))
        elif days[-1] > LAST_DAY or len(days) > MOST_VISITS:
            found.append(("too_many", risk))
    if not found:
        found += [
            ("denser", low) for high, low in pairwise(RISKS) if getattr(wish, high)[0] > getattr(wish, low)[0]
        ]
    if wish.visits_done < 1:
        found.append(("one_visit", "visits_done"))
    return found


def weaker_than_law(wish_safe: bool, shortest_months: float | None) -> list[str]:
    """Which facts of the law a version or the clock leaves, `safe_at_last` or `minimum`: warnings, never refusals."""
    found = [] if wish_safe else ["safe_at_last"]
    if shortest_months is None or shortest_months < MINIMUM_MONTHS:
        found.append("minimum")
    return found


def look_of(state: str, planned_on: date, due_on: date, today: date, is_next: bool) -> str:
    """How a visit is drawn: done, missed, cancelled, late, due, next or planned."""
    if state != VisitState.PLANNED:
        return str(state)
    if due_on < today:
        return "late"
    if planned_on <= today:
        return "due"
    return "next" if is_next else "planned"


def was_there(means: str) -> bool:
    """Did somebody see the person?"""
    return means in {Means.HOME, Means.ELSEWHERE}
