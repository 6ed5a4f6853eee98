"""The plain text form of a chapter: headings, paragraphs, lists and places of figures. Nothing else means anything.

    # Heading            ## Smaller heading
    - a line             1. a numbered line
    [AB-7F3Q-9M2X]       alone in its line: the frozen figure stands here

A blank line begins another paragraph. Any other sign is the sign itself; there is no HTML.
"""

import re
from collections.abc import Iterable
from typing import Any

from gugus.kernel.ids import parse_ref

Block = dict[str, Any]
LONGEST = 60_000  # characters of one chapter
MOST_BLOCKS = 2_000
LONGEST_PART = 15_000  # characters of one paragraph or line; a longer text would be cut off on paper
MOST_LINES = 400  # of one list
_FIGURE = re.compile(r"\[\s*(AB-[0-9A-Z]{4}-[0-9A-Z]{4})\s*\]", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,2})\s+(\S.*)")
_BULLET = re.compile(r"[-*•]\s+(\S.*)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(\S.*)")


def blocks_of(text: str | None) -> list[Block]:
    """What a text says, block by block: heading (level, text), para (text), list or numbered (items), figure (ref)."""
    found: list[Block] = []
    for line in (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        _add(found, " ".join(line.split()))
    return [one for one in found if one["kind"] != "gap"]


def figures_in(text: str | None) -> list[str]:
    """References of the figures a text places, each once, in their order."""
    return list(dict.fromkeys(one["ref"] for one in blocks_of(text) if one["kind"] == "figure"))


def is_too_big(block: Block) -> bool:
    """Is a paragraph or list larger than paper takes?"""
    lines = block.get("items", ())
    return len(lines) > MOST_LINES or any(len(one) > LONGEST_PART for one in (block.get("text", ""), *lines))


def words_in(text: str | None) -> int:
    """How many words a text has."""
    return len((text or "").split())


def text_of(blocks: Iterable[Block]) -> str:
    """The text that says these blocks; reading it again gives the same ones."""
    return "\n\n".join(_written(one) for one in blocks)


def _add(found: list[Block], line: str) -> None:
    last = found[-1] if found else {"kind": "gap"}
    if not line:
        found.append({"kind": "gap"})
    elif figure := _FIGURE.fullmatch(line):
        found.append({"kind": "figure", "ref": parse_ref(figure[1]) or figure[1].upper()})
    elif heading := _HEADING.fullmatch(line):
        found.append({"kind": "heading", "level": len(heading[1]), "text": heading[2]})
    elif item := _BULLET.fullmatch(line):
        _item(found, last, "list", item[1])
    elif item := _NUMBER.fullmatch(line):
        _item(found, last, "numbered", item[1])
    elif last["kind"] == "para":
        last["text"] += " " + line
    else:
        found.append({"kind": "para", "text": line})


def _item(found: list[Block], last: Block, kind: str, text: str) -> None:
    if last["kind"] == kind:
        last["items"].append(text)
    else:
        found.append({"kind": kind, "items": [text]})


def _written(block: Block) -> str:
    if block["kind"] == "heading":
        return "#" * block["level"] + " " + block["text"]
    if block["kind"] == "list":
        return "\n".join(f"- {one}" for one in block["items"])
    if block["kind"] == "numbered":
        return "\n".join(f"{place}. {one}" for place, one in enumerate(block["items"], 1))
    return f"[{block['ref']}]" if block["kind"] == "figure" else block["text"]
