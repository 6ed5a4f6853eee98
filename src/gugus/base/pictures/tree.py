"""Who stands under whom: a chart from top to bottom, read like an outline, so that it fits a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from gugus.base.pictures.paper import LINE, broken, element, named, percent, sheet, words

STEP, GAP, MOST = 0.05, 10, 34  # share of the sheet per level, pixels between boxes, letters in a line


@dataclass(frozen=True)
class TreeNode:
    """One box: what it is (`role`), who or what stands there, and how deep (0 is the top). `kind` colours its edge."""

    role: str
    name: str
    depth: int = 0
    kind: str = "plain"


def tree_chart(title: str, desc: str, nodes: Sequence[TreeNode]) -> str:
    """Boxes below each other in the order given; a line leads from each to the nearest one above that is less deep."""
    parts, boxes, middles = [], [], {}
    y = 1
    for node in nodes:
        lines = broken(node.name, MOST - 2 * node.depth)
        height = 12 + LINE * (len(lines) + bool(node.role))
        middle = y + height / 2
        if node.depth:
            parts.append(_branch(node.depth, middles.get(node.depth - 1, y), middle))
        middles[node.depth] = y + height
        boxes.append(
            named(_box(node, lines, y, height), f"{node.role}: {node.name}" if node.role else node.name)
        )
        y += height + GAP
    return sheet("tree", title, desc, max(y - GAP + 1, 1), [*parts, *boxes])


def _box(node: TreeNode, lines: Sequence[str], y: float, height: float) -> str:
    left = STEP * node.depth
    shape = element("rect", x=percent(left), y=y, width=percent(1 - left), height=height, rx=4, class_="box")
    shape += element("rect", x=percent(left), y=y, width=5, height=height, rx=2, class_=f"fill-{node.kind}")
    at, text = percent(left + 0.035), y + 18
    if node.role:
        shape += words(at, text, node.role, "axis")
        text += LINE
    for number, line in enumerate(lines):
        shape += words(at, text + number * LINE, line, "label")
    return shape


def _branch(depth: int, top: float, middle: float) -> str:
    x = percent(STEP * (depth - 1) + 0.02)
    down = element("line", x1=x, x2=x, y1=top, y2=middle, class_="branch")
    return down + element("line", x1=x, x2=percent(STEP * depth), y1=middle, y2=middle, class_="branch")
