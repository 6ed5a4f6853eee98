"""A plain text as paragraphs and lists, and states as chips."""

from dataclasses import dataclass

from gugus.publication.codes import State

CHIPS = {State.DRAFT: "plain", State.PROPOSED: "medium", State.PUBLISHED: "safe", State.WITHDRAWN: "late"}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line) or a list (several)."""

    lines: tuple[str, ...]
    is_list: bool


def blocks_of(text: str) -> list[Block]:
    """An empty line begins a paragraph; lines that begin with “- ” make a list. Nothing else is markup."""
    blocks: list[Block] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines: list[str] = []
        for line in filter(None, (line.strip() for line in part.split("\n"))):
            if line.startswith("- "):
                _end(blocks, lines)
                if blocks and blocks[-1].is_list and lines == []:
                    blocks[-1] = Block((*blocks[-1].lines, line[2:].strip()), True)
                else:
                    blocks.append(Block((line[2:].strip(),), True))
            else:
                lines.append(line)
        _end(blocks, lines)
    return blocks


def _end(blocks: list[Block], lines: list[str]) -> None:
    if lines:
        blocks.append(Block((" ".join(lines),), False))
        lines.clear()
