"""What goes in and out of the API of frozen and published figures."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from gugus.figures.codes import Dataset, Means, Standing, Verdict

AREA = r"^(\d{2}(\.\d{2}){0,2}(\.\d{4})?)?$"


class FrozenLine(Schema):
    """A frozen figure in a list."""

    ref: str
    task_force: str = Field(description="Reference of the task force.")
    dataset: Dataset
    figure: str = Field(description="Code of the figure; see /data/definisi/<code>/.")
    period: str
    counted_to: date = Field(description="Last day counted (Jakarta).")
    definitions: str = Field(description="Version of the definitions.")
    queries: str = Field(description="Version of the counting.")
    digest: str = Field(description="SHA-256 of the bytes that /content gives.")
    frozen_at: datetime
    frozen_by: str = Field(description="User name.")
    agency: str = Field(description="Slug of the agency of whoever froze it.")
    replaces: str = Field(description="Reference of the snapshot it revises; empty: none.")
    replaced_by: str = Field(description="Reference of the snapshot that revises it; empty: none.")


class RecountOut(Schema):
    """What counting again said."""

    at: datetime
    by: str
    verdict: Verdict
    found_digest: str
    lines: list[dict[str, Any]] = Field(
        description="Label, numbers then and now; empty where the change may not be shown."
    )


class FrozenOut(FrozenLine):
    """A frozen figure with its content."""

    content: dict[str, Any] = Field(
        description="Title, definition, source, rows with labels in both languages; * is kept back."
    )
    recounts: list[RecountOut]


class FreezeIn(Schema):
    """Which figures of which year."""

    figures: list[str] = Field(min_length=1, max_length=60)
    year: int = Field(ge=2015, le=2100)
    task_force: str = Field("", max_length=12, description="Reference; needed with several task forces.")


class PublishedIn(Schema):
    """A published figure. A number, words, or both."""

    topic: str = Field(max_length=120, description="The same words for the same thing.")
    period: str = Field(max_length=40)
    source: str = Field(max_length=160, description="Whose figure it is.")
    value: Decimal | None = Field(None, ge=0, max_digits=19, decimal_places=4)
    value_words: str = Field("", max_length=200)
    unit: str = Field("", max_length=40)
    area_code: str = Field("", max_length=13, pattern=AREA, description="Empty: the whole country.")
    publication: str = Field("", max_length=200)
    published_on: date | None = None
    standing: Standing = Standing.READ
    note: str = Field("", max_length=2000, description="Kept encrypted. No name of a person.")
    task_force: str = Field("", max_length=12, description="Reference; needed with several task forces.")


class PublishedOut(Schema):
    """A published figure."""

    ref: str
    topic: str
    period: str
    area_code: str
    value: Decimal | None
    value_words: str
    unit: str
    source: str
    publication: str
    published_on: date | None
    standing: Standing
    note: str
    is_example: bool
    corrects: str = Field(description="Reference of the line it puts right; empty: none.")
    recorded_at: datetime
    recorded_by: str


class DecisionOut(Schema):
    """What was decided about figures that contradict each other."""

    means: Means
    chosen: str = Field(description="Reference of the figure that is used; empty: none.")
    why: str
    by: str
    at: datetime


class BesideOut(Schema):
    """Figures of one topic, time and place. Never averaged."""

    topic: str
    period: str
    area_code: str
    contradiction: bool
    lines: list[PublishedOut]
    decisions: list[DecisionOut] = Field(description="The newest first; it counts.")


class DecisionIn(Schema):
    """Which of them is used, and why."""

    means: Means
    chosen: str = Field("", max_length=14, description="Reference; with means=use.")
    why: str = Field(max_length=2000)
