"""Whom a service fits, when it is open, how near it is, how sure its figures are. Plain values only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from gugus.law.clocks import zone, zone_of_area
from gugus.providers.codes import Group, Misfit, Sex, Standing, Who

ADULT = 18
CONFIRM_DAYS = 90  # a service that nobody confirmed for longer is shown as not confirmed
ASK_AGAIN_DAYS = 30  # whoever keeps it is asked again after so long
FRESH_HOURS = 24  # a count of places that is older is never shown as certain
MOST_PLACES = 2000
WHO = {
    Who.GIRL: (Sex.FEMALE, 0, 17),
    Who.BOY: (Sex.MALE, 0, 17),
    Who.WOMAN: (Sex.FEMALE, 18, None),
    Who.MAN: (Sex.MALE, 18, None),
}
TONIGHT = time(20, 0)
MORNING = time(6, 0)
# These lie in the way of somebody; the others only cost time or words.
GRAVE = frozenset(
    {Misfit.SEX, Misfit.TOO_YOUNG, Misfit.TOO_OLD, Misfit.CHILDREN, Misfit.PREGNANT, Misfit.ACCESSIBILITY}
)
NO_DISABILITY = frozenset({"", "none", "unknown"})


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for, without anybody in it. `at` is aware; an age without end goes up to 120."""

    service: str = "shelter"
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    at: datetime | None = None
    area: str = ""
    near: str = ""
    language: str = ""
    accessibility: str = ""
    pregnant: bool = False
    with_children: bool = False

    def with_age(self, age: int | None) -> "Need":
        """The same need for one exact age."""
        return self if age is None else replace(self, age_from=age, age_to=age)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a service says of itself, as far as fitting goes."""

    sexes: Collection[str]
    age_from: int
    age_to: int | None
    with_children: bool
    pregnancy: bool
    accessibility: Collection[str]
    languages: Collection[str]
    areas: Collection[str]


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody answers: minutes since midnight by weekday (Monday first; None: closed)."""

    always: bool
    opens: Sequence[int | None] = field(default=(None,) * 7)
    closes: Sequence[int | None] = field(default=(None,) * 7)
    rests_on_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Places of one group as they were counted. `full_until`: the house says that it is full until then."""

    total: int
    taken: int
    held: int
    counted_at: datetime
    full_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """Places for a need: how many there are, how many are free, since when that is known and how sure it is."""

    total: int = 0
    held: int = 0
    places: int = 0
    counted_at: datetime | None = None
    standing: str = Standing.UNCOUNTED
    full_until: datetime | None = None


def misfits(terms: Terms, need: Need) -> list[Misfit]:
    """Everything in the terms that speaks against a need, the gravest first."""
    found = []
    if need.sex in Sex.values and need.sex not in terms.sexes:
        found.append(Misfit.SEX)
    if need.age_to is not None and need.age_to < terms.age_from:
        found.append(Misfit.TOO_YOUNG)
    if need.age_from is not None and terms.age_to is not None and need.age_from > terms.age_to:
        found.append(Misfit.TOO_OLD)
    if need.with_children and not terms.with_children:
        found.append(Misfit.CHILDREN)
    if need.pregnant and not terms.pregnancy:
        found.append(Misfit.PREGNANT)
    if need.accessibility not in NO_DISABILITY and need.accessibility not in terms.accessibility:
        found.append(Misfit.ACCESSIBILITY)
    if need.area and not serves(terms.areas, need.area):
        found.append(Misfit.AREA)
    if need.language and terms.languages and need.language not in terms.languages:
        found.append(Misfit.LANGUAGE)
    return found


def fits_partly(terms: Terms, need: Need) -> bool:
    """Does the service take only some of the ages asked for (12 to 15 of 13 to 17)?"""
    below = need.age_from is not None and need.age_from < terms.age_from
    above = terms.age_to is not None and (need.age_to is None or need.age_to > terms.age_to)
    return below or (above and need.age_from is not None)


def serves(areas: Collection[str], area: str) -> bool:
    """Is an area served: everywhere, the area itself, what lies above it, or a part of it?"""
    return not areas or any(_inside(area, one) or _inside(one, area) for one in areas)


def _inside(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.")


def nearness(one: str, other: str) -> int:
    """How many levels of two area codes agree: none, province, city, district, village."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return len(list(takewhile(lambda pair: bool(pair[0]) and pair[0] == pair[1], pairs)))


