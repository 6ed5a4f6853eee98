"""What makes two figures the same, which change gives somebody away, which figures stand against each other. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gugus.figures.codes import Verdict
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Period

Shown = int | float | str | None
# Figures that count people by more than a total. Frozen for ended years only: set against the same table of a month
# earlier they would say who came in between.
ABOUT_PEOPLE = frozenset({"survivors_sex_age", "forms", "border", "districts", "home_provinces"})
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A number of a figure that is another one now. `place` names it: row and column, from 0."""

    place: tuple[int, int]
    then: Shown
    now: Shown


def key_of(text: str, *, most: int) -> str:
    """The words without case, signs and doubled blanks: "TPPO, 2024" and "tppo 2024" are one topic."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub(" ", plain).strip()[:most].strip()


def may_freeze(figure: str, period: Period, today: date) -> bool:
    """May this figure be frozen for the period now? Tables about people only when the period is over."""
    return figure not in ABOUT_PEOPLE or period.end_day <= today


def changes(then: Sequence[Mapping], now: Sequence[Mapping]) -> list[Change]:
    """What differs between two tables (rows with `code` and `values`); a row that is missing counts as zeros.

    Tables with the same numbers in the same places differ in words at most.
    """
    if [row["values"] for row in then] == [row["values"] for row in now]:
        return []
    old, new = ({row["code"]: row["values"] for row in rows} for rows in (then, now))
    found = []
    for place, code in enumerate([*old, *(code for code in new if code not in old)]):
        before, after = old.get(code, []), new.get(code, [])
        for column in range(max(len(before), len(after))):
            pair = (_at(before, column), _at(after, column))
            if pair[0] != pair[1]:
                found.append(Change((place, column), *pair))
    return found


def is_little(change: Change) -> bool:
    """Would the change itself be a small count? Then setting the two beside each other would show it."""
    both = (change.then, change.now)
    if not all(isinstance(one, int | float) for one in both):
        return False
    return 0 < abs(change.now - change.then) < THRESHOLD


def gives_away(figure: str, found: Iterable[Change]) -> bool:
    """May the new table not stand beside the old one? Only where people are counted by more than a total."""
    return figure in ABOUT_PEOPLE and any(is_little(one) for one in found)


def verdict_of(figure: str, found: Sequence[Change], *, same_bytes: bool) -> Verdict:
    """What a second count says about a snapshot."""
    if same_bytes:
        return Verdict.EQUAL
    if not found:
        return Verdict.WORDED
    return Verdict.LITTLE if gives_away(figure, found) else Verdict.REVISED


def contradicts(values: Iterable[tuple[Decimal | None, str, str]]) -> bool:
    """Do figures of one topic, time and place (value, words, unit) say different things? Never averaged."""
    said = {(value.normalize() if value is not None else None, key_of(words, most=200), key_of(unit, most=40))
            for value, words, unit in values}  # fmt: skip
    return len(said) > 1


def _at(values: Sequence[Shown], column: int) -> Shown:
    return values[column] if column < len(values) else 0
