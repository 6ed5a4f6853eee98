"""How task forces stand, for machines: the same parts as the page. Days are days in Jakarta."""

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema

from gugus.access.api import api_door
from gugus.access.codes import Section
from gugus.audit.actions import record
from gugus.base.pictures import StackedBar
from gugus.room.parts import Drawn, Line, Owed, Pile
from gugus.room.telling import Room, room_of, sights_of
from gugus.room.views import chosen

router = Router(tags=["room"])


class LineOut(Schema):
    """One record of a list."""

    said: str
    url: str
    note: str
    on: date | None
    when: str = Field(description="What the day is, in a word.")


class PileOut(Schema):
    """Records that wait for the same move: all counted, the first ones named."""

    key: str
    title: str
    count: int
    url: str
    whose: str = Field(description="Whose move it is, in words.")
    yours: bool = Field(description="Is it the caller's agency that has to move?")
    lines: list[LineOut]


class OwedOut(Schema):
    """Something that one agency has not handed in."""

    agency: str
    what: str
    url: str
    on: date | None
    late: bool


class RowOut(Schema):
    """One row of a figure; a text such as "<5" is a count that is kept back."""

    label: str
    values: list[int | float | str | None]


class FigureOut(Schema):
    """A figure as its table."""

    title: str
    series: list[str]
    rows: list[RowOut]
    note: str


class FactOut(Schema):
    """One number beside the lists."""

    label: str
    value: str
    note: str


class RoomOut(Schema):
    """How one task force stands for the caller."""

    task_force: str
    name: str
    late: list[PileOut]
    decide: list[PileOut] | None = Field(description="Null for who does not decide for the task force.")
    not_reported: list[OwedOut]
    coming: list[LineOut]
    figures: list[FigureOut]
    facts: list[FactOut]
    failed: list[str] = Field(description="Parts that could not be told just now; the others stand.")


@router.get("/room", response=RoomOut, summary="Read how a task force stands")
@api_door(Section.TASKFORCE)
def read_room(request: HttpRequest, task_force: str = ""):
    """What is late, what needs a decision, who has not reported, figures, what comes. 404 outside one's task forces."""
    at = now()
    sight = chosen(sights_of(request.viewer), task_force)
    record("room.read", about=sight.force, by=request.viewer.user, at=at)
    return _room(room_of(sight, at))


def _room(room: Room) -> RoomOut:
    return RoomOut(
        task_force=room.sight.force.ref, name=room.sight.force.name, late=[_pile(one) for one in room.late],
        decide=[_pile(one) for one in room.decide] if room.sees_decisions else None,
        not_reported=[_owed(one) for one in room.owed], coming=[_line(one) for one in room.coming],
        figures=[_figure(one) for one in room.drawn],
        facts=[FactOut(label=str(one.label), value=one.value, note=one.note) for one in room.facts],
        failed=[str(one) for one in room.failed],
    )  # fmt: skip


def _pile(one: Pile) -> PileOut:
    return PileOut(
        key=one.key, title=str(one.title), count=one.count, url=one.url, whose=str(one.whose), yours=one.yours,
        lines=[_line(line) for line in one.lines],
    )  # fmt: skip


def _line(one: Line) -> LineOut:
    return LineOut(said=one.said, url=one.url, note=one.note, on=one.on, when=str(one.when))


def _owed(one: Owed) -> OwedOut:
    return OwedOut(agency=one.agency, what=one.what, url=one.url, on=one.on, late=one.late)


def _figure(one: Drawn) -> FigureOut:
    rows = [
        RowOut(label=bar.label, values=list(bar.values) if isinstance(bar, StackedBar) else [bar.value])
        for bar in one.bars
    ]
    return FigureOut(title=one.title, series=list(one.series), rows=rows, note=one.note)
