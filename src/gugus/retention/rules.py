"""When something is due, who counts as a child, what a list looks like as a digest. Plain functions on plain values."""

import hashlib
import json
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

ADULT = 18


def after(day: date, amount: int, unit: str) -> date:
    """The day so many days, months or years after another; the 31st becomes the last day of a shorter month."""
    if unit == "days":
        return day + timedelta(days=amount)
    months = amount * (12 if unit == "years" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_day(on: date, amount: int, unit: str) -> date:
    """The day so many days, months or years before another."""
    return after(on, -amount, unit)


def latest_start(on: date, amount: int, unit: str) -> date:
    """A day after which nothing can have begun that is due on a day; a few days too late, never too early."""
    return latest_day(on, amount, unit) + timedelta(days=3)


def born_about(*, birth_year: int | None, age_at_act: int | None, opened_year: int) -> int | None:
    """The latest year in which somebody can have been born, as far as the file tells; None when it tells nothing."""
    told = [birth_year, None if age_at_act is None else opened_year - age_at_act]
    return max((year for year in told if year is not None), default=None)


def is_child(born: int | None, opened_year: int) -> bool:
    """Was somebody perhaps under eighteen when the case was opened? An unknown age counts as a child."""
    return born is None or opened_year - born <= ADULT


def of_age_on(born: int | None, closed_on: date) -> date:
    """The day on which somebody is eighteen for certain; without a year of birth the day of closing."""
    return closed_on if born is None else date(born + ADULT + 1, 1, 1)


def list_digest(items: Iterable[tuple[str, str, str]]) -> str:
    """What two people agreed to: the digest of (kind, reference, class) of every record, in a fixed order."""
    lines = "\n".join(":".join(item) for item in sorted(items))
    return hashlib.sha256(lines.encode()).hexdigest()


def certificate_text(body: Mapping[str, Any]) -> str:
    """The certificate as one text that is the same wherever it is made."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def certificate_digest(text: str) -> str:
    """What the next certificate, and whoever keeps a copy, knows this one by. The text names its predecessor."""
    return hashlib.sha256(text.encode()).hexdigest()
