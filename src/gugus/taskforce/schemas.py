"""What goes in and out of the API of task forces."""

from datetime import date

from ninja import Field, Schema

from gugus.directory.codes import Level, WorkField
from gugus.taskforce.codes import BasisKind, MeetingKind, PositionKind

NO_EXTRA = {"extra": "forbid"}


class ForceLine(Schema):
    """One task force in a list."""

    ref: str
    name: str
    level: Level
    area_code: str = Field(description="Kemendagri code; empty for the centre.")
    parent: str | None = Field(description="Reference of the task force next above.")


class SeatOut(Schema):
    """An agency in a task force on the day."""

    agency: str = Field(description="Slug.")
    name: str
    fields: list[WorkField]
    leads: list[WorkField]
    secretariat: bool
    since: date
    before: list[str] = Field(description="Slugs of the offices that this agency followed in the seat.")


class PositionOut(Schema):
    """Who holds a position on the day."""

    id: str
    kind: PositionKind
    field: str
    office: str
    holder: str
    valid_from: date


class BasisOut(Schema):
    """A document of the legal basis."""

    ref: str
    kind: BasisKind
    number: str
    title: str
    signed_on: date
    valid_from: date
    valid_to: date | None = Field(description="The first day on which it no longer counts.")
    replaced_by: str | None


class FrequencyOut(Schema):
    """How often a kind of meeting is to be held at least."""

    kind: MeetingKind
    times_a_year: int
    source: str
    confirmed: bool = Field(description="False: nobody has read the number in a rule.")
    valid_from: date


class ForceOut(ForceLine):
    """One task force as it stood on a day."""

    day: date
    valid_from: date
    valid_to: date | None
    seats: list[SeatOut]
    positions: list[PositionOut]
    bases: list[BasisOut]
    frequencies: list[FrequencyOut]
    children: list[str] = Field(description="References of the task forces next below.")
    may_write: bool = Field(
        description="Does the caller's agency keep the secretariat, and the caller write?"
    )


class FoundIn(Schema):
    """A new task force."""

    model_config = NO_EXTRA
    name: str = Field(max_length=200)
    level: Level
    area_code: str = Field("", max_length=5)
    parent: str = ""
    on: date


class DescribeIn(Schema):
    """Name and the next above."""

    model_config = NO_EXTRA
    name: str = Field(max_length=200)
    parent: str = ""


class FieldsIn(Schema):
    """Fields of a member from a day on."""

    model_config = NO_EXTRA
    fields: list[WorkField] = []
    leads: list[WorkField] = []
    on: date


class MemberIn(FieldsIn):
    """A new member."""

    agency: str = Field(description="Slug.")


class OnIn(Schema):
    """From this day on."""

    model_config = NO_EXTRA
    on: date


class EndIn(OnIn):
    """The seat of a member ends."""

    heir: str = Field("", description="Slug of the member that takes over what is still to be done.")


class ReplaceSeatIn(OnIn):
    """Another agency takes the seat."""

    heir: str = Field(description="Slug of the agency that takes the seat.")


class PassIn(OnIn):
    """Whose secretariat it becomes."""

    agency: str = Field(description="Slug of a member.")


class PositionIn(Schema):
    """A position as the decree says it."""

    model_config = NO_EXTRA
    kind: PositionKind
    field: WorkField | None = Field(None, description="Only for the coordinator of a field.")
    office: str = Field(max_length=160)
    holder: str = Field("", max_length=120)
    agency: str = Field("", description="Slug.")
    basis: str = Field("", description="Reference of the decree.")
    on: date


class CorrectIn(Schema):
    """A slip of the pen in a position."""

    model_config = NO_EXTRA
    office: str = Field(max_length=160)
    holder: str = Field("", max_length=120)


class BasisIn(Schema):
    """A regulation or decree."""

    model_config = NO_EXTRA
    kind: BasisKind
    number: str = Field(max_length=80)
    title: str = Field(max_length=300)
    signed_on: date
    valid_from: date
    valid_to: date | None = None


class NewBasisIn(BasisIn):
    """The same when it is new."""

    replaces: str = Field("", description="Reference of the document that it replaces.")


class FrequencyIn(Schema):
    """How often a kind of meeting is to be held at least."""

    model_config = NO_EXTRA
    kind: MeetingKind
    times: int = Field(ge=0, le=52)
    source: str = Field("", max_length=200)
    confirmed: bool = False
    on: date
