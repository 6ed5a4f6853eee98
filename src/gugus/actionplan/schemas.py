"""What goes in and out of the API of action plans."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema

from gugus.actionplan.codes import Better, DropCode, Every, LoadState, PlanState, ReportState, Source
from gugus.actionplan.codes import Standing as Stands
from gugus.directory.codes import WorkField

LARGEST = 7_000_000  # characters of base64


class FigureIo(Schema):
    """A number, or words where there is none."""

    value: Decimal | None = Field(None, max_digits=16, decimal_places=2)
    words: str = Field("", max_length=120)


class PlanIn(Schema):
    """The cover of a plan."""

    title: str = Field(max_length=200)
    first_year: int = Field(ge=1990, le=2100)
    last_year: int = Field(ge=1990, le=2100)
    every: Every = Every.HALF
    report_days: int = Field(15, ge=1, le=180)
    basis: str = Field("", max_length=12, description="Reference of a document of the legal basis.")
    basis_words: str = Field("", max_length=300)


class NewPlanIn(PlanIn):
    """The cover of a new plan, and whose it is."""

    task_force: str = Field(max_length=12, description="Reference of the task force.")
    follows: str = Field(
        "", max_length=14, description="Reference of the plan of which this is a new edition."
    )


class PlanOut(Schema):
    """A plan without its matrix."""

    ref: str
    task_force: str
    title: str
    edition: int
    first_year: int
    last_year: int
    every: Every
    report_days: int
    basis: str
    basis_words: str
    state: PlanState
    approved_at: datetime | None
    in_force_at: datetime | None
    closed_at: datetime | None


class TargetOut(FigureIo):
    """One edition of a target; the highest of a year counts."""

    year: int
    edition: int
    reason: str
    at: datetime


class IndicatorOut(Schema):
    """An indicator in the year that was asked for."""

    id: UUID
    name: str
    unit: str
    better: Better = Field(description="Which way is better.")
    baseline: FigureIo
    targets: list[TargetOut]
    reached: FigureIo | None = Field(description="Handed in last for the year; null: nothing.")
    standing: Stands
    share: int | None = Field(
        description="Per cent of the year's target; where less is better, (2 × target – reached) / target."
    )


class BudgetIo(Schema):
    """Planned money of a year from one source, in exact rupiah."""

    year: int
    source: Source
    amount: Decimal = Field(ge=0, max_digits=16, decimal_places=2)


class ActivityOut(Schema):
    """An activity with its indicators."""

    ref: str
    field: WorkField
    strategy: str
    programme: str
    name: str
    agency: str = Field(description="Slug of the responsible agency.")
    supporting: list[str] = Field(description="Names.")
    budgets: list[BudgetIo]
    spent: dict[str, Decimal] = Field(
        description="By source since the beginning of the year, as handed in last."
    )
    dropped_at: datetime | None
    dropped_code: str
    indicators: list[IndicatorOut]


class MatrixOut(Schema):
    """A plan with its matrix for a year."""

    plan: PlanOut
    year: int
    activities: list[ActivityOut]
    by_field: dict[str, dict[str, int]] = Field(description="How the indicators stand, by name of the field.")
    by_agency: dict[str, dict[str, int]]
    planned: dict[str, Decimal]
    spent: dict[str, Decimal]


class TargetIn(FigureIo):
    """The target of a year; a reason where the year has one already."""

    year: int
    reason: str = Field("", max_length=300)


class LineIn(Schema):
    """An activity with an indicator. Names that stand in the plan already are taken up."""

    field: WorkField
    strategy: str = Field(max_length=300)
    programme: str = Field(max_length=300)
    activity: str = Field(max_length=300)
    agency: str = Field(max_length=60, description="Slug.")
    supporting: list[str] = Field([], max_length=40, description="Slugs.")
    indicator: str = Field(max_length=300)
    unit: str = Field("", max_length=60)
    better: Better = Field(Better.MORE, description="Which way is better.")
    baseline: FigureIo = FigureIo()
    targets: list[TargetIn] = Field([], max_length=25)
    budgets: list[BudgetIo] = Field([], max_length=75)


class ActivityIn(Schema):
    """Other words, another agency, other money. Budgets that are not named stay."""

    name: str = Field(max_length=300)
    agency: str = Field(max_length=60)
    supporting: list[str] = Field([], max_length=40)
    budgets: list[BudgetIo] = Field([], max_length=75)


class IndicatorIn(Schema):
    """Other words, another baseline, the other way."""

    name: str = Field(max_length=300)
    unit: str = Field("", max_length=60)
    better: Better = Better.MORE
    baseline: FigureIo = FigureIo()


class DropIn(Schema):
    """Why an activity is taken out."""

    code: DropCode


class FileIn(Schema):
    """A matrix as a file, base64."""

    content: str = Field(max_length=LARGEST)
    file_name: str = Field("", max_length=120)
    sheet: int = Field(1, ge=1, le=50)


class WrongOut(Schema):
    """What is wrong in one cell."""

    column: str
    words: str


class RowOut(Schema):
    """A row that does not go in."""

    number: int
    wrong: list[WrongOut]


class LoadOut(Schema):
    """What a file would add."""

    id: UUID
    state: LoadState
    total: int
    good: int = Field(description="Rows that can be taken over.")
    known: int = Field(description="Rows that the plan has already.")
    bad: list[RowOut] = Field(description="At most 100.")
    etag: str


class EntryIn(Schema):
    """What was done for one activity since the beginning of the year."""

    spent_apbn: Decimal = Field(Decimal(0), ge=0, max_digits=16, decimal_places=2)
    spent_apbd: Decimal = Field(Decimal(0), ge=0, max_digits=16, decimal_places=2)
    spent_other: Decimal = Field(Decimal(0), ge=0, max_digits=16, decimal_places=2)
    evidence: str = Field("", max_length=1000)
    obstacle: str = Field("", max_length=2000, description="Kept encrypted. No name of a person.")
    follow_up: str = Field("", max_length=2000)
    reached: dict[UUID, FigureIo] = Field({}, description="By id of the indicator.")
    version: int = Field(0, ge=0, description="Of the entry as it was read; 0 for a new one.")


class EntryOut(EntryIn):
    """The same as it stands."""

    activity: str


class ReportOut(Schema):
    """The report of an agency for a period."""

    ref: str
    plan: str
    agency: str
    period: str
    state: ReportState
    due_at: datetime
    late: bool
    submitted_at: datetime | None
    took_over_from: str


class ReportFull(ReportOut):
    """With its entries; empty while another agency still writes it."""

    activities: list[str] = Field(description="References of the activities that it is about.")
    entries: list[EntryOut]


class AnswerIn(Schema):
    """Why a report is sent back."""

    reason: str = Field("", max_length=2000)
