"""How a person's situation changed: pure arithmetic on what was assessed, whatever order it was written in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Taken:
    """One finished assessment; `scores`: domain → score, None where not assessed; `corrects`: the key of another."""

    key: Any
    on: date
    scores: Mapping[str, int | None]
    corrects: Any = None


@dataclass(frozen=True, slots=True)
class Change:
    """One domain: the first, the one before, and the last score with its day. None where there is none."""

    domain: str
    first: int
    before: int | None
    last: int
    on: date

    @property
    def since_before(self) -> int | None:
        """How much it moved since the assessment before; None for the first score."""
        return None if self.before is None else self.last - self.before

    @property
    def since_first(self) -> int:
        """How much it moved since the beginning."""
        return self.last - self.first


def counting(taken: Iterable[Taken]) -> list[Taken]:
    """What counts, by day: an assessment that a later one corrects counts no more. The key breaks ties of a day."""
    everything = list(taken)
    corrected = {one.corrects for one in everything if one.corrects is not None}
    return sorted(
        (one for one in everything if one.key not in corrected), key=lambda one: (one.on, str(one.key))
    )


def course(taken: Iterable[Taken]) -> dict[str, list[tuple[date, int]]]:
    """Domain → its scores with their days, the oldest first."""
    found: dict[str, list[tuple[date, int]]] = {}
    for one in counting(taken):
        for domain, score in one.scores.items():
            if score is not None:
                found.setdefault(domain, []).append((one.on, score))
    return found


def changes(taken: Iterable[Taken]) -> dict[str, Change]:
    """Domain → how it stands and how it moved."""
    return {
        domain: Change(
            domain,
            first=points[0][1],
            before=points[-2][1] if len(points) > 1 else None,
            last=points[-1][1],
            on=points[-1][0],
        )
        for domain, points in course(taken).items()
    }
