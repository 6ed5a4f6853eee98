"""What an outsider can compute about a hidden count from the counts and totals that are shown.

A table with its totals is a flow without leaks: every cell carries its count from its row to its column,
every total carries the sum back. Two tables that show the same numbers differ by flow around circles of
hidden cells. So how far a hidden count can move is a maximum flow, exact and in whole numbers, and the
cells to hide beside it are a shortest path. Looking at one row or column at a time would miss counts that
follow from several rows and columns together.
"""

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush


@dataclass(slots=True)
class Link:
    """One count of the table, a cell or a total. `cost` says how much its hiding would hurt the reader."""

    tail: int
    head: int
    count: int
    cost: int
    is_hidden: bool = False
    is_fixed: bool = False  # shown whatever happens, such as a zero that may be shown


@dataclass(slots=True)
class Network:
    """The counts of one table and what is hidden of them; `floor` is the least a hidden count can be."""

    links: list[Link]
    floor: int = 0
    _beside: dict[int, list[tuple[int, int, bool]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._beside = {}
        for place, link in enumerate(self.links):
            self._beside.setdefault(link.tail, []).append((place, link.head, True))
            self._beside.setdefault(link.head, []).append((place, link.tail, False))

    def width(self, place: int, enough: int) -> int:
        """Return highest minus lowest value that a hidden count can have, counted no further than `enough`."""
        down = self._fall(place, enough)
        return min(
            enough, down + self._push(self.links[place].head, self.links[place].tail, place, enough - down)
        )

    def hide_around(self, place: int, enough: int) -> list[int]:
        """Hide the cheapest further counts that let a hidden count move by `enough`, and return their places."""
        missing = enough - self._fall(place, enough)
        fresh = [step for step in self._cheapest_circle(place, missing) if not self.links[step].is_hidden]
        for step in fresh:
            self.links[step].is_hidden = True
        return fresh

    def _fall(self, place: int, enough: int) -> int:
        link = self.links[place]
        room = min(enough, link.count - self.floor)
        return self._push(link.tail, link.head, place, room)

    def _push(self, source: int, target: int, without: int, wanted: int) -> int:
        """Return how much can go from one node to another through hidden counts, up to `wanted`."""
        moved = dict.fromkeys(range(len(self.links)), 0)
        pushed = 0
        while pushed < wanted and (path := self._path(source, target, without, moved)):
            amount = wanted - pushed
            for place, is_forward in path:
                if not is_forward:  # a count can only fall to the floor, but rise without end
                    amount = min(amount, self._room(place, moved))
            for place, is_forward in path:
                moved[place] += amount if is_forward else -amount
            pushed += amount
        return pushed

    def _path(
        self, source: int, target: int, without: int, moved: dict[int, int]
    ) -> list[tuple[int, bool]] | None:
        """Find the shortest way on which something can still be moved."""
        came: dict[int, tuple[int, int, bool]] = {}
        waiting = deque([source])
        while waiting:
            node = waiting.popleft()
            for place, other, is_forward in self._beside.get(node, ()):
                if other in came or other == source or place == without or not self.links[place].is_hidden:
                    continue
                if not is_forward and self._room(place, moved) <= 0:
                    continue
                came[other] = (node, place, is_forward)
                if other == target:
                    return _walked_back(came, source, target)
                waiting.append(other)
        return None

    def _room(self, place: int, moved: dict[int, int]) -> int:
        return self.links[place].count + moved[place] - self.floor

    def _cheapest_circle(self, place: int, amount: int) -> list[int]:
        """Find the cheapest way back from the head of a count to its tail that lets `amount` through."""
        source, target = self.links[place].head, self.links[place].tail
        cheapest = {source: 0}
        came: dict[int, tuple[int, int, bool]] = {}
        waiting = [(0, source)]
        while waiting:
            cost, node = heappop(waiting)
            if node == target:
                break
            for step, other, is_forward in self._beside[node]:
                link = self.links[step]
                if step == place or link.is_fixed or not (is_forward or link.count - self.floor >= amount):
                    continue
                total = cost + (0 if link.is_hidden else link.cost)
                if total < cheapest.get(other, total + 1):
                    cheapest[other] = total
                    came[other] = (node, step, is_forward)
                    heappush(waiting, (total, other))
        return [step for step, _ in _walked_back(came, source, target)]


def _walked_back(came: dict[int, tuple[int, int, bool]], source: int, target: int) -> list[tuple[int, bool]]:
    path, node = [], target
    while node != source:
        node, place, is_forward = came[node]
        path.append((place, is_forward))
    return path
