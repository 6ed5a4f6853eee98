"""What the API reads and writes of plans."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from gugus.care.codes import (
    ChildView,
    Doer,
    EndCode,
    GoalResult,
    NoGuardian,
    PlanState,
    ReviewResult,
    Signer,
    SignForm,
    StepState,
)


class StepOut(Schema):
    """One step of a goal."""

    id: UUID
    number: int
    words: str | None
    doer: Doer
    by_agency: str | None
    until_on: date
    state: StepState
    done_on: date | None
    services: list[str] = Field(description="References of the service lines that serve it.")


class GoalOut(Schema):
    """One goal that is open to the caller."""

    id: UUID
    number: int
    domain: str
    words: str | None
    measure: str | None
    until_on: date
    result: str
    steps: list[StepOut]


class PlanOut(Schema):
    """One version of a plan, as far as its parts are open."""

    ref: str
    case: str
    person: str
    number: int
    state: PlanState
    review_on: date | None
    needs_approval: bool
    approved_at: datetime | None
    active_at: datetime | None
    goals: list[GoalOut]


class PlanBrief(Schema):
    """A plan in a list."""

    ref: str
    case: str
    number: int
    state: PlanState
    review_on: date | None


class PlanIn(Schema):
    """For whom."""

    party: UUID = Field(description="The person's role in the case (id of the party).")


class TopIn(Schema):
    """What stands on top."""

    words: str = Field("", max_length=5000)
    review_on: date | None = None


class GoalIn(Schema):
    """One goal."""

    domain: str = Field(description="Code of a domain of the assessment sheet.")
    words: str = Field(min_length=1, max_length=5000)
    measure: str = Field("", max_length=5000)
    until_on: date


class StepIn(Schema):
    """One step."""

    words: str = Field(min_length=1, max_length=5000)
    doer: Doer = Doer.AGENCY
    by_agency: str = Field("", description="Slug of the agency that does it.")
    until_on: date


class SignatureIn(Schema):
    """What somebody said to the plan."""

    signer: Signer
    agrees: bool
    form: SignForm
    signed_on: date
    name: str = Field("", max_length=200)
    words: str = Field("", max_length=5000)
    child_view: ChildView | None = None
    no_guardian: NoGuardian | None = None


class ReturnIn(Schema):
    """Why it is sent back."""

    words: str = Field(min_length=1, max_length=5000)


class ReviewIn(Schema):
    """What a review found."""

    on: date
    result: ReviewResult
    next_on: date
    note: str = Field("", max_length=5000)


class MarkIn(Schema):
    """How a step stands."""

    state: StepState
    done_on: date | None = None
    words: str = Field("", max_length=5000)


class SettleIn(Schema):
    """How a goal came out."""

    result: GoalResult
    result_on: date
    words: str = Field("", max_length=5000)


class EndIn(Schema):
    """Why it ends."""

    code: EndCode
