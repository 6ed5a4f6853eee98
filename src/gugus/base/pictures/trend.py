"""A line through time, with the band in which it was expected and the points that left it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from gugus.base.pictures.paper import (
    Say,
    Value,
    element,
    is_hidden,
    named,
    percent,
    plain_number,
    round_top,
    sheet,
    size_of,
    words,
    written,
)

TOP, PLOT, FOOT = 14, 170, 26


@dataclass(frozen=True)
class TrendPoint:
    """A period and its value; `low` and `high` are the expected band; `alarm` marks a point outside it."""

    label: str
    value: Value
    low: float | None = None
    high: float | None = None
    alarm: bool = False


def trend_line(title: str, desc: str, points: Sequence[TrendPoint], say: Say = plain_number) -> str:
    """Values by period. A hidden or unknown value breaks the line; nothing is drawn through it."""
    reach = [size_of(point.value) for point in points] + [point.high or 0 for point in points]
    top = round_top(max(reach, default=1))
    parts = [_grid(top, say), _plot(points, top)]
    parts += [_mark(points, place, top, say) for place in range(len(points))]
    parts += _axis([point.label for point in points])
    return sheet("trend", title, desc, TOP + PLOT + FOOT, parts)


def _x(place: int, count: int) -> float:
    return 0.08 + 0.89 * (place / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return TOP + PLOT * (1 - value / top)


def _grid(top: float, say: Say) -> str:
    drawn = ""
    for step in (0, 0.5, 1):
        y = round(_y(top * step, top), 1)
        drawn += element("line", x1="0", x2="100%", y1=y, y2=y, class_="grid-line")
        drawn += words(0, y - 3, written(top * step, say), "axis")
    return drawn


def _plot(points: Sequence[TrendPoint], top: float) -> str:
    """Band and line, in a box that stretches; strokes keep their width."""
    place = [(_x(number, len(points)) * 1000, point) for number, point in enumerate(points)]
    drawn = _band([(x, point) for x, point in place if point.low is not None and point.high is not None], top)
    run: list[str] = []
    for x, point in [*place, (0.0, None)]:
        if point is not None and isinstance(point.value, (int, float)):
            run.append(f"{x:.1f} {_y(point.value, top):.1f}")
        elif run:
            drawn += element(
                "path", d="M" + "L".join(run), class_="trend", vector_effect="non-scaling-stroke"
            )
            run = []
    height = TOP + PLOT
    box = {"viewBox": f"0 0 1000 {height}", "preserveAspectRatio": "none", "width": "100%", "height": height}
    return element("svg", drawn, **box) if drawn else ""


def _band(place: list[tuple[float, TrendPoint]], top: float) -> str:
    if len(place) < 2:
        return ""
    over = [f"{x:.1f} {_y(point.high, top):.1f}" for x, point in place]
    under = [f"{x:.1f} {_y(point.low, top):.1f}" for x, point in reversed(place)]
    return element("path", d="M" + "L".join(over + under) + "Z", class_="band")


def _mark(points: Sequence[TrendPoint], number: int, top: float, say: Say) -> str:
    point, x = points[number], percent(_x(number, len(points)))
    said = f"{point.label}: {written(point.value, say)}"
    if is_hidden(point.value):
        return named(words(x, TOP + PLOT - 4, str(point.value), "axis", "middle"), said)
    if point.value is None:
        return ""
    y = round(_y(size_of(point.value), top), 1)
    if point.alarm:
        ring = element("circle", cx=x, cy=y, r=8, class_="alarm-ring")
        number_said = words(x, y - 13, written(point.value, say), "value haloed", "middle")
        return named(ring + element("circle", cx=x, cy=y, r=4.5, class_="alarm-dot") + number_said, said)
    last = number == len(points) - 1
    drawn = element("circle", cx=x, cy=y, r=4 if last else 3, class_="trend-dot")
    if last:
        drawn += words(x, y - 10, written(point.value, say), "value haloed", "end")
    return named(drawn, said)


def _axis(labels: Sequence[str]) -> list[str]:
    """At most four labels below the line, the last one always."""
    count = len(labels)
    if not count:
        return []
    step = max(ceil((count - 1) / 3), 1)
    drawn = []
    for place in range((count - 1) % step, count, step):
        anchor = "end" if place == count - 1 and count > 1 else "middle" if place else "start"
        x = 0 if anchor == "start" else 1 if anchor == "end" else _x(place, count)
        drawn.append(words(percent(x), TOP + PLOT + 18, labels[place], "axis", anchor))
    return drawn
