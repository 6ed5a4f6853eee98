"""What goes in and out of the API of meetings."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from gugus.directory.codes import WorkField
from gugus.meetings import queries, rules
from gugus.meetings.codes import Answer, Kind, PaperKind, PointKind, Sex, State, StrikeCode, WhyNot
from gugus.meetings.gate import Sight
from gugus.meetings.models import Attendee, Item, Meeting, Point, Wording

MOST_LINES = rules.MOST_ON_A_LIST
SLUG = {"max_length": 60}
SHORT, LONG = 200, 5000


class ItemOut(Schema):
    """One line of the agenda."""

    id: UUID
    number: int
    source: str = Field(description="typed, or the register that offered it.")
    source_ref: str
    count: str = Field(description="A protected count.")
    title: str | None
    words: str | None


class SpeakerOut(Schema):
    """Somebody who speaks."""

    id: UUID
    name: str | None
    position: str | None
    topic: str | None


class InvitationOut(Schema):
    """One invited office, for the secretariat; one's own for a member."""

    id: UUID
    agency: str = Field(description="Slug; empty for an office outside the directory.")
    office: str
    answer: Answer
    persons: int | None
    people: str | None


class PointOut(Schema):
    """One paragraph of the minutes."""

    id: UUID
    number: int
    item: UUID | None
    kind: PointKind
    text: str | None
    said_by: str | None
    owner: str
    due_on: date | None
    field: str
    target: str | None
    recommendation: str
    version: int


class PaperOut(Schema):
    """A file of the meeting; its content is `/files/{id}/content`."""

    id: UUID
    kind: PaperKind
    title: str | None
    speaker: UUID | None


class MeetingOut(Schema):
    """A meeting in short."""

    ref: str
    task_force: str
    agency: str = Field(description="Slug of the agency that held the secretariat.")
    kind: Kind
    state: State
    code: str = Field(description="Why it was postponed or cancelled.")
    title: str | None
    starts_at: datetime
    minutes: int
    number: str = Field(description="Of the approved minutes.")


class MeetingWhole(MeetingOut):
    """A meeting with what the caller may read of it."""

    fields: list[str]
    room: str | None
    legal_basis: str | None
    opened_by: str | None
    chaired_by: str | None
    approver: str = Field(description="User name of who approves the minutes.")
    words: str | None
    items: list[ItemOut]
    speakers: list[SpeakerOut]
    invitations: list[InvitationOut]
    points: list[PointOut]
    addenda: list[str]
    figures: list[str]
    papers: list[PaperOut]
    digest: str


class PlanIn(Schema):
    """What, when, where, who leads, who signs."""

    kind: Kind
    title: str = Field(max_length=SHORT)
    starts_at: datetime = Field(description="With its offset from UTC.")
    minutes: int = Field(120, ge=rules.SHORTEST, le=rules.LONGEST)
    room: str = Field("", max_length=SHORT)
    fields: list[WorkField] = Field([], max_length=6)
    legal_basis: str = Field("", max_length=LONG)
    letter_number: str = Field("", max_length=SHORT)
    opened_by: str = Field("", max_length=SHORT)
    chaired_by: str = Field("", max_length=SHORT)
    words: str = Field("", max_length=LONG)
    approver: str = Field("", max_length=60, description="User name.")
    follows: str = Field("", max_length=12, description="Reference of an earlier meeting.")


class OpeningOut(Schema):
    """One open item."""

    source: str
    ref: str
    title: str
    count: str


class Picked(Schema):
    """One open item by its name."""

    source: str = Field(max_length=30)
    ref: str = Field(max_length=80)


class PickIn(Schema):
    """Open items for the agenda."""

    items: list[Picked] = Field(max_length=100)


class ItemIn(Schema):
    """One line."""

    title: str = Field(max_length=SHORT)
    words: str = Field("", max_length=LONG)
    minutes: int | None = Field(None, ge=1, le=600)


class OrderIn(Schema):
    """Ids in their new order."""

    order: list[UUID] = Field(max_length=1000)


class SpeakerIn(Schema):
    """Who speaks on what."""

    name: str = Field(max_length=SHORT)
    position: str = Field("", max_length=SHORT)
    topic: str = Field(max_length=SHORT)


class FigureIn(Schema):
    """A frozen figure."""

    figure_kind: str = Field("snapshot", max_length=30, pattern=r"^[a-z_\-]+$")
    figure_ref: str = Field(max_length=40, pattern=r"^[A-Za-z0-9_\-.:]+$")
    title: str = Field("", max_length=SHORT)


class PaperIn(Schema):
    """What a file is."""

    kind: PaperKind
    title: str = Field("", max_length=SHORT)
    speaker: UUID | None = None
    no_person: bool = Field(False, description="The photo shows participants only.")


class InviteIn(Schema):
    """Who is invited."""

    agencies: list[str] = Field([], max_length=100, description="Slugs.")
    offices: list[str] = Field([], max_length=100, description="Names of offices outside the directory.")


class LinkOut(Schema):
    """The secret of an answer link, given once."""

    secret: str


class OfficeLinkOut(LinkOut):
    """The same, with whose link it is."""

    id: UUID
    office: str


class RoomOut(Schema):
    """The code of the room, given once."""

    code: str


