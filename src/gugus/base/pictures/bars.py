"""Lying bars: the label above, the number at its end, room for long Indonesian words."""

from collections.abc import Sequence
from dataclasses import dataclass

from gugus.base.pictures.paper import (
    LINE,
    Say,
    Value,
    broken,
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

ROW, THICK, BASELINE = 44, 12, 15
MOST_LETTERS = 30  # of a label beside its number, on a phone
HIDDEN_SHARE = 0.04  # a hidden value is drawn with this length, whatever it is


@dataclass(frozen=True)
class Bar:
    """One bar. `kind` may be a meaning (high, medium, low, late, safe); `note` stands small beside the number."""

    label: str
    value: Value
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class StackedBar:
    """One bar of several parts, in the order of the series' names."""

    label: str
    values: Sequence[Value]


def bar_chart(title: str, desc: str, bars: Sequence[Bar], say: Say = plain_number) -> str:
    """Compare numbers of one kind. The longest bar fills the sheet."""
    name = sheet_name(title, desc)
    top = max((size_of(bar.value) for bar in bars), default=0) or 1
    parts = [hatch(f"{name}-h")] if any(is_hidden(bar.value) for bar in bars) else []
    y = 0
    for bar in bars:
        parts.extend(_bar(name, y, bar, top, say))
        y += _height(bar.label)
    return sheet("bars", title, desc, y or ROW, parts, name)


def _height(label: str) -> int:
    return ROW + (len(broken(label, MOST_LETTERS)) - 1) * LINE


def _label(y: int, label: str, said: str) -> tuple[int, list[str]]:
    """Where the bar begins, and the words above it; the number stands in the last line."""
    lines = broken(label, MOST_LETTERS)
    last = y + BASELINE + (len(lines) - 1) * LINE
    above = [words(0, y + BASELINE + number * LINE, line, "label") for number, line in enumerate(lines)]
    return last + 7, [*above, words("100%", last, said, "value", "end")]


def _bar(name: str, y: int, bar: Bar, top: float, say: Say) -> list[str]:
    said = written(bar.value, say)
    y, drawn = _label(y, bar.label, f"{said} {bar.note}".strip())
    shape = ""
    if is_hidden(bar.value):
        shape = element("rect", y=y, width=percent(HIDDEN_SHARE), height=THICK, rx=3, fill=f"url(#{name}-h)")
    elif bar.value:
        kind = f"fill-{bar.kind}" if bar.kind else "series-1"
        share = max(size_of(bar.value) / top, 0.004)
        shape = element("rect", y=y, width=percent(share), height=THICK, rx=3, class_=kind)
    track = element("rect", y=y, width="100%", height=THICK, rx=3, class_="track")
    return [*drawn, named(track + shape, f"{bar.label}: {said}")]


def stacked_bars(
    title: str, desc: str, series: Sequence[str], bars: Sequence[StackedBar], say: Say = plain_number
) -> str:
    """Compare wholes made of the same parts (at most five). A legend with the series' names stands on top."""
    name = sheet_name(title, desc)
    top = max((sum(map(size_of, bar.values)) for bar in bars), default=0) or 1
    any_hidden = any(is_hidden(value) for bar in bars for value in bar.values)
    parts = [hatch(f"{name}-h")] if any_hidden else []
    y = 0
    for bar in bars:
        parts.extend(_stack(name, y, bar, series, top, say))
        y += _height(bar.label)
    return sheet("stacked", title, desc, y or ROW, parts, name)


def _whole(values: Sequence[Value], say: Say) -> str:
    """What the parts come to: the shown ones added up, a kept-back star once, each "<5" by itself."""
    hidden = [value for value in values if is_hidden(value)]
    shown = sum(map(size_of, values))
    said = [written(shown, say)] if shown or not hidden else []
    return " + ".join([*said, *(one for one in hidden if one != "*"), *["*"][: hidden.count("*")]])


def _stack(name: str, y: int, bar: StackedBar, series: Sequence[str], top: float, say: Say) -> list[str]:
    y, drawn = _label(y, bar.label, _whole(bar.values, say))
    drawn.append(element("rect", y=y, width="100%", height=THICK, rx=3, class_="track"))
    start = 0.0
    room = 1 - HIDDEN_SHARE * sum(map(is_hidden, bar.values))
    for number, (label, value) in enumerate(zip(series, bar.values, strict=True), start=1):
        share = HIDDEN_SHARE if is_hidden(value) else size_of(value) / top * room
        if share:
            fill = {"fill": f"url(#{name}-h)"} if is_hidden(value) else {"class_": f"series-{number} part"}
            box = element("rect", x=percent(start), y=y, width=percent(share), height=THICK, **fill)
            drawn.append(named(box, f"{bar.label}, {label}: {written(value, say)}"))
            start += share
    return drawn
