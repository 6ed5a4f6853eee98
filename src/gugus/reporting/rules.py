"""Sentences about reports: which state follows which, what is still in the way, who is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gugus.kernel.telltale import points_to_a_person
from gugus.reporting.codes import DONE, ChapterState, Kind, State

NEXT: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.WRITING}),
    State.WRITING: frozenset({State.REVIEW}),
    State.REVIEW: frozenset({State.WRITING, State.APPROVED}),
    State.APPROVED: frozenset({State.FINAL}),
    State.FINAL: frozenset({State.SENT}),
    State.SENT: frozenset(),
}
REMIND_BEFORE = timedelta(days=7)
MERGING = timedelta(days=14)  # between the last chapter and the day on which the report is due
MOST_CHAPTERS = 60
MOST_FIGURES = 200
LONGEST_YEARS = 10  # a plan period may be long; a report over more years than that is a slip of the pen


@dataclass(frozen=True, slots=True)
class Stands:
    """One chapter as far as the rules need it."""

    number: int
    title: str
    state: str
    assigned: bool
    due_on: date | None = None
    empty: bool = False


def may_follow(now: str, then: str) -> bool:
    """May a report go from one state to the other?"""
    return then in NEXT[now]


def to_open(chapters: Iterable[Stands]) -> list[str]:
    """Codes of what is missing before agencies are asked to write."""
    chapters = list(chapters)
    found = [] if any(one.state != ChapterState.LEFT_OUT for one in chapters) else ["no_chapters"]
    chapters = not_done(chapters)
    if any(not one.assigned for one in chapters):
        found.append("unassigned")
    if any(one.due_on is None for one in chapters):
        found.append("no_deadline")
    return found


def not_done(chapters: Iterable[Stands]) -> list[Stands]:
    """Chapters that keep the report from being merged."""
    return [one for one in chapters if one.state not in DONE]


def is_late(state: str, due_on: date | None, today: date, *, asked: bool = True) -> bool:
    """Has a chapter's day passed without the agency handing it in? Nobody is late who was not `asked` yet."""
    return asked and due_on is not None and due_on < today and state not in {*DONE, ChapterState.SUBMITTED}


def chapter_day(report_due: date | None, today: date) -> date | None:
    """Until when chapters are written: two weeks before the report itself, or two weeks from now when that is over."""
    if report_due is None:
        return None
    day = report_due - MERGING
    return day if day > today else today + MERGING


def is_period(kind: str, first: date, last: date) -> bool:
    """Is it a stretch a report of this kind can be about? Years are free."""
    if last < first:
        return False
    days = (last - first).days + 1
    if kind == Kind.SIX_MONTHLY:
        return 170 <= days <= 190
    return 300 <= days <= 366 * (1 if kind == Kind.ANNUAL else LONGEST_YEARS)


def two_people(prepared_by, approver) -> bool:
    """Nobody approves a report that they prepared."""
    return prepared_by is not None and approver is not None and prepared_by != approver


def points_of(*texts: str | None) -> list[str]:
    """Codes of what in these texts points to a person (`kernel.telltale`), each once."""
    return list(dict.fromkeys(code for text in texts if text for code in points_to_a_person(text)))