class AnswerIn(Schema):
    """Does the office come?"""

    answer: Answer
    people: str = Field("", max_length=500)
    words: str = Field("", max_length=500)
    persons: int | None = Field(None, ge=1, le=50)


class CalledOffIn(Schema):
    """Why not."""

    code: WhyNot
    words: str = Field("", max_length=LONG)


class AgainIn(Schema):
    """A new day."""

    starts_at: datetime = Field(description="With its offset from UTC.")
    minutes: int = Field(ge=rules.SHORTEST, le=rules.LONGEST)


class PresentIn(Schema):
    """One line of the list."""

    name: str = Field(max_length=160)
    position: str = Field("", max_length=160)
    agency: str = Field("", **SLUG)
    office: str = Field("", max_length=200)
    sex: Sex = Sex.UNKNOWN


class LineOut(Schema):
    """One line of the list."""

    id: UUID
    name: str | None
    position: str | None
    office: str
    sex: Sex
    way: str
    struck: str = Field(description="Why it does not count; empty if it does.")


class StrikeIn(Schema):
    """Why a line does not count."""

    code: StrikeCode


class HereIn(Schema):
    """A colleague in the room."""

    code: str = Field(max_length=40)
    sex: Sex = Sex.UNKNOWN


class PointIn(Schema):
    """One paragraph as one hand sends it."""

    text: str = Field(max_length=rules.MOST_WORDS)
    seen: int = Field(0, ge=0)
    pen: UUID
    kind: PointKind = PointKind.DISCUSSION
    item: UUID | None = None
    said_by: str = Field("", max_length=SHORT)
    owner: str = Field("", **SLUG)
    due_on: date | None = None
    field: WorkField | str = Field("", max_length=20)
    target: str = Field("", max_length=500)


class KeptOut(Schema):
    """What became of a text."""

    version: int
    beside: UUID | None


class TextOut(Schema):
    """A text of a paragraph that does not stand, with what stood beside it."""

    id: UUID
    by: str
    at: datetime
    text: str
    kind: PointKind
    said_by: str | None
    owner: str
    due_on: date | None
    field: str
    target: str | None


class TextsOut(Schema):
    """All texts of a paragraph."""

    version: int
    text: str
    beside: list[TextOut]
    earlier: list[TextOut]


class MergeIn(Schema):
    """One text made of several."""

    text: str = Field(max_length=rules.MOST_WORDS)
    seen: int = Field(ge=1)
    rivals: list[UUID] = Field(max_length=50)


class AddendumIn(Schema):
    """What is added."""

    text: str = Field(max_length=LONG)


def short(one: Meeting) -> dict:
    """A meeting in short."""
    names = ("ref", "kind", "state", "code", "title", "starts_at", "minutes", "number")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"task_force": one.task_force.name, "agency": one.agency.slug}


def whole(sight: Sight) -> dict:
    """A meeting as far as the viewer may read it."""
    one = sight.meeting
    names = ("fields", "room", "legal_basis", "opened_by", "chaired_by", "words", "digest")
    points = queries.points_of(one) if sight.reads_minutes else []
    return short(one) | {name: getattr(one, name) for name in names} | {
        "approver": one.approver.username if one.approver else "",
        "items": [_item(item) for item in queries.agenda_of(one)],
        "speakers": [
            {"id": each.pk, "name": each.name, "position": each.position, "topic": each.topic}
            for each in queries.speakers_of(one)
        ],
        "invitations": [_invitation(each) for each in queries.invitations_of(one)],
        "points": [_point(each) for each in points],
        "addenda": [each.text or "" for each in queries.addenda_of(one)],
        "figures": [each.figure_ref for each in queries.shown_at(one)],
        "papers": [
            {"id": each.attachment_id, "kind": each.kind, "title": each.attachment.title, "speaker": each.speaker_id}
            for each in queries.papers_of(one)
        ],
    }  # fmt: skip


def _item(one: Item) -> dict:
    names = ("number", "source", "source_ref", "count", "title", "words")
    return {name: getattr(one, name) for name in names} | {"id": one.pk}


def _invitation(one) -> dict:
    slug, name = (one.agency.slug, one.agency.name) if one.agency else ("", one.office or "")
    told = {"answer": one.answer, "persons": one.persons, "people": one.people}
    return told | {"id": one.pk, "agency": slug, "office": name}


def _point(one: Point) -> dict:
    names = ("number", "kind", "text", "said_by", "due_on", "field", "target", "recommendation", "version")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"id": one.pk, "item": one.item_id, "owner": one.owner.slug if one.owner else ""}


def line(one: Attendee) -> dict:
    """One line of the list of who was there."""
    office = one.agency.name if one.agency else one.office or ""
    names = ("name", "position", "sex", "way")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"id": one.pk, "office": office, "struck": one.struck_code}


def wording(one: Wording) -> dict:
    """A text that does not stand."""
    names = ("at", "said_by", "due_on", "field", "target")
    return {name: getattr(one, name) for name in names} | {
        "id": one.pk, "by": one.by.full_name if one.by else "", "text": one.text or "", "kind": one.point_kind,
        "owner": one.owner.slug if one.owner else "",
    }  # fmt: skip
