"""Counts that may be published: small ones hidden, and with them whatever would give them away.

In a city with twenty cases a year a table of sex by age by form names people. So a count below the
threshold is hidden, and further counts are hidden until no hidden count can be narrowed down to a range
as small as the threshold (`disclosure.py`). Totals are counts like any other.

Show a hidden count as one sign, whatever the reason: the reason is for the officer, because "small" and
"hidden for its neighbour" together narrow the range again. One table is made safe by itself: two tables
about the same people, or the same table before and after one more case, can still be set against each
other. Compute percentages from what is shown, never from what is hidden.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gugus.kernel.disclosure import Link, Network

THRESHOLD = 5
ROUNDING_BASE = 5
_REOPENED_UP_TO = 400  # counts; in greater tables looking again would take seconds


class Reason(StrEnum):
    """Why a count is shown or not. Not for publication."""

    OPEN = "open"
    SMALL = "small"
    PROTECTS = "protects"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Cell:
    """One count as it may be published; None is hidden. The true count is not in here."""

    shown: int | None
    reason: Reason = Reason.OPEN

    @property
    def is_hidden(self) -> bool:
        """Tell whether the count is kept back."""
        return self.shown is None


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one kind and their total."""

    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column with all totals."""

    rows: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell


def protect_line(counts: Sequence[int], *, threshold: int = THRESHOLD, zeros_shown: bool = False) -> Line:
    """Hide what must not be seen in a list of counts with its total.

    `zeros_shown` keeps zeros open, where nobody is hurt by "none". Raises ValueError for negative counts.
    """
    _only_counts(counts, threshold)
    cost = _costs([counts])
    here, there = 0, 1
    links = [Link(here, there, count, cost(count, totals=0)) for count in counts]
    links.append(Link(there, here, sum(counts), cost(sum(counts), totals=2)))
    cells = _protected(links, threshold, zeros_shown or not counts)
    return Line(tuple(cells[:-1]), cells[-1])


def protect_table(
    rows: Sequence[Sequence[int]], *, threshold: int = THRESHOLD, zeros_shown: bool = False
) -> Table:
    """Hide what must not be seen in a table of counts with row, column and grand totals.

    `zeros_shown` keeps zeros open. Raises ValueError for negative counts or rows of different length.
    """
    height, width = _shape(rows)
    _only_counts([count for row in rows for count in row], threshold)
    cost = _costs(rows)
    # Nodes: the rows, the columns, then the sum over rows and the sum over columns.
    over_rows, over_columns = height + width, height + width + 1
    links = [
        Link(row, height + column, rows[row][column], cost(rows[row][column], totals=0))
        for row in range(height)
        for column in range(width)
    ]
    sums = [sum(row) for row in rows]
    links += [Link(over_columns, row, sums[row], cost(sums[row], totals=1)) for row in range(height)]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    links += [
        Link(height + column, over_rows, sums[column], cost(sums[column], totals=1))
        for column in range(width)
    ]
    links.append(Link(over_rows, over_columns, sum(sums), cost(sum(sums), totals=2)))
    return _as_table(_protected(links, threshold, zeros_shown or not height * width), height, width)


def round_line(counts: Sequence[int], *, base: int = ROUNDING_BASE) -> Line:
    """Round each count to the nearest multiple of `base`; the total adds up the rounded counts."""
    table = round_table([counts], base=base)
    return Line(table.rows[0], table.total)


def round_table(rows: Sequence[Sequence[int]], *, base: int = ROUNDING_BASE) -> Table:
    """Round each count to the nearest multiple of `base`, halves upwards.

    Totals add up the rounded counts. A total rounded by itself would be nearer the truth, but set against
    the rounded counts it can give them away: four twos, shown as 0, 0, 0, 0 under a total of 10.
    """
    height, width = _shape(rows)
    _only_counts([count for row in rows for count in row], base)
    rounded = [[(2 * count + base) // (2 * base) * base for count in row] for row in rows]
    across = [sum(row) for row in rounded]
    down = [sum(column) for column in zip(*rounded, strict=True)]
    flat = [count for row in rounded for count in row] + across + down + [sum(across)]
    return _as_table([Cell(count, Reason.ROUNDED) for count in flat], height, width)


def _protected(links: list[Link], threshold: int, zeros_shown: bool) -> list[Cell]:
    """Hide small counts, then their neighbours, until each hidden count can move further than the threshold."""
    small = set()
    for place, link in enumerate(links):
        link.is_fixed = zeros_shown and link.count == 0
        link.is_hidden = link.count < threshold and not link.is_fixed
        if link.is_hidden:
            small.add(place)
    network = Network(links, floor=1 if zeros_shown else 0)
    enough = threshold + 1
    # Hiding more only widens what is possible, so a count once safe stays safe.
    waiting = sorted(small, key=lambda place: links[place].count, reverse=True)
    while waiting:
        place = waiting.pop()
        if network.width(place, enough) < enough:
            waiting += [place, *network.hide_around(place, enough)]
    if len(links) <= _REOPENED_UP_TO:
        _reopen(network, small, enough)
    return [_cell(link, place in small) for place, link in enumerate(links)]


def _reopen(network: Network, small: set[int], enough: int) -> None:
    """Show again what later hiding has made needless, the dearest first."""
    hidden = {place for place, link in enumerate(network.links) if link.is_hidden}
    for place in sorted(hidden - small, key=lambda place: network.links[place].cost, reverse=True):
        network.links[place].is_hidden = False
        if all(network.width(other, enough) >= enough for other in hidden - {place}):
            hidden.remove(place)
        else:
            network.links[place].is_hidden = True


def _cell(link: Link, is_small: bool) -> Cell:
    if not link.is_hidden:
        return Cell(link.count)
    return Cell(None, Reason.SMALL if is_small else Reason.PROTECTS)


def _as_table(cells: Sequence[Cell], height: int, width: int) -> Table:
    inner, totals = cells[: height * width], cells[height * width :]
    return Table(
        rows=tuple(tuple(inner[row * width : (row + 1) * width]) for row in range(height)),
        row_totals=tuple(totals[:height]),
        column_totals=tuple(totals[height : height + width]),
        total=totals[-1],
    )


def _costs(rows: Iterable[Iterable[int]]) -> Callable[..., int]:
    """Price the hiding of a count: more for greater counts, and any total dearer than all cells together."""
    everything = sum(count + 1 for row in rows for count in row)

    def cost(count: int, *, totals: int) -> int:
        return count + 1 + totals * 3 * everything

    return cost


def _shape(rows: Sequence[Sequence[int]]) -> tuple[int, int]:
    width = len(rows[0]) if rows else 0
    if any(len(row) != width for row in rows):
        raise ValueError("all rows of a table have the same length")
    return len(rows), width


def _only_counts(counts: Iterable[int], least: int) -> None:
    if least < 1:
        raise ValueError("a threshold or rounding base is at least 1")
    if any(count < 0 for count in counts):
        raise ValueError("a count is never negative")
