"""The picture of a journey: stations on a line with moments, means of transport, and what is done or late. No map."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gugus.base.pictures.paper import element, named, sheet, words
from gugus.repatriation.codes import LegState
from gugus.repatriation.models import Leg
from gugus.repatriation.wording import told_legs

STEP = 92
TOP = 16


def route_of(legs: Sequence[Leg], at: datetime) -> list[dict]:
    """The legs that count, as lines of the picture and of the list beside it."""
    return told_legs([leg for leg in legs if leg.state != LegState.CANCELLED], at)


def picture(route: Sequence[dict]) -> SafeString:
    """Stations from top to bottom. A full circle: left or reached; an empty one: to come; a square: the end; a star
    of the colour of lateness: nobody confirmed the arrival. The same stands in words for a screen reader and on paper.
    """
    if not route:
        return mark_safe("")
    parts = []
    for number, line in enumerate(route):
        parts += _between(line, TOP + number * STEP)
    for number, (place, when, mark) in enumerate(_stations(route)):
        parts += _station(place, when, mark, TOP + number * STEP, last=number == len(route))
    title, desc = _("The journey"), "; ".join(_said(line) for line in route)
    return mark_safe(sheet("route", title, desc, TOP * 2 + 24 + len(route) * STEP, parts))


def _stations(route: Sequence[dict]) -> list[tuple[str, str, str]]:
    first = route[0]
    found = [(first["origin"], first["departs"], "done" if first["leg"].departed_at else "todo")]
    for place, line in enumerate(route):
        mark = "late" if line["late"] else "done" if line["leg"].arrived_at else "todo"
        following = route[place + 1] if place + 1 < len(route) else None
        when = line["arrives"] + (f" → {following['departs']}" if following and not following["gap"] else "")
        found.append((line["target"], when, mark))
    return found


def _station(place: str, when: str, mark: str, y: int, *, last: bool) -> list[str]:
    kind = {"done": "fill-safe", "late": "fill-late", "todo": "stop stop-transit"}[mark]
    if mark == "late":
        shape = element("path", d=f"M10 {y - 9}L19 {y}L10 {y + 9}L1 {y}Z", class_=kind)
    elif last:
        shape = element("rect", x=3, y=y - 7, width=14, height=14, rx=2, class_=kind)
    else:
        shape = element("circle", cx=10, cy=y, r=7, class_=kind)
    parts = [named(shape, f"{place} {when}".strip()), words(32, y + 5, place, "label")]
    return [*parts, words(32, y + 23, when, "axis")] if when else parts


def _between(line: dict, y: int) -> list[str]:
    under_way = line["leg"].state == LegState.UNDER_WAY
    state = _("late, not confirmed") if line["late"] else str(line["leg"].get_state_display())
    return [
        element(
            "line",
            x1=10,
            x2=10,
            y1=y + 10,
            y2=y + STEP - 10,
            class_="leg" if not under_way else "leg leg-now",
        ),
        words(32, y + 50, f"{line['transport']} · {state}", "axis"),
    ]


def _said(line: dict) -> str:
    facts = {name: line[name] for name in ("origin", "target", "departs", "arrives", "transport")}
    state = _("late, not confirmed") if line["late"] else str(line["leg"].get_state_display())
    return _("%(origin)s, %(departs)s, to %(target)s, %(arrives)s, by %(transport)s") % facts + f": {state}"
