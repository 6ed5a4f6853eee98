"""The seeded imagination: years of reports, some of which become cases.

`imagine_year(2024, year=2024)` gives about ninety reports and exactly twenty cases, always the same ones.
`imagine_world()` gives 2023 to a day that is passed in and lets people turn up again across the years.
No clock, no database, no network: a plain function of its arguments.
"""

from calendar import monthrange
from datetime import date, timedelta
from itertools import chain
from random import Random

from gugus.demo.as_of import as_of
from gugus.demo.distributions import (
    MONTH,
    REPORTED_TO_POLICE,
    REST_OF_REPORTS,
    WHO_IN_2024,
    WHO_IN_CITY,
)
from gugus.demo.hero import HERO
from gugus.demo.imagined import ImaginedPerson, ImaginedReport
from gugus.demo.moments import at_wib
from gugus.demo.narratives import Story, stories
from gugus.demo.scene import Plan
from gugus.demo.telling import tell_again, tell_once

SEED = 2024
FIRST_YEAR = 2023
TRIES = 8
REPORTS_A_YEAR = {2023: 74, 2024: 90, 2025: 96, 2026: 100}
CASES_A_YEAR = {2023: 15, 2024: 20, 2025: 21, 2026: 24}  # the hero story is one more in 2025


def imagine_world(seed: int = SEED, *, until: date) -> list[ImaginedReport]:
    """Return every report from 2023 to the end of the day `until` (Jakarta time), the hero's included."""
    found: list[ImaginedReport] = []
    for year in range(FIRST_YEAR, until.year + 1):
        reports, cases = REPORTS_A_YEAR.get(year, 100), CASES_A_YEAR.get(year, 24)
        known = tuple(chain.from_iterable(report.survivors() for report in found))
        found += imagine_year(seed, year, reports=reports, cases=cases, until=until, known=known)
    hero = as_of(HERO, at_wib(until + timedelta(days=1), 0))
    return sorted([*found, hero] if hero else found, key=lambda report: report.received_at)


def imagine_year(
    seed: int,
    year: int,
    *,
    reports: int = 90,
    cases: int = 20,
    until: date | None = None,
    known: tuple[ImaginedPerson, ...] = (),
) -> list[ImaginedReport]:
    """Return the reports of a year, oldest first; nothing after the day `until` has happened.

    `reports` and `cases` count the whole year: with `until` inside the year only the reports received so
    far come back. `known` are survivors of earlier years who may turn up again. Raises ValueError when
    there are more cases than reports.
    """
    if cases > reports:
        raise ValueError(f"{cases} cases cannot come out of {reports} reports")
    chance = Random(f"gugus:{seed}:{year}")
    found: list[ImaginedReport] = []
    pool = list(known)
    told: set[str] = set()
    for plan in _plans(chance, year, reports, cases):
        report = _tell_afresh(seed, plan, found, pool, told)
        told.add(report.narrative)
        found.append(report)
        pool += [person for person in report.survivors() if not person.same_as]
    found.sort(key=lambda report: report.received_at)
    if until is None:
        return found
    end = at_wib(until + timedelta(days=1), 0)
    return [report for report in (as_of(one, end) for one in found) if report]


def _tell_afresh(seed: int, plan: Plan, found: list, pool: list, told: set[str]) -> ImaginedReport:
    """Tell a report; should it come out word for word like an earlier one, tell it again."""
    for attempt in range(TRIES):
        report = _tell(Random(f"gugus:{seed}:{plan.key}:{attempt}"), plan, found, pool)
        if report.narrative not in told:
            break
    return report


def _tell(
    chance: Random, plan: Plan, found: list[ImaginedReport], pool: list[ImaginedPerson]
) -> ImaginedReport:
    if plan.fate != "added":
        return tell_once(chance, plan, pool=pool)
    originals = [one for one in found if one.case]
    return tell_again(chance, plan, chance.choice(originals[-4:]))


def _plans(chance: Random, year: int, reports: int, cases: int) -> list[Plan]:
    """Decide what comes when: fates by quota, stories by weight, sex and age of the cases by quota."""
    fates = ["new_case"] * cases
    for fate, places in REST_OF_REPORTS.quota(reports - cases).items():
        fates += [fate] * places
    chance.shuffle(fates)
    days = sorted(_day(chance, year) for _ in fates)
    first_case = fates.index("new_case") if cases else 0
    fates[0], fates[first_case] = fates[first_case], fates[0]  # a second report needs a first one
    who = _hands((WHO_IN_2024 if year == 2024 else WHO_IN_CITY).quota(cases), chance)
    police = _hands(REPORTED_TO_POLICE.quota(cases), chance)
    draw = _Deck(chance)
    plans = []
    for number, (fate, day) in enumerate(zip(fates, days, strict=True), start=1):
        wanted = who.pop() if fate == "new_case" else ""
        plans.append(
            Plan(
                key=f"{year}-{number:03d}",
                fate=fate,
                day=day,
                story=draw.story(fate, wanted),
                who=wanted,
                to_police=police.pop() if fate == "new_case" else False,
            )
        )
    return plans


def _hands(quota: dict, chance: Random) -> list:
    """Return the quota as a shuffled list."""
    hands = [value for value, places in quota.items() for _ in range(places)]
    chance.shuffle(hands)
    return hands


def _day(chance: Random, year: int) -> date:
    month = MONTH.draw(chance)
    return date(year, month, chance.randrange(1, monthrange(year, month)[1] + 1))


class _Deck:
    """Deals stories by weight, and those told least often first, so that a year does not repeat itself."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.told: dict[str, int] = {}

    def story(self, fate: str, wanted: str) -> Story:
        """Deal a story for a fate; for a case one that fits the wanted kind of person."""
        suspected = fate != "other"
        fitting = [one for one in stories() if one.is_trafficking == suspected and _fits(one, wanted)]
        weights = [one.weight / 4 ** self.told.get(one.key, 0) for one in fitting]
        dealt = self.chance.choices(fitting, weights)[0]
        self.told[dealt.key] = self.told.get(dealt.key, 0) + 1
        return dealt


def _fits(story: Story, wanted: str) -> bool:
    """Babies count as girls or boys; the quota of a city has no word of its own for them."""
    return not wanted or wanted in story.who or (wanted in ("girl", "boy") and "baby" in story.who)
