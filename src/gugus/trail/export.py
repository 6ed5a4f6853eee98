"""The trail as rows of a table."""

from collections.abc import Iterable, Iterator

from gugus.trail.queries import Line

MOST = 50_000
HEAD = [
    "at",
    "who",
    "username",
    "agency",
    "verb",
    "what",
    "about",
    "reason",
    "words",
    "circumstances",
    "changes",
]


def rows_of(lines: Iterable[Line]) -> Iterator[list]:
    """A head and one row an entry; codes and words beside each other."""
    yield HEAD
    for line in lines:
        entry = line.entry
        yield [
            entry.at, line.who, entry.actor, line.agency, entry.verb, line.did, entry.about_ref, entry.reason,
            line.words, ", ".join(line.circumstances), "; ".join(f"{name}: {value}" for name, value in line.changes),
        ]  # fmt: skip
