"""Count facts for a viewer: exactly for one's own agency where the role allows it, otherwise protected.

Protected means: counts below the threshold are hidden, and with them whatever would give them away
(`kernel.counts`). Every table is protected together with its total. Protected tables are also coarser,
because twenty people do not fill forty cells. Zeros are kept back like other small counts where people are
counted ("no boys" tells something about the rest), and shown where only reports and deadlines are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.kernel.counts import THRESHOLD, Cell, protect_line
from gugus.kernel.periods import Kind, Period

HIDDEN = "*"  # one sign for every hidden count, whatever the reason
ABOUT_PEOPLE = frozenset({"survivorfact", "casefact"})
Shown = int | str


@dataclass(frozen=True, slots=True)
class Scale:
    """Who sees what: exact numbers of one agency, or protected numbers of everybody."""

    exact: bool
    agency: UUID | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one kind by key, with their total."""

    counts: dict[str, Shown]
    total: Shown


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by two keys."""

    counts: dict[tuple[str, str], Shown]
    total: Shown


def scale_for(viewer: Viewer, *, own: bool) -> Scale:
    """Exact numbers need a right to all cases of the agency, and concern that agency alone."""
    sees_all = viewer.reach(Section.CASE, Verb.SEE) >= Scope.AGENCY
    return Scale(exact=True, agency=viewer.agency_id) if own and sees_all else Scale(exact=False)


def may_be_exact(viewer: Viewer) -> bool:
    """May this viewer ask for exact numbers of the own agency?"""
    return viewer.reach(Section.CASE, Verb.SEE) >= Scope.AGENCY


def offered(period: Period, scale: Scale) -> bool:
    """Protected figures come by year only: a year less a half-year would give small counts away."""
    return scale.exact or period.kind == Kind.YEAR


def end_of_publication(period: Period, scale: Scale, today: date) -> date:
    """The first day not counted. Protected figures of a running year end with the last full month."""
    if scale.exact:
        return period.end_day
    return min(period.end_day, today.replace(day=1))


class Counter:
    """Counts within one period at one scale."""

    def __init__(self, period: Period, scale: Scale, today: date):
        self.first = period.first_day
        self.end = max(end_of_publication(period, scale, today), self.first)
        self.scale = scale

    @property
    def last_day(self) -> date:
        """The last day that is counted."""
        return max(self.end - timedelta(days=1), self.first)

    def line(self, fact: str, dim: str, keys: Sequence[str] = ()) -> Line:
        """Counts by one column; `keys` names those that belong in the table even when nothing was counted."""
        found = {key: number for (key,), number in self._raw(fact, [dim])}
        names = [*keys, *sorted(found.keys() - set(keys))]
        numbers = [found.get(name, 0) for name in names]
        if self.scale.exact:
            return Line(dict(zip(names, numbers, strict=True)), sum(numbers))
        safe = protect_line(numbers, zeros_shown=fact not in ABOUT_PEOPLE)
        return Line(dict(zip(names, map(as_shown, safe.cells), strict=True)), as_shown(safe.total))

    def grid(self, fact: str, dims: tuple[str, str], rows: Sequence[str], columns: Sequence[str]) -> Grid:
        """Counts by two columns in a fixed frame of rows and columns; what lies outside counts as "unknown"."""
        numbers = dict.fromkeys(((row, column) for row in rows for column in columns), 0)
        for (row, column), number in self._raw(fact, list(dims)):
            place = (row if row in rows else "unknown", column if column in columns else "unknown")
            numbers[place] = numbers.get(place, 0) + number
        if self.scale.exact:
            return Grid(dict(numbers), sum(numbers.values()))
        # Only cells and the grand total are published, so they are protected as one line; row and column
        # totals must not appear anywhere else on the page.
        safe = protect_line(list(numbers.values()), zeros_shown=fact not in ABOUT_PEOPLE)
        counts = dict(zip(numbers, map(as_shown, safe.cells), strict=True))
        return Grid(counts, as_shown(safe.total))

    def total(self, fact: str) -> Shown:
        """How many facts there are at all."""
        number = sum(number for _, number in self._raw(fact, []))
        return number if self.scale.exact or number >= THRESHOLD or number == 0 else HIDDEN

    def share(self, fact: str, dim: str) -> tuple[Shown, Shown]:
        """How many of a yes/no column are yes, and of how many that are known."""
        line = self.line(fact, dim, ("true", "false", "unknown"))
        yes, no = line.counts["true"], line.counts["false"]
        if isinstance(yes, str) or isinstance(no, str):
            return HIDDEN, HIDDEN
        return yes, yes + no

    def _raw(self, fact: str, dims: list[str]) -> list[tuple[list[str], int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select keys, n from statistics_count(%s, %s::text[], %s, %s, %s, %s)",
                [fact, dims, self.first, self.end, self.scale.agency, self.scale.area],
            )
            return cursor.fetchall()


def as_shown(cell: Cell) -> Shown:
    return HIDDEN if cell.shown is None else cell.shown
