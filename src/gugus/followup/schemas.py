"""What goes in and out of the API of recommendations."""

from datetime import date, datetime

from ninja import Field, Schema

from gugus.directory.codes import WorkField
from gugus.followup import rules
from gugus.followup.codes import LineKind, MoveCode, OriginKind, Standing, State

NO_EXTRA = {"extra": "forbid"}


class RecommendationLine(Schema):
    """One recommendation in a list."""

    ref: str
    task_force: str
    owner: str = Field(description="Slug of the agency that answers for it.")
    field: WorkField
    due_on: date
    state: State
    standing: Standing = Field(description="How it stands to its deadline today.")
    share: int = Field(description="How far it is in percent, as its owner says.")
    text: str


class LineOut(Schema):
    """One line of the way; written once."""

    kind: LineKind
    at: datetime
    agency: str | None = Field(description="Slug; null when the program did it.")
    words: str
    earlier: str = Field(description="What was recommended before it was worded anew; else empty.")
    code: str
    share: int | None
    evidence: str | None = Field(description="Reference of a file.")
    due_before: date | None
    due_on: date | None
    recommendation: str = Field(
        description="Of which recommendation: its own, or one that it was split from."
    )


class RecommendationOut(RecommendationLine):
    """One recommendation with its way."""

    target: str
    supporters: list[str] = Field(description="Names.")
    first_due_on: date
    said_on: date
    origin_kind: OriginKind
    origin_ref: str
    origin_words: str
    parent: str | None
    replaced_by: str | None
    parts: list[str]
    ended_kind: str
    ended_ref: str
    ended_words: str
    closed_on: date | None
    lines: list[LineOut]
    next: list[str] = Field(description="Steps that the caller can make now, as in the address of the page.")


class OriginIn(Schema):
    """Where it was said: a record by its reference, or words."""

    model_config = NO_EXTRA
    kind: OriginKind
    ref: str = Field("", max_length=12)
    words: str = Field("", max_length=200)
    on: date


class TextIn(Schema):
    """What is recommended to whom. No names, numbers or codes of persons."""

    model_config = NO_EXTRA
    text: str = Field(max_length=2000)
    target: str = Field("", max_length=2000)
    owner: str = Field(description="Slug of a member.")
    supporters: list[str] = Field([], description="Slugs of members.")
    field: WorkField


class RecordIn(TextIn):
    """A recommendation as it was said."""

    due_on: date
    origin: OriginIn


class ChangeIn(TextIn):
    """Other words, another owner."""

    why: str = Field(max_length=2000)


class ProgressIn(Schema):
    """What was done so far."""

    model_config = NO_EXTRA
    words: str = Field(max_length=2000)
    share: int | None = Field(None, ge=0, le=100)
    evidence: str = Field("", description="Reference of a file that was attached to the recommendation.")


class ReportIn(Schema):
    """It is done."""

    model_config = NO_EXTRA
    words: str = Field(max_length=2000)
    evidence: str = ""


class TimeIn(Schema):
    """More time, please."""

    model_config = NO_EXTRA
    due_on: date
    words: str = Field(max_length=2000)


class MoveIn(Schema):
    """Another deadline."""

    model_config = NO_EXTRA
    due_on: date
    code: MoveCode
    words: str = Field("", max_length=2000)


class WordsIn(Schema):
    """A note."""

    model_config = NO_EXTRA
    words: str = Field("", max_length=2000)


class ReplaceIn(WordsIn):
    """Another one takes its place."""

    other: str = Field(description="Reference of a running recommendation of the same task force.")


class PartIn(TextIn):
    """One part."""

    due_on: date


class SplitIn(WordsIn):
    """Several take its place."""

    parts: list[PartIn] = Field(min_length=2, max_length=rules.MOST_PARTS)


class DropIn(WordsIn):
    """It is not done, by a named decision."""

    decision: OriginIn


class RateOut(Schema):
    """The follow-up rate of a period, as it stands on a day."""

    counted: int = Field(description="Said in the period and to be done: not replaced, split or dropped.")
    done: int = Field(description="Accepted as done by the secretariat until the day.")
    done_in_time: int
    late: int
    waiting: int
    dropped: int
    share: float | None = Field(description="done / counted; null when there is nothing to count.")
    share_in_time: float | None
