"""Outlines from GeoJSON or TopoJSON: read, turned the right way, simplified, written as SVG paths.

The projection is our own and plain: one unit is 1/10,000 degree, x grows to the east, y to the south. So
near the equator a degree is as wide as it is high (at 11° south it is drawn 2 % too wide).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

UNITS = 10_000
_EAST_OF_INDONESIA = 90  # no latitude is larger, and no longitude of Indonesia is smaller

Point = tuple[float, float]
Grid = tuple[int, int]
Ring = list[Grid]


class ShapesUnreadable(ValueError):
    """A file cannot be drawn; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature of a file: its properties and its rings on the grid (holes are rings like others)."""

    properties: dict
    rings: list[Ring]

    @property
    def path(self) -> str:
        """The SVG path: absolute start, relative steps."""
        return "".join(_ring_path(ring) for ring in self.rings)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom on the grid."""
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        return min(xs), min(ys), max(xs), max(ys)


def read_outlines(document: dict, *, layer: str | None = None, tolerance: float = 0.001) -> list[Outline]:
    """All areas of a GeoJSON or TopoJSON document; `tolerance` in degrees is how far a line may move.

    Files that write latitude first are recognised (no place in Indonesia has a longitude below 90) and turned.
    Features without a polygon come back without rings. In TopoJSON shared borders stay shared, because arcs
    are simplified before they are joined.
    """
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        outlines = _from_topology(document, layer, tolerance)
    elif kind in {"FeatureCollection", "Feature"}:
        outlines = _from_features(document, tolerance)
    else:
        raise ShapesUnreadable("The file is neither GeoJSON (FeatureCollection) nor TopoJSON (Topology).")
    if not any(outline.rings for outline in outlines):
        raise ShapesUnreadable("The file holds no polygon.")
    return outlines


def _from_features(document: dict, tolerance: float) -> list[Outline]:
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    shapes = [_rings(_polygons(each.get("geometry"))) for each in features]
    turn = _turn(point for rings in shapes for ring in rings for point in ring)
    return [
        Outline(each.get("properties") or {}, _drawn(simplified(turn(ring), tolerance) for ring in rings))
        for each, rings in zip(features, shapes, strict=True)
    ]


def _rings(polygons: list) -> list:
    return [ring for polygon in polygons for ring in polygon]


def _from_topology(document: dict, layer: str | None, tolerance: float) -> list[Outline]:
    objects = document.get("objects") or {}
    if layer is None and len(objects) != 1:
        raise ShapesUnreadable(
            f"The file has several layers; name one of them: {', '.join(sorted(objects))}."
        )
    if layer is not None and layer not in objects:
        raise ShapesUnreadable(f"The file has no layer '{layer}', but: {', '.join(sorted(objects))}.")
    decoded = [_decoded(arc, document.get("transform")) for arc in document.get("arcs", [])]
    turn = _turn(point for arc in decoded for point in arc)
    arcs = [simplified(turn(arc), tolerance) for arc in decoded]
    chosen = objects[layer] if layer is not None else next(iter(objects.values()))
    outlines = []
    for each in chosen.get("geometries", [chosen]):
        rings = (_joined(ring, arcs) for ring in _rings(_polygons(each, "arcs")))
        outlines.append(Outline(each.get("properties") or {}, _drawn(rings)))
    return outlines


def _polygons(geometry: dict | None, holds: str = "coordinates") -> list:
    """The polygons of a geometry: lists of rings of points (GeoJSON) or of arc numbers (TopoJSON)."""
    kind = (geometry or {}).get("type")
    if kind == "Polygon":
        return [geometry[holds]]
    if kind == "MultiPolygon":
        return geometry[holds]
    if kind == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in _polygons(part, holds)]
    return []


def _decoded(arc: list, transform: dict | None) -> list[Point]:
    if not transform:
        return [(point[0], point[1]) for point in arc]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def _joined(numbers: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """One ring from its arcs; a negative number is an arc walked backwards."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _turn(points: Iterable[Point]) -> Callable[[list], list[Point]]:
    """How to turn points into (longitude, latitude); decided once for the whole file."""
    first, second = [], []
    for point in points:
        first.append(point[0])
        second.append(point[1])
    if not first:
        return list
    longitude_first = min(first) >= _EAST_OF_INDONESIA and max(map(abs, second)) <= _EAST_OF_INDONESIA
    latitude_first = min(second) >= _EAST_OF_INDONESIA and max(map(abs, first)) <= _EAST_OF_INDONESIA
    if not longitude_first and not latitude_first or max(*first, *second) > 180:
        raise ShapesUnreadable(
            "The coordinates are not degrees inside Indonesia"
            f" (first from {min(first):.6g} to {max(first):.6g}, second from {min(second):.6g} to {max(second):.6g})."
            " Convert the file to WGS 84 (EPSG:4326)."
        )
    if latitude_first:
        return lambda line: [(point[1], point[0]) for point in line]
    return lambda line: [(point[0], point[1]) for point in line]


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Drop points that lie nearer than `tolerance` to the line without them (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    if line[0] == line[-1]:  # a ring has no ends: its farthest point is kept as the other one
        keep.add(max(range(len(line)), key=lambda at: _distance(line[at], line[0], line[0])))
    anchors = sorted(keep)
    spans = list(zip(anchors, anchors[1:], strict=False))
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        far = max(range(start + 1, end), key=lambda at: _distance(line[at], line[start], line[end]))
        if _distance(line[far], line[start], line[end]) > tolerance:
            keep.add(far)
            spans += [(start, far), (far, end)]
    return [line[at] for at in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the stretch between two others."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return ((px - ax - share * dx) ** 2 + (py - ay - share * dy) ** 2) ** 0.5


def _drawn(rings: Iterable[list[Point]]) -> list[Ring]:
    """Rings on the grid. What shrank to a line is left out, unless nothing else is left of the area."""
    snapped = [list(_snapped(ring)) for ring in rings]
    whole = [ring for ring in snapped if len(ring) >= 3]
    return whole or [_speck(ring) for ring in snapped[:1] if ring]


def _snapped(ring: list[Point]) -> Iterator[Grid]:
    last, first = None, None
    points = [(round(longitude * UNITS), round(-latitude * UNITS)) for longitude, latitude in ring]
    for at, point in enumerate(points):
        first = first or point
        if point != last and not (at == len(points) - 1 and point == first):
            yield point
        last = point


def _speck(ring: Ring) -> Ring:
    (x, y), half = ring[0], 5
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]


def _ring_path(ring: Ring) -> str:
    (x, y), steps = ring[0], []
    for next_x, next_y in ring[1:]:
        steps.append(f"{next_x - x},{next_y - y}")
        x, y = next_x, next_y
    return f"M{ring[0][0]},{ring[0][1]}l{' '.join(steps)}z"
