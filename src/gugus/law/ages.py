"""Age on the day of the act, and what is still in doubt. A child is under 18, the unborn included."""

from datetime import date

from gugus.law.lists import Code, code
from gugus.law.tables import table

ADULT_AT = 18


def age_on(born_on: date, day: date) -> int:
    """Return completed years; below zero means not yet born. A leap-day birthday falls on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def child_on(day: date, *, born_on: date | None = None, birth_year: int | None = None) -> bool | None:
    """Say whether a person was a child on a day; None when a bare birth year leaves it open."""
    if born_on is not None:
        return age_on(born_on, day) < ADULT_AT
    if birth_year is None:
        return None
    born_latest, born_earliest = date(birth_year, 12, 31), date(birth_year, 1, 1)
    if age_on(born_earliest, day) < ADULT_AT:
        return True
    return None if age_on(born_latest, day) < ADULT_AT else False


def age_group(age: int | None) -> Code:
    """Return the age group used in SIMFONI PPA recaps; the unborn count with the youngest."""
    if age is None:
        return code("age_groups", "unknown")
    for row in table("age_bands.csv"):
        if not row["to_age"] or age <= int(row["to_age"]):
            return code("age_groups", row["code"])
    raise ValueError(f"no age group for {age}")


def years_of(group: str) -> tuple[int, int | None] | None:
    """First and last year of an age group, the last one None for the oldest; None for what is no group of ages."""
    for row in table("age_bands.csv"):
        if row["code"] == group:
            return int(row["from_age"]), int(row["to_age"]) if row["to_age"] else None
    return None
