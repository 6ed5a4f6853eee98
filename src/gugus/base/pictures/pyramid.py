"""Ages below each other, one sex to the left and the other to the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from gugus.base.pictures.paper import (
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

HEAD, ROW, THICK, SMALL_LINE = 26, 28, 18, 14
MOST_LETTERS = 12  # of one line in the middle lane, on a phone
GUTTER = 0.16  # half of the middle lane that holds the ages
REACH = 0.5 - GUTTER
HIDDEN_SHARE = 0.1  # of the longest bar


@dataclass(frozen=True)
class AgeGroup:
    """One line of the pyramid, youngest first in the list and lowest in the picture."""

    label: str
    left: Value
    right: Value


def age_pyramid(
    title: str, desc: str, sides: tuple[str, str], groups: Sequence[AgeGroup], say: Say = plain_number
) -> str:
    """`sides` names left and right, usually women and men."""
    name = sheet_name(title, desc)
    top = max((max(size_of(group.left), size_of(group.right)) for group in groups), default=0) or 1
    hidden = any(is_hidden(value) for group in groups for value in (group.left, group.right))
    parts = [hatch(f"{name}-h")] if hidden else []
    parts += [
        words(percent(REACH), 14, sides[0], "label", "end"),
        words(percent(1 - REACH), 14, sides[1], "label"),
    ]
    y = HEAD
    for group in reversed(groups):
        lines = broken(group.label, MOST_LETTERS)
        for number, line in enumerate(lines):
            parts.append(words("50%", y + 14 + number * SMALL_LINE, line, "axis", "middle"))
        parts.append(_half(name, y, group.left, f"{group.label}, {sides[0]}", top, say, leftward=True))
        parts.append(_half(name, y, group.right, f"{group.label}, {sides[1]}", top, say, leftward=False))
        y += ROW + (len(lines) - 1) * SMALL_LINE
    return sheet("pyramid", title, desc, y, parts, name)


def _half(name: str, y: int, value: Value, label: str, top: float, say: Say, *, leftward: bool) -> str:
    hidden = is_hidden(value)
    reach = REACH * 0.8  # the rest is room for the number
    share = reach * (HIDDEN_SHARE if hidden else size_of(value) / top)
    start = REACH - share if leftward else 1 - REACH
    fill = {"fill": f"url(#{name}-h)"} if hidden else {"class_": "series-1" if leftward else "series-2"}
    bar = (
        element("rect", x=percent(start), y=y, width=percent(share), height=THICK, rx=2, **fill)
        if share
        else ""
    )
    end = start - 0.01 if leftward else start + share + 0.01
    said = written(value, say)
    return named(
        bar + words(percent(end), y + 14, said, "value", "end" if leftward else "start"), f"{label}: {said}"
    )
