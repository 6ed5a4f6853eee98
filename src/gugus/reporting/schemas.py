"""Shapes of the API."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from gugus.reporting.codes import (
    ChapterState,
    CorrectionCode,
    Kind,
    ParcelState,
    ReturnCode,
    State,
    UpState,
    Way,
)


class ChapterOut(Schema):
    """One chapter in short."""

    id: UUID
    number: int
    code: str
    title: str
    annex: bool
    agency: str = Field(description="Slug of the agency that writes it; empty while nobody does.")
    due_on: date | None
    state: ChapterState
    words: int
    version: int


class FigureOut(Schema):
    """A frozen figure that a chapter shows."""

    id: UUID
    figure: str = Field(description="Reference of the snapshot.")
    digest: str
    caption: str
    table: bool
    picture: bool
    revised_by: str = Field(description="Reference of the snapshot that revised it since; usually empty.")


class ChapterWhole(ChapterOut):
    """One chapter with its words."""

    text: str
    hint: str
    return_code: str
    return_words: str
    figures: list[FigureOut]


class ReportOut(Schema):
    """A report in short."""

    ref: str
    task_force: str
    kind: Kind
    title: str
    first_on: date
    last_on: date
    due_on: date | None
    edition: int
    state: State
    digest: str


class ReportWhole(ReportOut):
    """A report with its chapters."""

    replaces: str
    replaced_by: str
    correction: str
    chapters: list[ChapterOut]
    revised: list[list[str]] = Field(description="Figures revised since: the shown reference, the newer one.")


class BeginIn(Schema):
    """What a report is about; both days are included."""

    kind: Kind
    first_on: date
    last_on: date
    title: str = Field("", max_length=200)
    due_on: date | None = None


class ChangeIn(Schema):
    """Title and day."""

    title: str = Field(max_length=200)
    due_on: date | None = None


class NewChapterIn(Schema):
    """One more chapter."""

    title: str = Field(max_length=160)
    hint: str = Field("", max_length=400)
    annex: bool = False


class AssignIn(Schema):
    """Who writes it until when."""

    agency: str = Field("", max_length=60, description="Slug; empty for nobody yet.")
    due_on: date | None = None
    title: str | None = Field(None, max_length=160)


class TextIn(Schema):
    """The words of a chapter in the plain form (docs/domain/reporting.md)."""

    text: str = Field(max_length=60_000)


class FigureIn(Schema):
    """A frozen figure to show."""

    figure: str = Field(max_length=14, description="Reference of the snapshot.")
    caption: str = Field("", max_length=200)
    table: bool = True
    picture: bool = True


class ReturnIn(Schema):
    """Why something comes back."""

    code: ReturnCode
    words: str = Field(max_length=2000)


class CorrectIn(Schema):
    """Why there is a new edition."""

    code: CorrectionCode
    words: str = Field(max_length=2000)


class ApproveIn(Schema):
    """Which text was read."""

    digest: str = Field(max_length=64)


class MoveIn(Schema):
    """One place up or down."""

    up: bool


class UpOut(Schema):
    """A report that went up."""

    ref: str
    report: str
    from_force: str
    to_force: str
    way: Way
    kind: Kind
    edition: int
    first_on: date
    last_on: date
    digest: str
    state: UpState
    sent_at: datetime
    answered_at: datetime | None
    return_code: str


class UpWhole(UpOut):
    """With its content."""

    words: str
    content: dict


class AnswerIn(Schema):
    """What the higher task force says. `code` and `words` are needed for sending back."""

    state: UpState
    code: ReturnCode | None = None
    words: str = Field("", max_length=2000)


class ParcelOut(Schema):
    """The signed file of a report."""

    ref: str
    state: ParcelState
    sha256: str
    size: int
    problem: str


class LookOut(Schema):
    """What a signed file is, and what stands against taking it in."""

    sender: str
    force: str
    report: str
    edition: int
    digest: str
    key_name: str
    against: list[str] = Field(description="Codes; empty when it can be taken in.")


class SenderOut(Schema):
    """An installation whose signed reports are taken."""

    id: UUID
    name: str
    key_name: str
    area_codes: list[str]


class SenderIn(Schema):
    """A key that people compared."""

    name: str = Field(max_length=160)
    public: str = Field(max_length=80)
    area_codes: list[str] = Field([], max_length=40)
