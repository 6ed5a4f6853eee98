"""Ask every part about one task force and put the answers in the order of the page."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.room.parts import Ask, Drawn, Fact, Line, Owed, Part, Pile, Told, parts
from gugus.taskforce.gate import sight_of
from gugus.taskforce.policies import Sight
from gugus.taskforce.queries import forces_for

log = logging.getLogger(__name__)


@dataclass
class Room:
    """How one task force stands for one viewer. `failed` names the parts that could not be told."""

    sight: Sight
    late: list[Pile] = field(default_factory=list)
    decide: list[Pile] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    coming: list[Line] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: list[Any] = field(default_factory=list)

    @property
    def sees_decisions(self) -> bool:
        """Are decisions for the task force this viewer's work: chair and secretariat?"""
        return self.sight.may(Verb.DECIDE)

    @property
    def late_count(self) -> int:
        return sum(one.count for one in self.late)

    @property
    def decide_count(self) -> int:
        return sum(one.count for one in self.decide)

    @property
    def silent(self) -> list[tuple[str, list[Owed]]]:
        """Agencies by name with what they owe; those that are late with most come first."""
        found: dict[str, list[Owed]] = {}
        for one in self.owed:
            found.setdefault(one.agency, []).append(one)
        return sorted(found.items(), key=lambda pair: (-sum(one.late for one in pair[1]), pair[0]))


def sights_of(viewer: Viewer) -> list[Sight]:
    """The task forces of the viewer's agency, the highest level of the list first. Two queries and one for each."""
    return [sight_of(viewer, force) for force in forces_for(viewer)]


def room_of(sight: Sight, at: datetime, *, figures: bool = True) -> Room:
    """Everything about one task force; without the parts that only count when `figures` is False."""
    room = Room(sight)
    for part in parts():
        if part.figures and not figures:
            continue
        told = _told(part, sight, at)
        if told is None:
            room.failed.append(part.title)
        else:
            _put(room, told)
    room.coming.sort(key=lambda one: (one.on is None, one.on))
    return room


def _told(part: Part, sight: Sight, at: datetime) -> Told | None:
    """What a part tells; None when it failed. A savepoint keeps a broken statement from the parts after it."""
    try:
        with transaction.atomic():
            return part.tell(sight, at) or Told()
    except Exception:
        log.exception("The part %s of the room could not be told.", part.key)
        return None


def _put(room: Room, told: Told) -> None:
    room.late += _of(told.piles, Ask.LATE)
    if room.sees_decisions:
        room.decide += _of(told.piles, Ask.DECIDE)
    room.owed += told.owed
    room.coming += told.coming
    room.drawn += told.drawn
    room.facts += told.facts
    room.notes += [told.note] if told.note else []


def _of(piles: Sequence[Pile], ask: Ask) -> list[Pile]:
    """Piles of a question in which something lies."""
    return [one for one in piles if one.ask == ask and one.count]
