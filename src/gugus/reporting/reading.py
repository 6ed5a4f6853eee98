"""A merged report as a page reads it: the same blocks as on paper, with the figures beside their places."""

import json
from dataclasses import dataclass
from typing import Any

from gugus.base.pictures import Bar


@dataclass(frozen=True, slots=True)
class Whole:
    """What a page shows of a merged report."""

    facts: dict[str, Any]
    chapters: list[dict[str, Any]]


def read_content(text: str) -> Whole:
    """Chapters with their blocks; a table or picture carries its figure, a picture of one column its bars."""
    content = json.loads(text)
    figures = content["figures"]
    chapters = [
        one | {"blocks": [_block(block, figures) for block in one["blocks"]]} for one in content["chapters"]
    ]
    return Whole(
        {name: one for name, one in content.items() if name not in {"chapters", "figures"}}, chapters
    )


def _block(block: dict, figures: list[dict]) -> dict:
    """`items` is a method of a mapping in a template."""
    told = {"lines" if name == "items" else name: one for name, one in block.items()}
    if "figure" in block:
        told["shown"] = figures[block["figure"]]
        if block["kind"] == "picture" and len(told["shown"]["columns"]) == 1:
            told["bars"] = [Bar(str(row[0]), row[1]) for row in told["shown"]["rows"]]
    return told
