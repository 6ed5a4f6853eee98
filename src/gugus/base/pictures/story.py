"""One case through time, and the legs of one journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gugus.base.pictures.paper import element, named, percent, sheet, words

HEAD, LANE, FOOT = 22, 38, 24
LETTER = 0.022  # of the width of a sheet on a phone
LEG = 64


@dataclass(frozen=True)
class CaseSpan:
    """A stretch of days in one lane, such as a shelter stay; `end` None is still going on."""

    label: str
    start: date
    end: date | None
    kind: str = ""


@dataclass(frozen=True)
class CaseEvent:
    """One day that mattered. `kind` is a meaning: high, late, safe, sealed, info …"""

    label: str
    on: date
    kind: str = "plain"


@dataclass(frozen=True)
class Stop:
    """A place on a journey. `by` says how one came from the stop before; `kind` is origin, transit or destination."""

    place: str
    kind: str
    when: str = ""
    by: str = ""


def case_timeline(
    title: str,
    desc: str,
    spans: Sequence[CaseSpan],
    events: Sequence[CaseEvent],
    until: date,
    say_day=date.isoformat,
) -> str:
    """Lanes of days from the first fact to `until`; on the top lane the events, numbered in their order."""
    days = [span.start for span in spans] + [event.on for event in events]
    first = min(days, default=until)
    whole = max((until - first).days, 1)

    def x(day: date) -> float:
        return 0.02 + 0.96 * min(max((day - first).days / whole, 0), 1)

    lanes_end = HEAD + 14 + len(spans) * LANE
    parts = [element("line", x1="2%", x2="98%", y1=HEAD, y2=HEAD, class_="grid-line")]
    for number, event in enumerate(sorted(events, key=lambda event: event.on), start=1):
        dot = element("circle", cx=percent(x(event.on)), cy=HEAD, r=10, class_=f"event fill-{event.kind}")
        dot += words(percent(x(event.on)), HEAD + 4, str(number), "event-number", "middle")
        parts.append(named(dot, f"{say_day(event.on)}: {event.label}"))
    for lane, span in enumerate(spans):
        parts.append(_lane(span, HEAD + 14 + lane * LANE, x, until, say_day))
    parts.append(words("2%", lanes_end + 16, say_day(first), "axis"))
    parts.append(words("98%", lanes_end + 16, say_day(until), "axis", "end"))
    return sheet("case", title, desc, lanes_end + FOOT, parts)


def _lane(span: CaseSpan, y: int, x, until: date, say_day) -> str:
    start, end = x(span.start), x(span.end or until)
    kind = f"fill-{span.kind}" if span.kind else "series-1"
    bar = element(
        "rect",
        x=percent(start),
        y=y + 18,
        width=percent(max(end - start, 0.008)),
        height=9,
        rx=3,
        class_=kind,
    )
    tail = "" if span.end else element("circle", cx=percent(end), cy=y + 22.5, r=4.5, class_="open-end")
    # On the side where it fits on a phone, else where there is more room.
    fits = start + len(span.label) * LETTER < 1
    late = not fits and end > 1 - start
    label = words(percent(end if late else start), y + 12, span.label, "label", "end" if late else None)
    ends = say_day(span.end) if span.end else "…"
    return named(bar + tail + label, f"{span.label}: {say_day(span.start)} – {ends}")


def route_legs(title: str, desc: str, stops: Sequence[Stop]) -> str:
    """The journey from top to bottom like a railway line: places as stations, means of transport between them."""
    parts = []
    for number, stop in enumerate(stops):
        y = 14 + number * LEG
        if number:
            parts.append(element("line", x1=10, x2=10, y1=y - LEG + 8, y2=y - 8, class_="leg"))
            parts.append(words(32, y - LEG / 2 + 12, stop.by, "axis") if stop.by else "")
    for number, stop in enumerate(stops):
        y = 14 + number * LEG
        shape = element("circle", cx=10, cy=y, r=7, class_=f"stop stop-{stop.kind}")
        if stop.kind == "destination":
            shape = element("rect", x=3, y=y - 7, width=14, height=14, rx=2, class_="stop stop-destination")
        parts.append(named(shape, f"{stop.place} {stop.when}".strip()))
        parts.append(words(32, y + 5, stop.place, "label"))
        if stop.when:
            parts.append(words("100%", y + 5, stop.when, "axis", "end"))
    return sheet("route", title, desc, 28 + max(len(stops) - 1, 0) * LEG, parts)
