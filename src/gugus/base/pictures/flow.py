"""From where to where: ribbons between two columns, as thick as their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from gugus.base.pictures.paper import (
    Say,
    Value,
    element,
    hatch,
    is_hidden,
    named,
    percent,
    plain_number,
    sheet,
    sheet_name,
    size_of,
    words,
    written,
)

HEAD, UNIT, LEAST, LABEL = 24, 200, 6, 30  # a label stands in the gap above its place
THICK = 0.012


@dataclass(frozen=True)
class Flow:
    """How many went from one place to another."""

    origin: str
    destination: str
    value: Value


def flow_picture(
    title: str, desc: str, ends: tuple[str, str], flows: Sequence[Flow], say: Say = plain_number
) -> str:
    """`ends` heads the two columns. Places stand in the order of their size, the biggest on top."""
    name = sheet_name(title, desc)
    scale = UNIT / (sum(_drawn(flow.value) for flow in flows) or 1)
    origins, left = _column([(flow.origin, flow) for flow in flows], scale)
    goals, right = _column([(flow.destination, flow) for flow in flows], scale)
    ribbons = "".join(_ribbon(name, flow, left[id(flow)], right[id(flow)], say) for flow in flows)
    height = HEAD + max(_end(origins), _end(goals)) + 4
    box = {"viewBox": f"0 0 1000 {height}", "preserveAspectRatio": "none", "width": "100%", "height": height}
    parts = [
        hatch(f"{name}-h") if any(is_hidden(flow.value) for flow in flows) else "",
        words("0", 14, ends[0], "axis"),
        words("100%", 14, ends[1], "axis", "end"),
        element("svg", ribbons, **box) if ribbons else "",
        *(_node(place, span, total, False, say) for place, (span, total) in origins.items()),
        *(_node(place, span, total, True, say) for place, (span, total) in goals.items()),
    ]
    return sheet("flow", title, desc, round(height), parts, name)


def _drawn(value: Value) -> float:
    return 1.0 if is_hidden(value) else size_of(value)


def _end(nodes: dict) -> float:
    return max((span[1] for span, _ in nodes.values()), default=0)


def _column(pairs: list[tuple[str, Flow]], scale: float) -> tuple[dict, dict]:
    """Where each place stands, and where each of its ribbons leaves, from top to bottom."""
    places: dict[str, list[Flow]] = {}
    for place, flow in pairs:
        places.setdefault(place, []).append(flow)
    ordered = sorted(places.items(), key=lambda item: -sum(_drawn(flow.value) for flow in item[1]))
    nodes, ribbons, y = {}, {}, 0.0
    for place, its_flows in ordered:
        y += LABEL
        tall = max(sum(_drawn(flow.value) for flow in its_flows) * scale, LEAST)
        start = y
        for flow in sorted(its_flows, key=lambda flow: -_drawn(flow.value)):
            thick = _drawn(flow.value) * scale
            ribbons[id(flow)] = (start, start + thick)
            start += thick
        known = sum(size_of(flow.value) for flow in its_flows)
        hidden = [str(flow.value) for flow in its_flows if is_hidden(flow.value)]
        nodes[place] = ((y, y + tall), [known, *hidden] if known else hidden or [0])
        y += tall
    return nodes, ribbons


def _ribbon(name: str, flow: Flow, left: tuple, right: tuple, say: Say) -> str:
    x1, x2, middle = THICK * 1000, (1 - THICK) * 1000, 500
    (a1, a2), (b1, b2) = left, right
    a1, a2, b1, b2 = (round(y + HEAD, 1) for y in (a1, a2, b1, b2))
    curve = (
        f"M{x1} {a1}C{middle} {a1} {middle} {b1} {x2} {b1}L{x2} {b2}C{middle} {b2} {middle} {a2} {x1} {a2}Z"
    )
    fill = {"fill": f"url(#{name}-h)"} if is_hidden(flow.value) else {"class_": "ribbon"}
    return named(
        element("path", d=curve, **fill), f"{flow.origin} → {flow.destination}: {written(flow.value, say)}"
    )


def _node(place: str, span: tuple[float, float], total: list, on_the_right: bool, say: Say) -> str:
    top, bottom = span
    x = percent(1 - THICK if on_the_right else 0)
    box = {"x": x, "y": round(top + HEAD, 1), "width": percent(THICK), "height": round(bottom - top, 1)}
    number = element("tspan", " + ".join(escape(written(value, say)) for value in total), class_="value")
    pieces = f"{escape(place)} {number}"
    where = {"x": percent(1 if on_the_right else 0), "y": round(top + HEAD - 8, 1)}
    anchor = "end" if on_the_right else None
    label = element("text", pieces, **where, class_="label haloed", text_anchor=anchor)
    return element("rect", **box, class_="series-1") + label