def local(area_code: str, at: datetime) -> datetime:
    """A moment on the clock of an area."""
    return at.astimezone(_zone(area_code[:2]))


@cache
def _zone(province: str) -> ZoneInfo:
    return zone(zone_of_area(province))


def is_open(hours: Hours, at: datetime, area_code: str, days_off: Collection[date]) -> bool:
    """Does somebody answer at a moment? Hours that end before they begin go on past midnight."""
    if hours.always:
        return True
    here = local(area_code, at)
    return _covers(hours, here, 0, days_off) or _covers(hours, here, 1, days_off)


def _covers(hours: Hours, here: datetime, days_before: int, days_off: Collection[date]) -> bool:
    day = here.date() - timedelta(days=days_before)
    opens, closes = hours.opens[day.weekday()], hours.closes[day.weekday()]
    if opens is None or closes is None or (hours.rests_on_holidays and day in days_off):
        return False
    minutes = here.hour * 60 + here.minute + days_before * 1440
    return opens <= minutes < (closes if closes > opens else closes + 1440)


def tonight(at: datetime, area_code: str) -> datetime:
    """Tonight on the clock of an area: eight in the evening, or now when it is later."""
    here = local(area_code, at)
    evening = here.replace(hour=TONIGHT.hour, minute=TONIGHT.minute, second=0, microsecond=0)
    return max(here, evening)


def morning_after(at: datetime, area_code: str) -> datetime:
    """Six in the morning after a moment, on the clock of an area: until then "full tonight" holds."""
    here = local(area_code, at)
    day = here.date() + timedelta(days=1 if here.time() >= MORNING else 0)
    return datetime.combine(day, MORNING, here.tzinfo)


def groups_for(need: Need) -> frozenset[str]:
    """The groups whose places count for a need."""
    child = need.age_to is not None and need.age_to < ADULT
    adult = need.age_from is not None and need.age_from >= ADULT
    found = {Group.EVERYONE}
    if need.sex != Sex.MALE:
        found |= {Group.FEMALE} | (set() if adult else {Group.GIRLS}) | (set() if child else {Group.WOMEN})
    if need.sex != Sex.FEMALE:
        found |= {Group.MALE} | (set() if adult else {Group.BOYS}) | (set() if child else {Group.MEN})
    if not adult:
        found.add(Group.CHILDREN)
    if need.with_children or not need.sex:
        found.add(Group.FAMILIES)
    return frozenset(found)


def summed(rows: Collection[Count], at: datetime) -> Free:
    """Places of several groups together. What was counted too long ago makes the sum uncertain."""
    if not rows:
        return Free()
    said_full = [one.full_until for one in rows if one.full_until and one.full_until > at]
    open_rows = [one for one in rows if one.full_until is None or one.full_until <= at]
    places = sum(max(0, one.total - one.taken - one.held) for one in open_rows)
    counted_at = min(one.counted_at for one in rows)
    standing = Standing.FREE if places else Standing.FULL
    if open_rows and is_stale(counted_at, at):
        standing = Standing.STALE
    total, held = sum(one.total for one in rows), sum(one.held for one in rows)
    return Free(total, held, places, counted_at, standing, None if open_rows else max(said_full))


def is_stale(counted_at: datetime | None, at: datetime) -> bool:
    """Is a count too old to be certain?"""
    return counted_at is None or at - counted_at > timedelta(hours=FRESH_HOURS)


def is_unconfirmed(confirmed_on: date, today: date) -> bool:
    """Has nobody confirmed a service for too long?"""
    return today - confirmed_on > timedelta(days=CONFIRM_DAYS)


ORDER = {Standing.FREE: 0, Standing.UNCOUNTED: 1, Standing.STALE: 2, Standing.FULL: 4}


def rank(*, free: Free, open_then: bool, found: Collection[str], near: int, partly: bool) -> tuple:
    """Sort key, the best first: fits, has certain room, is open, speaks the language, is near, has much room."""
    grave = len(GRAVE & set(found))
    # Two days old and "three free" is less sure than nothing counted at all, but better than full.
    room = (
        ORDER[free.standing] if free.standing != Standing.STALE or free.places else ORDER[Standing.STALE] + 1
    )
    elsewhere = Misfit.AREA in found
    return (grave, elsewhere, partly, room, not open_then, Misfit.LANGUAGE in found, -near, -free.places)
